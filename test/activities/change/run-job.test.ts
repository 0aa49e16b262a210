/** Jobs by the real scripts, on a test's host. */
import { setTimeout as delay } from 'node:timers/promises';
import { CancelledFailure } from '@temporalio/common';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Cancellation } from '../../../activities/activity-context.ts';
import { type Job, jobIdOf, runJob } from '../../../activities/change/run-job.ts';
import type { Host } from '../../../activities/hosts/host.ts';
import { RingliftError } from '../../../knowledge/errors.ts';
import { healthyCluster, healthySpec, planFor } from '../../knowledge/gates/healthy-cluster.ts';
import { type FakeContext, fakeContext } from '../fake-context.ts';
import { until } from '../hosts/remote/host-bench.ts';
import { JobBench } from '../hosts/remote/job-bench.ts';

const task = { spec: healthySpec(), plan: planFor(healthyCluster()), node: '10.0.0.1' };
const step = 'repairNode';
const id = jobIdOf(task, step);

let bench: JobBench;
let host: Host;
beforeEach(() => {
  bench = new JobBench();
  host = bench.asHost();
});
afterEach(() => bench.end());

/** An attempt that can be cancelled; time passes faster in it. */
function attempt(request = 'run/1', fence = 7) {
  const abort = new AbortController();
  let why: Cancellation | null = null;
  const context: FakeContext = fakeContext({
    request,
    fence,
    signal: abort.signal,
    cancellation: () => why,
    sleep: (millis) => delay(Math.min(millis, 100), undefined, { signal: abort.signal }),
  });
  return {
    context,
    end(cancellation: Cancellation) {
      why = cancellation;
      abort.abort(new CancelledFailure(cancellation));
    },
  };
}

function job(changes: Partial<Job> = {}): Job {
  return {
    step,
    command: [bench.path('bin/work')],
    limitMillis: 60_000,
    restartWhenLost: false,
    next: 'Look at it, then retry.',
    ...changes,
  };
}

test('it gives exit code and outputs, and tells of the job while it runs', async () => {
  const { context } = attempt();
  const run = runJob(
    context,
    task,
    host,
    job({ progress: (stdout) => (stdout === 'out\n' ? 'half' : null) }),
  );
  await until(() => context.said.some((said) => said.startsWith('half')));
  bench.go(3);
  expect(await run).toEqual({ exitCode: 3, stdout: 'out\n', stderr: 'err\n', isCut: false });
  expect(context.said.at(-1)).toMatch(/^half \(job ringlift-prod1\.repairNode, process \d+ for \d+m?s\)$/);
  expect(bench.journal[0]).toMatchObject({ step, event: 'begin', tag: 'ringlift-prod1', fence: 7 });
});

test('a long output is given whole', async () => {
  const command = bench.program('long', 'seq 1 20000');
  const { stdout } = await runJob(attempt().context, task, host, job({ command: [command] }));
  expect(stdout.trimEnd().split('\n')).toHaveLength(20_000);
});

test('two attempts at once do it once, and both have its result', async () => {
  const both = [attempt(), attempt()].map(({ context }) => runJob(context, task, host, job()));
  await until(() => bench.begun === 1);
  bench.go(2);
  expect((await Promise.all(both)).map(({ exitCode }) => exitCode)).toEqual([2, 2]);
  expect(bench.begun).toBe(1);
});

test('when the worker stops the job goes on, and the next attempt has its result', async () => {
  const first = attempt();
  const run = runJob(first.context, task, host, job());
  await until(() => bench.begun === 1);
  first.end('left');
  await expect(run).rejects.toThrow();
  expect((await bench.look(id))['state']).toBe('running');
  bench.go(4);
  expect(await runJob(attempt('run/1', 8).context, task, host, job())).toMatchObject({ exitCode: 4 });
  expect(bench.begun).toBe(1);
});

test('when the workflow cancels it the job is gone before the attempt ends, by its own command first', async () => {
  const first = attempt();
  const stop = bench.program('stop', `echo "$@" >${bench.path('stopped')}; echo 1 >${bench.path('go')}`);
  const run = runJob(first.context, task, host, job({ stop: [stop, 'VALIDATION'] }));
  await until(() => bench.begun === 1);
  first.end('asked');
  await expect(run).rejects.toThrow();
  expect(bench.pids()).toEqual([]);
  expect(bench.read('stopped')).toBe('VALIDATION\n');
  expect(bench.events.at(-1)).toBe(`${step} end cancelled`);
});

test('a boot of the host in its midst is JobLost where it may not begin again', async () => {
  const run = runJob(attempt().context, task, host, job());
  await until(() => bench.begun === 1);
  bench.boot('boot-2');
  bench.killJobs();
  await expect(run).rejects.toMatchObject({
    name: 'JobLost',
    message: expect.stringMatching(/its host was booted in its midst: .*it last said: err\. .*Look at it/),
  });
});

test('a boot of the host in its midst begins it again where it may, after what has to be awaited', async () => {
  const { context } = attempt();
  let awaited = 0;
  const beforeRestart = async () => void (awaited += 1);
  const run = runJob(context, task, host, job({ restartWhenLost: true, beforeRestart }));
  await until(() => bench.begun === 1);
  bench.boot('boot-2');
  bench.killJobs();
  await until(() => bench.begun === 2);
  bench.go();
  expect(await run).toMatchObject({ exitCode: 0 });
  expect(awaited).toBe(1);
  expect(context.said.join('\n')).toMatch(/is begun again: its host was booted in its midst/);
  expect(bench.events).toContain(`${step} end restartedLostByReboot`);
});

test('a host that does not answer for a while is no failure of the job', async () => {
  let silent = 0;
  const shaky: Host = {
    ...host,
    run: async (script, options) => {
      if (script !== 'look-job' || (silent += 1) > 3) return host.run(script, options);
      throw new RingliftError('NodeUnreachable', { where: 'n1', what: 'is away', next: 'Wait.' });
    },
  };
  const { context } = attempt();
  bench.go();
  expect(await runJob(context, task, shaky, job())).toMatchObject({ exitCode: 0 });
  expect(context.said[0]).toMatch(/^no answer from the host for .*; job .* goes on there$/);
});

test('a look that fails otherwise is an error', async () => {
  const broken: Host = {
    ...host,
    run: async (script, options) =>
      script === 'look-job'
        ? { ...(await host.run(script, options)), stdout: '' }
        : host.run(script, options),
  };
  await expect(runJob(attempt().context, task, broken, job())).rejects.toMatchObject({
    name: 'UnreadableOutput',
  });
});

test('an older attempt is fenced off from starting it', async () => {
  bench.go();
  await runJob(attempt('run/1', 9).context, task, host, job());
  await expect(runJob(attempt('run/2', 8).context, task, host, job())).rejects.toMatchObject({
    name: 'PreconditionChanged',
  });
  expect(bench.begun).toBe(1);
});
