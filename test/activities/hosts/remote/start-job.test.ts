import { execFileSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { exitCodes } from '../../../../activities/hosts/exit-codes.ts';
import { isRunning, readProcesses } from '../process-table.ts';
import { until } from './host-bench.ts';
import { JobBench, job } from './job-bench.ts';
import { fill, mayMount, onSmallDisk as withSmallDisk } from './small-disk.ts';

let bench: JobBench;
beforeEach(() => {
  bench = new JobBench();
});
afterEach(() => bench.end());

const started = { exitCode: 0, stdout: 'result: started\n', stderr: '' };
const running = { exitCode: 0, stdout: 'result: running\n' };

test('a job outlives the script that started it, and its end is in the journal', async () => {
  expect(await bench.start({ limitSeconds: 5 })).toMatchObject({ exitCode: 0 });
  await until(() => bench.begun === 1);
  expect(await bench.look()).toMatchObject({
    ...{ state: 'running', request: 'run/1', limit: '60', stdout: 'out\n', stderr: 'err\n' },
    pid: expect.stringMatching(/^\d+ \d+$/),
  });
  bench.go(3);
  expect(await bench.untilEnded()).toMatchObject({ exit: '   3', stdout: 'out\n', stderr: 'err\n' });
  expect(bench.events).toEqual(['start-job begin', 'start-job end started', 'start-job jobEnded exit-3']);
  await until(() => bench.pids().length === 0);
});

test('the job leads a session of its own, without the lock of the host', async () => {
  await bench.start();
  const pid = bench.pidOf();
  const [, , , session] = readStat(pid);
  expect(Number(session)).toBe(pid);
  expect((await bench.run('look-job', [bench.state, job, '0'])).exitCode).toBe(0);
  expect(execFileSync('flock', ['-n', `${bench.state}/lock.flock`, 'echo', 'free']).toString()).toBe(
    'free\n',
  );
});

test('asked ten times at once it is begun once, and all find it', async () => {
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, index) => bench.start({ fence: 1, request: `run/${index}` })),
  );
  const results = answers.map(({ stdout }) => stdout.trim()).toSorted();
  expect(results).toEqual([...Array(9).fill('result: running'), 'result: started']);
  await until(() => bench.begun > 0);
  expect(bench.begun).toBe(1);
});

test('whoever asks attaches to a running job, and its result is his', async () => {
  await bench.start();
  expect(await bench.start({ request: 'run/2' })).toMatchObject(running);
  bench.go();
  await bench.untilEnded();
  expect((await bench.start({ request: 'run/2' })).stdout).toBe('result: ended\n');
  expect(bench.begun).toBe(1);
});

test('a second attempt reads the result, a new request begins the work again and keeps the old folder', async () => {
  bench.go(2);
  await bench.start();
  await bench.untilEnded();
  expect((await bench.start()).stdout).toBe('result: ended\n');
  expect(await bench.start({ request: 'run/2' })).toEqual(started);
  await until(() => bench.begun === 2);
  expect(bench.pastJobs()).toEqual([expect.stringMatching(/^\d{8}T\d{6}\.\d{3}Z\.repair-1$/)]);
});

test('while a job runs the host is busy for everything else, and the journal says nothing of it', async () => {
  await bench.start();
  const lines = bench.events.length;
  for (const script of ['keep-file', 'lock-host', 'drain-node']) {
    const answer = await bench.change(script, ['tag', 'name'], { environment: bench.environment });
    expect(answer).toMatchObject({ exitCode: exitCodes.busy, stdout: '' });
    expect(answer.stderr).toMatch(/^job repair-1 runs since \d{4}-.*, process \d+\n$/);
  }
  expect((await bench.start({ id: 'another' })).exitCode).toBe(exitCodes.busy);
  expect(bench.events).toHaveLength(lines);
});

test('the host can be unlocked while a job runs, and stays busy', async () => {
  await bench.change('lock-host');
  await bench.start();
  const options = { environment: bench.environment };
  expect((await bench.change('unlock-host', [], options)).stdout).toBe('result: done\n');
  const other = await bench.change('lock-host', [], { ...options, owner: 'default/other', fence: 9 });
  expect(other.exitCode).toBe(exitCodes.busy);
});

test('the host is free when the job has ended, and when it was lost', async () => {
  await bench.start();
  bench.go();
  await bench.untilEnded();
  expect((await bench.change('lock-host')).exitCode).toBe(0);
});

test('a boot in the midst loses the job: told where it may not be begun again', async () => {
  await bench.start();
  bench.killJobs();
  bench.boot('boot-2');
  expect(await bench.look()).toMatchObject({ state: 'lost', rebooted: 'yes' });
  expect((await bench.start()).stdout).toBe('result: lostByReboot\n');
  expect(await bench.start({ request: 'run/2' })).toMatchObject({
    stdout: 'result: restartedLostByReboot\n',
  });
  await until(() => bench.begun === 2);
  // Its end is told once, as whoever came next found it.
  expect(bench.events).toEqual([
    ...['start-job begin', 'start-job end started', 'start-job jobEnded lostByReboot'],
    ...['start-job begin', 'start-job end lostByReboot'],
    ...['start-job begin', 'start-job end restartedLostByReboot'],
  ]);
});

test('a boot in the midst loses the job: begun again where it may be', async () => {
  await bench.start({ lost: 'restart' });
  bench.killJobs();
  bench.boot('boot-2');
  expect((await bench.start({ lost: 'restart' })).stdout).toBe('result: restartedLostByReboot\n');
  expect(await bench.look()).toMatchObject({ state: 'running' });
});

test('a job whose processes were all killed is lost though nothing was booted', async () => {
  await bench.start();
  bench.killJobs();
  expect(await bench.look()).toMatchObject({ state: 'lost' });
  expect((await bench.start()).stdout).toBe('result: lostWithoutReboot\n');
  expect((await bench.start({ lost: 'restart' })).stdout).toBe('result: restartedLostWithoutReboot\n');
});

test('a later process of the same number is not taken for the job', async () => {
  await bench.start();
  bench.killJobs();
  const file = `state/prod1/jobs/${job}/pid`;
  const [, ticks] = bench.read(file).trim().split(' ');
  bench.write(file, `${process.pid} ${ticks}\n`);
  expect(await bench.look()).toMatchObject({ state: 'lost' });
});

test('a job whose runner alone was killed still runs, until its command ends', async () => {
  await bench.start();
  await until(() => bench.begun === 1);
  process.kill(bench.pidOf(), 'SIGKILL');
  await until(() => !isRunning(bench.pidOf()));
  expect(await bench.look()).toMatchObject({ state: 'running' });
  expect(await bench.start()).toMatchObject(running);
  bench.go();
  await until(() => bench.pids().length === 0);
  expect(await bench.look()).toMatchObject({ state: 'lost' });
  expect(bench.begun).toBe(1);
});

test('cut off before any of its commands, it is never begun beside itself, and comes to its end', async () => {
  for (let at = 1; at < 20; at += 1) {
    const own = new JobBench();
    try {
      const isWhole = await cutOff(own, at);
      const answer = await own.start();
      expect(answer.stdout, `cut off at ${at}`).toMatch(/^result: (started|running)\n$/);
      await until(() => own.begun === 1);
      own.go();
      await until(() => own.pids().length === 0);
      // Where the job's own process was cut off it took its exit code along.
      const wasLost = (await own.look())['state'] === 'lost';
      if (wasLost) await own.start({ lost: 'restart' });
      await own.untilEnded();
      expect(own.begun, `cut off at ${at}`).toBe(wasLost ? 2 : 1);
      if (isWhole && !wasLost) return;
    } finally {
      own.end();
    }
  }
  expect.unreachable('it never came to its end');
});

test('its time limit ends it, and says so as timeout does', async () => {
  await bench.start({ seconds: 1 });
  expect(await bench.untilEnded()).toMatchObject({ exit: ' 124' });
});

test('of a long output the beginning and the end are kept, and the command is not disturbed', async () => {
  const command = bench.program('loud', 'seq 1 200000; echo last; exit 4');
  await bench.start({ command: [command], bytes: 5_000 });
  const seen = await bench.untilEnded();
  expect(seen).toMatchObject({ exit: '   4', out: '5000', 'out-cut': 'yes' });
  const { stdout = '' } = await bench.look(job, 1_000_000);
  expect(stdout).toMatch(/^1\n2\n/);
  expect(stdout).toContain('\n[output left out here]\n');
  expect(stdout).toMatch(/\n200000\nlast\n$/);
  expect(stdout.length).toBeLessThan(100_000);
});

test('its end comes after its start in the journal, however quick it is', async () => {
  const command = bench.program('quick', 'exit 0');
  for (let turn = 1; turn <= 5; turn += 1) {
    await bench.start({ command: [command], request: `run/${turn}` });
    await bench.untilEnded();
    expect(bench.events).toHaveLength(3 * turn);
    expect(bench.events.slice(-3)).toEqual([
      ...['start-job begin', 'start-job end started', 'start-job jobEnded exit-0'],
    ]);
  }
});

test('what was lost has its end in the journal before anything else begins', async () => {
  await bench.start();
  bench.killJobs();
  await bench.change('lock-host', [], { environment: bench.environment });
  expect(bench.events.slice(2)).toEqual([
    ...['start-job jobEnded lostWithoutReboot', 'lock-host begin', 'lock-host end done'],
  ]);
});

test('output is there as soon as it was printed', async () => {
  await bench.start();
  await until(() => bench.begun === 1);
  await until(() => bench.read(`state/prod1/jobs/${job}/out`) === 'out\n');
});

test('what a command leaves running does not keep the job from ending', async () => {
  const command = bench.program('leaves', `sleep 40 & echo done`);
  await bench.start({ command: [command] });
  expect(await bench.untilEnded()).toMatchObject({ exit: '   0', stdout: 'done\n' });
}, 30_000);

test('words of the command are no part of a shell script', async () => {
  const command = bench.program('words', `printf '<%s>' "$@"`);
  const words = ['$(id)', "it's", '', 'a b\nc'];
  await bench.start({ command: [command, ...words] });
  expect((await bench.untilEnded())['stdout']).toBe(words.map((word) => `<${word}>`).join(''));
});

test.each(['', '../up', '.hidden', 'a/b', 'a b'])('%j can not be the name of a job', async (id) => {
  const answer = await bench.start({ id });
  expect(answer.exitCode).toBe(exitCodes.notAsExpected);
  expect(bench.begun).toBe(0);
});

test('a command that is not there ends with the code of a shell, and what it said', async () => {
  await bench.start({ command: [bench.path('bin/none')] });
  const seen = await bench.untilEnded();
  expect(seen['exit']).toBe(' 127');
  expect(seen['stderr']).toMatch(/No such file/);
});

test('the JDK of the release in use is taken for it', async () => {
  bench.program('java-home', 'echo "$JAVA_HOME"');
  const tool = bench.write('opt/apache-cassandra-5.0.9/bin/tool', '#!/bin/sh\necho "$JAVA_HOME"\n', 0o755);
  const java = '4.1=/jdk8\n5.0=/jdk11\n6.0=/jdk17';
  await bench.start({ command: [tool], java });
  expect((await bench.untilEnded())['stdout']).toBe('/jdk11\n');
});

test('its end is a line of its own behind one that a full disk left half written', async () => {
  await bench.start();
  await until(() => bench.begun === 1);
  appendFileSync(bench.path('state/prod1/journal.jsonl'), '{"at":"2026-11-26T12:34:05.118Z","ev');
  bench.go();
  const journal = () => bench.read('state/prod1/journal.jsonl');
  await until(() => journal().includes('jobEnded'));
  const lines = journal().split('\n').slice(0, -1);
  expect(lines.at(-2)).toMatch(/"ev$/);
  expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ event: 'jobEnded', result: 'exit-0' });
});

test('of ended jobs the last five are kept', async () => {
  bench.go();
  for (let index = 1; index <= 8; index += 1) {
    const id = `job-${index}`;
    await bench.start({ id });
    await bench.untilEnded(id);
  }
  expect(bench.pastJobs().map((name) => name.replace(/^.*Z\./, ''))).toEqual(
    [3, 4, 5, 6, 7].map((index) => `job-${index}`),
  );
  expect(await bench.look('job-8')).toMatchObject({ state: 'ended' });
});

test('an older attempt is fenced off though nobody has locked the host', async () => {
  await bench.start({ fence: 5 });
  const answer = await bench.start({ fence: 4 });
  expect(answer).toMatchObject({ exitCode: exitCodes.fenced, stderr: '5\n' });
});

test.runIf(mayMount)('a full disk keeps it from beginning', async () => {
  await onSmallDisk(async () => {
    fill(bench);
    const answer = await bench.start();
    expect(answer.exitCode).toBe(exitCodes.noSpace);
    expect(bench.begun).toBe(0);
  });
});

test.runIf(mayMount)(
  'a disk that becomes full in the midst costs neither the work nor its exit code',
  async () => {
    await onSmallDisk(async () => {
      const command = bench.program(
        'filling',
        `echo begun; while [ ! -s ${bench.path('go')} ]; do sleep 0.05; done; seq 1 100000; exit 6`,
      );
      await bench.start({ command: [command], bytes: 10_000_000 });
      fill(bench);
      bench.go();
      let seen = await bench.look();
      while (seen['state'] === 'running') seen = await bench.look();
      expect(seen).toMatchObject({ state: 'ended', exit: '   6' });
    });
  },
);

async function cutOff(own: JobBench, at: number): Promise<boolean> {
  const args = [job, 'run/1', '60', 'keep', '1000', '-', own.path('bin/work')];
  const { exitCode } = await own.change('start-job', args, { cutOffAt: at, environment: own.environment });
  return exitCode === 0;
}

/** The host's state on a small disk; no job outlives it. */
function onSmallDisk(work: () => Promise<void>): Promise<void> {
  return withSmallDisk(bench, async () => {
    try {
      await work();
    } finally {
      bench.killJobs();
      await until(() => bench.pids().length === 0);
    }
  });
}

/** State, parent, group, session of a process. */
function readStat(pid: number): string[] {
  expect(readProcesses().some((process) => process.pid === pid)).toBe(true);
  return execFileSync('sed', ['s/^.*) //', `/proc/${pid}/stat`])
    .toString()
    .split(' ');
}
