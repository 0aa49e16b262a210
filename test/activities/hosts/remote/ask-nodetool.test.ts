import { readdirSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readSections } from '../../../../activities/hosts/sections.ts';
import { HostBench } from './host-bench.ts';

let bench: HostBench;
beforeEach(() => {
  bench = new HostBench();
});
afterEach(() => bench.end());

test('each command gets its own section, in the order in which they were asked', async () => {
  bench.answerNodetool(
    'case $* in *status) sleep 0.5 ;; esac; echo "answer to $*"; echo "WARN of $*" >&2; exit $#',
  );
  const commands = ['status', 'version', 'cms describe', 'cms reconfigure --status', 'info'];
  const { stdout, stderr, exitCode } = await ask(commands);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  const sections = readSections('here', stdout, ['1', '2', '3', '4', '5']);
  expect(Object.keys(sections)).toHaveLength(5);
  for (const [index, command] of commands.entries()) {
    const words = command.split(' ').length;
    expect(sections[String(index + 1)]).toEqual({
      exitCode: 4 + words,
      stdout: `answer to -h 127.0.0.1 -p 7199 ${command}\n`,
      stderr: `WARN of -h 127.0.0.1 -p 7199 ${command}\n`,
    });
  }
});

test('a command that hangs is ended at its limit, and the others answer', async () => {
  bench.answerNodetool('case $* in *gossipinfo) exec sleep 60 ;; esac; echo fine');
  const { stdout } = await ask(['version', 'gossipinfo', 'info'], { seconds: '1' });
  const sections = readSections('here', stdout, ['1', '2', '3']);
  expect(sections['2']).toEqual({ exitCode: 124, stdout: '', stderr: '' });
  expect([sections['1'], sections['3']].map((each) => each?.stdout)).toEqual(['fine\n', 'fine\n']);
});

test(
  'a command that does not heed its limit is killed, and that is told as 137',
  { timeout: 90_000 },
  async () => {
    bench.answerNodetool("trap '' TERM; while :; do sleep 0.2; done");
    const { stdout } = await ask(['version'], { seconds: '1' });
    expect(readSections('here', stdout, ['1'])['1']?.exitCode).toBe(137);
  },
);

test('options with blanks, patterns and quotes arrive as they are', async () => {
  bench.answerNodetool(`printf '%s|' "$@"`);
  const options = ['-u', 'a user', '-pwf', '/tmp/*', '-h', "it's $HOME"];
  const { stdout } = await ask(['status *'], { options });
  expect(readSections('here', stdout, ['1'])['1']?.stdout).toBe(`${options.join('|')}|status|*|`);
});

test('a JDK is given to nodetool, or none', async () => {
  bench.answerNodetool('echo "${JAVA_HOME:-none}"');
  const said = async (java: string) =>
    readSections(
      'here',
      (await ask(['version'], { java, environment: { JAVA_HOME: '/of/the/login' } })).stdout,
      ['1'],
    )['1']?.stdout;
  expect(await said(bench.jdk)).toBe(`${bench.jdk}\n`);
  expect(await said('-')).toBe('none\n');
});

test('a nodetool that is not there is 127 of its section', async () => {
  const { stdout } = await ask(['version'], { nodetool: '/nonexistent/nodetool' });
  expect(readSections('here', stdout, ['1'])['1']?.exitCode).toBe(127);
});

test('outputs of any size and any bytes come back whole', async () => {
  bench.write('answer', `${'line of a thousand nodes\n'.repeat(20_000)}é\t%s \\n "'`);
  bench.answerNodetool(`cat ${bench.path('answer')}`);
  const { stdout } = await ask(['status']);
  expect(readSections('here', stdout, ['1'])['1']?.stdout).toBe(bench.read('answer'));
});

test('nothing of it stays in the temporary folder', async () => {
  bench.write('tmp/.keep', '');
  await ask(['version', 'status'], { environment: { TMPDIR: bench.path('tmp') } });
  expect(readdirSync(bench.path('tmp'))).toEqual(['.keep']);
});

test('a full temporary folder makes no answer of a command that gave none', async () => {
  const answer = await ask(['version'], { environment: { TMPDIR: bench.path('nonexistent') } });
  expect(answer.exitCode).toBe(79);
  expect(() => readSections('here', answer.stdout, ['1'])).toThrow(/answered in part/);
});

interface Asked {
  readonly seconds?: string;
  readonly java?: string;
  readonly nodetool?: string;
  readonly options?: readonly string[];
  readonly environment?: Record<string, string>;
}

function ask(
  commands: readonly string[],
  { seconds = '20', java = bench.jdk, nodetool = bench.nodetool, options, environment }: Asked = {},
) {
  const words = [seconds, java, nodetool, String(commands.length), ...commands];
  return bench.run('ask-nodetool', [...words, ...(options ?? ['-h', '127.0.0.1', '-p', '7199'])], {
    ...(environment ? { environment } : {}),
  });
}
