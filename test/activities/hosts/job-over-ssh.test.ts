/** A job over a real sshd: it survives what breaks between Ringlift and it. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Job, runJob } from '../../../activities/change/run-job.ts';
import { SshHosts } from '../../../activities/hosts/ssh-hosts.ts';
import type { NodeTask } from '../../../activities/activities.ts';
import { healthyCluster, healthySpec, planFor } from '../../knowledge/gates/healthy-cluster.ts';
import { fakeContext } from '../fake-context.ts';
import { RealSshd } from './real-sshd.ts';
import { until } from './remote/host-bench.ts';

const task: NodeTask = { spec: healthySpec(), plan: planFor(healthyCluster()), node: '10.0.0.1' };

let sshd: RealSshd;
let hosts: SshHosts;
beforeAll(async () => {
  sshd = await RealSshd.start();
  hosts = new SshHosts();
  const work = join(sshd.folder, 'work');
  const lines = [
    `echo begun >>${sshd.folder}/begun`,
    `until [ -s ${sshd.folder}/go ]; do sleep 0.05; done`,
    'exit 3',
  ];
  writeFileSync(work, `#!/bin/sh\n${lines.join('\n')}\n`, { mode: 0o755 });
});
afterAll(async () => {
  writeFileSync(join(sshd.folder, 'go'), 'go');
  await hosts.close();
  await sshd.stop();
});

const job = (): Job => ({
  step: 'repairNode',
  command: [join(sshd.folder, 'work')],
  limitMillis: 60_000,
  restartWhenLost: false,
  next: 'Look.',
});

async function attach(
  name: string,
  signal = new AbortController().signal,
  cancellation: 'left' | 'asked' | null = null,
  said: string[] = [],
) {
  const stateFolder = join(sshd.folder, name);
  mkdirSync(stateFolder, { recursive: true });
  const host = await hosts.get({ ...sshd.settings(), stateFolder });
  const context = fakeContext({
    signal,
    say: (line) => void said.push(line),
    cancellation: () => (signal.aborted ? cancellation : null),
    sleep: (millis) => delay(Math.min(millis, 200), undefined, { signal }),
  });
  return runJob(context, task, host, job());
}

const begun = () =>
  existsSync(join(sshd.folder, 'begun'))
    ? readFileSync(join(sshd.folder, 'begun'), 'utf8').trim().split('\n').length
    : 0;

test('the death of every SSH session and of the worker’s connection leaves it running, and it is found again', async () => {
  const stop = new AbortController();
  const said: string[] = [];
  const first = attach('cut', stop.signal, 'left', said).catch((error: unknown) => error);
  await until(() => said.some((line) => line.startsWith('job ')));
  sshd.cutConnections();
  // It looks on over a new connection; then its worker stops.
  await delay(1_000);
  sshd.cutConnections();
  stop.abort(new Error('the worker stops'));
  expect(await first).toMatchObject({ message: expect.stringMatching(/abort|stops/) });
  await hosts.close();
  hosts = new SshHosts();
  const second = attach('cut');
  await delay(500);
  expect(begun()).toBe(1);
  writeFileSync(join(sshd.folder, 'go'), 'go');
  expect(await second).toMatchObject({ exitCode: 3 });
  expect(begun()).toBe(1);
});

test('cancelled by the workflow it is gone', async () => {
  for (const file of ['go', 'begun']) rmSync(join(sshd.folder, file), { force: true });
  const stop = new AbortController();
  const run = attach('cancelled', stop.signal, 'asked');
  await until(() => begun() === 1);
  stop.abort(new Error('cancelled'));
  await expect(run).rejects.toThrow();
  const journal = readFileSync(join(sshd.folder, 'cancelled/prod1/journal.jsonl'), 'utf8');
  expect(journal.trim().split('\n').at(-1)).toContain('"event":"end","result":"cancelled"');
});
