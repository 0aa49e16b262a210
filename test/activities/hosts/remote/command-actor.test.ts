import { afterEach, beforeEach, expect, test } from 'vitest';
import { exitCodes } from '../../../../activities/hosts/exit-codes.ts';
import { HostBench } from './host-bench.ts';

let bench: HostBench;
beforeEach(() => {
  bench = new HostBench();
  bench.write('puppet', 'on\n');
  bench.program(
    'question',
    `echo "question|$*" >>${bench.path('calls')}; [ "$(cat ${bench.path('puppet')})" = off ]`,
  );
  bench.program(
    'set',
    `echo "set|$*" >>${bench.path('calls')}; [ -e ${bench.path('stuck')} ] || echo "$1" >${bench.path('puppet')}`,
  );
});
afterEach(() => bench.end());

// Words that a shell would read otherwise.
const odd = '$(touch pwned); *';
const question = () => [bench.path('bin/question'), 'one word', odd];
const actor = (
  verb: 'pause' | 'resume',
  words = [bench.path('bin/set'), verb === 'pause' ? 'off' : 'on', odd],
) => bench.change('command-actor', [verb, 'puppet', '20', String(words.length), ...words, ...question()]);
const calls = () => (bench.has('calls') ? bench.read('calls').trim().split('\n') : []);
const setCalls = () => calls().filter((line) => line.startsWith('set'));

test('what is at work is paused by its own command, proven by its own question, and put back', async () => {
  expect((await actor('pause')).stdout).toBe('result: done\n');
  expect(bench.read('puppet')).toBe('off\n');
  expect((await actor('resume')).stdout).toBe('result: done\n');
  expect(bench.read('puppet')).toBe('on\n');
  expect(setCalls()).toEqual([`set|off ${odd}`, `set|on ${odd}`]);
  expect(calls()[0]).toBe(`question|one word ${odd}`);
  expect(bench.has('state/prod1/actors/puppet')).toBe(false);
});

test('twice is once, for both', async () => {
  await actor('pause');
  expect((await actor('pause')).stdout).toBe('result: alreadyDone\n');
  await actor('resume');
  expect((await actor('resume')).stdout).toBe('result: alreadyDone\n');
  expect(setCalls()).toHaveLength(2);
});

test('what was paused before us stays so', async () => {
  bench.write('puppet', 'off\n');
  expect((await actor('pause')).stdout).toBe('result: alreadyDone\n');
  expect((await actor('resume')).stdout).toBe('result: alreadyDone\n');
  expect(setCalls()).toEqual([]);
  expect(bench.read('puppet')).toBe('off\n');
});

test('what somebody resumed meanwhile is not resumed again', async () => {
  await actor('pause');
  bench.write('puppet', 'on\n');
  expect((await actor('resume')).stdout).toBe('result: done\n');
  expect(setCalls()).toHaveLength(1);
});

test('a question that is not understood changes nothing', async () => {
  bench.program('question', 'echo "no such agent" >&2; exit 127');
  const answer = await actor('pause');
  expect(answer).toMatchObject({ exitCode: exitCodes.notAsExpected, stdout: '' });
  expect(answer.stderr).toContain('exited 127: no such agent');
  expect(setCalls()).toEqual([]);
});

test('a command that says yes and does nothing is not believed', async () => {
  bench.write('stuck', '');
  expect((await actor('pause')).stderr).toContain('it is not paused after the command');
  // It is known that it was at work: it is put back if it is paused after all.
  bench.write('puppet', 'off\n');
  expect((await actor('resume')).stderr).toContain('it is still paused after the command');
  expect(bench.has('state/prod1/actors/puppet/was-at-work')).toBe(true);
});

test('a look asks the question and tells its exit code and words', async () => {
  const answer = await bench.run('look-command', ['20', ...question()]);
  expect(answer.stdout).toBe('answer 1 - -\n');
  bench.write('puppet', 'off\n');
  expect((await bench.run('look-command', ['20', ...question()])).stdout).toBe('answer 0 - -\n');
});

test('a command that hangs is ended at its limit', async () => {
  bench.program('hang', 'sleep 60');
  const words = [bench.path('bin/hang')];
  const answer = await bench.change('command-actor', ['pause', 'puppet', '1', '1', ...words, ...question()]);
  expect(answer.stderr).toContain('the command to pause it exited 124');
});
