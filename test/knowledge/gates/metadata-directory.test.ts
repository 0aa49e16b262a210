import { expect, test } from 'vitest';
import { type DirectoryRow, metadataDirectory } from '../../../knowledge/gates/metadata-directory.ts';
import { clusterAtTheDoor } from './healthy-cluster.ts';
import { expectOpen, expectShut, remedyOf } from './expect-verdict.ts';

const plan = { nodes: clusterAtTheDoor().nodes, to: '6.0-alpha2' };
/** As 6.0-alpha2 gives them: the release in gossip's spelling. */
const joined: DirectoryRow[] = plan.nodes.map(({ node }) => ({
  broadcast_address: node,
  state: 'JOINED',
  cassandra_version: '6.0.0-alpha2',
  multi_step_operation: null,
}));

function changed(change: DirectoryRow): DirectoryRow[] {
  return joined.map((row, index) => (index === 1 ? { ...row, ...change } : row));
}

test('every node JOINED on the target with nothing under way', () => {
  expectOpen(metadataDirectory(joined, plan));
  expectOpen(metadataDirectory(changed({ multi_step_operation: '' }), plan));
});

test.each<[string, DirectoryRow]>([
  ['is BOOTSTRAPPING', { state: 'BOOTSTRAPPING' }],
  ['has LEFT', { state: 'LEFT' }],
  ['is of another release', { cassandra_version: '5.0.9' }],
  ['has an operation under way', { multi_step_operation: 'MOVE' }],
])('a node that %s', (_, change) => {
  const verdict = metadataDirectory(changed(change), plan);
  expectShut(verdict);
  expect(remedyOf(verdict)).toContain('JOINED');
});

test('a node that is missing, or more than were planned', () => {
  expectShut(metadataDirectory(joined.slice(1), plan));
  expectShut(metadataDirectory([...joined, { ...joined[0], broadcast_address: '10.0.0.9' }], plan));
});

test('one that LEFT long ago is history; an odd one stands in the evidence', () => {
  const left = { ...joined[0], broadcast_address: '10.0.0.9', state: 'LEFT' };
  expectOpen(metadataDirectory([...joined, left], plan));
  const verdict = metadataDirectory([...joined, { ...left, state: 'MOVING' }], plan);
  expectShut(verdict);
  expect(verdict.evidence.join(' ')).toContain('10.0.0.9');
});

test('nodes that are down for ever are not judged, also when they were last heard of on an old release', () => {
  const [first] = plan.nodes;
  const down = [first!.node];
  const old = joined.map((row, index) =>
    index === 0 ? { ...row, state: 'REGISTERED', cassandra_version: '5.0.9' } : row,
  );
  expectOpen(metadataDirectory(old, { ...plan, down }));
  expectShut(metadataDirectory(old, plan));
});

test('a directory that nobody could be asked for is not taken for an empty one', () => {
  const verdict = metadataDirectory(null, plan);
  expectShut(verdict);
  expect(verdict.evidence[0]).toContain('was not read');
});
