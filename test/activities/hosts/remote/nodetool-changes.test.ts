/** take-snapshot, clear-snapshot, repair-node and rewrite-sstables: one command of nodetool each, whose exit code counts. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { HostBench, tag } from './host-bench.ts';

let bench: HostBench;
beforeEach(() => {
  bench = new HostBench();
});
afterEach(() => bench.end());

const options = ['-h', '127.0.0.1', '-u', 'a user'];
const cases = [
  { script: 'take-snapshot', first: [tag], command: `snapshot -t ${tag}` },
  { script: 'clear-snapshot', first: [tag], command: `clearsnapshot -t ${tag}` },
  { script: 'repair-node', first: [tag], command: 'repair -full -seq' },
  { script: 'rewrite-sstables', first: [], more: ['4'], command: 'upgradesstables -j 4' },
];

test.each(cases)('$script asks nodetool with its options, and is done when that succeeds', async (each) => {
  bench.answerNodetool('echo progress');
  expect(await run(each)).toEqual({ exitCode: 0, stdout: 'progress\nresult: done\n', stderr: '' });
  expect(bench.nodetoolCalls).toEqual([`${bench.jdk}|-h 127.0.0.1 -u a user ${each.command}`]);
  expect(bench.events).toEqual([`${each.script} begin`, `${each.script} end done`]);
});

test.each(cases)('$script is refused when nodetool fails, with what it said', async (each) => {
  bench.answerNodetool('echo "error: no space" >&2; exit 2');
  const answer = await run(each);
  expect(answer).toMatchObject({ exitCode: 1, stdout: '' });
  expect(answer.stderr).toMatch(/^error: no space\nnodetool \w+ .*\n$/);
  expect(bench.events).toEqual([`${each.script} begin`, `${each.script} refused exit-1`]);
});

test.each(cases)('$script is refused when nodetool does not end within its limit', async (each) => {
  bench.answerNodetool('exec sleep 60');
  expect((await run(each, '1')).exitCode).toBe(1);
});

test.each(cases)('$script does nothing on a host of another upgrade', async (each) => {
  await bench.change('lock-host', [], { owner: 'default/other' });
  expect((await run(each)).exitCode).toBe(76);
  expect(bench.nodetoolCalls).toEqual([]);
});

test('a node is repaired once in an upgrade', async () => {
  const [, , repair] = cases;
  await run(repair!);
  expect((await run(repair!)).stdout).toBe('result: alreadyDone\n');
  expect(bench.nodetoolCalls).toHaveLength(1);
});

test('a repair that failed is done again', async () => {
  const [, , repair] = cases;
  bench.answerNodetool('exit 2');
  await run(repair!);
  bench.answerNodetool('');
  expect((await run(repair!)).stdout).toBe('result: done\n');
});

type Case = (typeof cases)[number];

function run({ script, first, more = [] }: Case, seconds = '20') {
  return bench.change(script, [...first, seconds, ...more, bench.jdk, bench.nodetool, ...options]);
}
