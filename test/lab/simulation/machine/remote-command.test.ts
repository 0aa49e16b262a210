import { expect, test } from 'vitest';
import { commandLineOf } from '../../../../activities/hosts/remote-script.ts';
import { readRemoteCommand, wordsOf } from '../../../../lab/simulation/machine/remote-command.ts';

test('the words of a command line are those that a shell would make of it', () => {
  expect(wordsOf(`sh -c 'echo "it'\\''s $1"' name '' /a/b x=1`)).toEqual([
    ...['sh', '-c', `echo "it's $1"`, 'name', '', '/a/b', 'x=1'],
  ]);
});

test("a script of Ringlift's is told by its name, its arguments and the entry of its journal", () => {
  const entry = { step: "it's", upgrade: 'u', tag: 't', attempt: 2, fence: 7 };
  const args = ['/state/c', 'default/u', '7', JSON.stringify(entry), "a b 'c'"];
  const line = commandLineOf('drain-node', args, false, 30);
  expect(readRemoteCommand(line, 'n1', 4)).toEqual({
    ...{ number: 4, node: 'n1', script: 'drain-node', step: "it's" },
    ...{ entry, args },
  });
});

test('a script that changes nothing has no entry, and anything else is no command of ours', () => {
  const look = commandLineOf('look-host', ['/opt/cassandra', '{', '3', '4'], false, 30);
  expect(readRemoteCommand(look, 'n1', 1)).toMatchObject({ script: 'look-host', entry: null, step: null });
  expect(readRemoteCommand('uptime', 'n1', 1)).toBeNull();
});
