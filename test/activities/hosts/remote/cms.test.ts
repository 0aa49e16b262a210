import { afterEach, beforeEach, expect, test } from 'vitest';
import { readSections } from '../../../../activities/hosts/sections.ts';
import { HostBench } from './host-bench.ts';

let bench: HostBench;
beforeEach(() => {
  bench = new HostBench();
});
afterEach(() => bench.end());

test('the words of cms come behind the options of nodetool, each by itself', async () => {
  bench.answerNodetool(`printf '%s|' "$@"`);
  const answer = await cms(['initialize', '--ignore', '10.0.0.2'], ['-u', 'a user', '-pwf', '/etc/jmx']);
  expect(answer).toMatchObject({ exitCode: 0, stderr: '' });
  expect(said(answer.stdout)?.stdout).toBe('-u|a user|-pwf|/etc/jmx|cms|initialize|--ignore|10.0.0.2|');
  expect(answer.stdout).toMatch(/result: asked\n$/);
});

test('the journal is written before it is asked and after', async () => {
  bench.answerNodetool(`cat ${bench.path('state/prod1/journal.jsonl')}`);
  const answer = await cms(['initialize']);
  expect(said(answer.stdout)?.stdout).toMatch(/"event":"begin"/);
  expect(bench.events).toEqual(['cms begin', 'cms end asked']);
});

test('a refusal of the node is told with its exit code and both outputs', async () => {
  bench.answerNodetool('echo "nodetool: All nodes are not yet upgraded"; echo trace >&2; exit 1');
  expect(said((await cms(['initialize'])).stdout)).toEqual({
    exitCode: 1,
    stdout: 'nodetool: All nodes are not yet upgraded\n',
    stderr: 'trace\n',
  });
});

test('one that hangs is ended at its limit and told as 124', async () => {
  bench.answerNodetool('exec sleep 60');
  expect(said((await cms(['reconfigure', '3'], [], '1')).stdout)?.exitCode).toBe(124);
});

test('an older attempt does not reach nodetool', async () => {
  await bench.change('lock-host', [], { fence: 9 });
  const answer = await bench.change('cms', ['5', '-', bench.nodetool, '2', 'cms', 'initialize'], {
    fence: 8,
  });
  expect(answer.exitCode).toBe(77);
  expect(bench.nodetoolCalls).toEqual([]);
});

function cms(words: readonly string[], options: readonly string[] = [], seconds = '20') {
  const count = String(words.length + 1);
  return bench.change('cms', [seconds, bench.jdk, bench.nodetool, count, 'cms', ...words, ...options]);
}

function said(stdout: string) {
  return readSections('here', stdout, ['cms'])['cms'];
}
