import { expect, test } from 'vitest';
import { noLeftoverReplacement } from '../../../knowledge/gates/no-leftover-replacement.ts';
import type { Inventory } from '../../../knowledge/inventory.ts';
import { expectOpen, expectShut, remedyOf } from './expect-verdict.ts';
import { clusterAtTheDoor, doorInput, spoil, spoilHost } from './healthy-cluster.ts';

const ready = clusterAtTheDoor();
const judgeIt = (inventory: Inventory = ready) => noLeftoverReplacement(doorInput(inventory, {}, ready));
const withFile = (name: string, text: string) =>
  judgeIt(spoilHost(ready, '10.0.0.2', { configuration: { [name]: text } }));

test('opens when no option asks for a replacement; one in a comment does not', () => {
  expectOpen(judgeIt(), 'JVM options of 3 nodes searched');
});

test.each([
  ['cassandra-env.sh', 'JVM_OPTS="$JVM_OPTS -Dcassandra.replace_address_first_boot=10.9.9.9"'],
  ['jvm-server.options', '-Dcassandra.replace_address=10.9.9.9'],
  ['jvm17-server.options', '  -Dcassandra.replace_node=10.9.9.9'],
])('stays shut for one in %s', (name, text) => {
  const verdict = withFile(name, `# about\n${text}\n`);
  expectShut(
    verdict,
    `cass2 (10.0.0.2): a replacement is still asked for in ${name}: -Dcassandra.replace_`,
    '10.9.9.9',
  );
  expect(remedyOf(verdict)).toContain(`Delete the argument from ${name} on cass2`);
});

test('another property that is called alike is none', () => {
  expectOpen(withFile('jvm-server.options', '-Dcassandra.allow_empty_replace_address=true\n'));
});

test('stays shut when no file with JVM options was read', () => {
  expectShut(
    withFile('cassandra.yaml', 'num_tokens: 16\n'),
    'neither cassandra-env.sh nor jvm*.options was read',
  );
  expectShut(judgeIt(spoil(ready, '10.0.0.2', { host: null })), 'cass2 (10.0.0.2): the machine');
  expectShut(judgeIt({ ...ready, nodes: ready.nodes.slice(1) }), 'cass1 (10.0.0.1) was not looked at');
});
