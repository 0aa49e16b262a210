import { afterEach, beforeEach, expect, test } from 'vitest';
import { until } from './host-bench.ts';
import { JobBench, job } from './job-bench.ts';

let bench: JobBench;
beforeEach(() => {
  bench = new JobBench();
});
afterEach(() => bench.end());

const cancelled = { exitCode: 0, stdout: 'result: cancelled\n' };

test('a cancelled job is gone, whatever it had started', async () => {
  const command = bench.program('parent', `sleep 600 & (sleep 600) & touch ${bench.path('up')}; wait`);
  await bench.start({ command: [command] });
  await until(() => bench.has('up'));
  expect(bench.pids().length).toBeGreaterThan(3);
  expect(await bench.cancel()).toMatchObject(cancelled);
  expect(bench.pids()).toEqual([]);
  expect(bench.events.at(-1)).toBe('cancel-job end cancelled');
});

test('the command that ends the work itself comes first, again and again until the job has ended', async () => {
  await bench.start();
  await until(() => bench.begun === 1);
  // Each stops one part; the third is the last.
  const stops = bench.path('stops');
  const stop = bench.program(
    'stop',
    `echo "$@" >>${stops}; [ $(wc -l <${stops}) -lt 3 ] || echo 5 >${bench.path('go')}`,
  );
  expect(await bench.cancel([stop, 'VALIDATION'])).toMatchObject(cancelled);
  expect(bench.read('stops')).toBe('VALIDATION\nVALIDATION\nVALIDATION\n');
  expect(await bench.look()).toMatchObject({ exit: '   5', cancelled: expect.stringMatching(/^\d{4}-/) });
});

test('a job that heeds neither that command nor TERM is killed', async () => {
  const command = bench.program(
    'stubborn',
    `trap '' TERM; touch ${bench.path('up')}; while :; do sleep 1; done`,
  );
  await bench.start({ command: [command] });
  await until(() => bench.has('up'));
  expect(await bench.cancel([bench.program('stop', 'exit 1')], { seconds: 1 })).toMatchObject(cancelled);
  expect(bench.pids()).toEqual([]);
  expect((await bench.look())['state']).toBe('ended');
  // Either the job itself came to tell of its end, or what ended it tells.
  expect(bench.events.at(-2)).toMatch(/^start-job jobEnded (cancelled|exit-137)$/);
  expect(bench.events.at(-1)).toBe('cancel-job end cancelled');
}, 40_000);

test('what outlived its runner is ended too', async () => {
  await bench.start();
  await until(() => bench.begun === 1);
  process.kill(bench.pidOf(), 'SIGKILL');
  expect(await bench.cancel()).toMatchObject(cancelled);
  expect(bench.pids()).toEqual([]);
});

test('a cancelled job is begun anew also by the request that had begun it', async () => {
  await bench.start();
  await bench.cancel();
  expect((await bench.start()).stdout).toBe('result: started\n');
  expect(bench.pastJobs()).toHaveLength(1);
});

test('what does not run is not cancelled, and keeps its result', async () => {
  expect((await bench.cancel()).stdout).toBe('result: notRunning\n');
  bench.go();
  await bench.start();
  await bench.untilEnded();
  expect((await bench.cancel()).stdout).toBe('result: notRunning\n');
  expect((await bench.start()).stdout).toBe('result: ended\n');
});

test('another process that got the number of the job is left alone', async () => {
  await bench.start();
  bench.killJobs();
  const file = `state/prod1/jobs/${job}/pid`;
  bench.write(file, `${process.pid} ${bench.read(file).trim().split(' ')[1]}\n`);
  expect((await bench.cancel()).stdout).toBe('result: notRunning\n');
});
