import { expect, test } from 'vitest';
import { judgeNodes, makeLedger } from '../../../knowledge/reversibility/make-ledger.ts';
import { smallLedger } from '../../../knowledge/reversibility/small-ledger.ts';
import { ledgerBehindTheDoor } from '../../../knowledge/reversibility/behind-the-door.ts';
import { cmsInGossipMode } from '../gates/healthy-node.ts';
import {
  type Facts,
  lossyNode,
  numbered,
  oldNode,
  replication,
  sstables,
  upgradedNode,
} from './sample-facts.ts';

const at = '2026-11-25T12:00:00.000Z';
const gone = { restorePoint: null, snapshot: null };
const ledger = (...nodes: Facts[]) =>
  makeLedger(
    at,
    judgeNodes({ nodes: nodes.map((node, index) => ({ ...node, ...numbered(index + 1) })) }),
    replication(),
  );

test('nothing was upgraded: nothing to go back from', () => {
  expect(ledger(oldNode(), oldNode(), oldNode())).toMatchObject({
    at,
    kind: 'nothing',
    says: 'nothing: no node was upgraded',
    loses: null,
  });
});

test('under CASSANDRA_4 nothing is lost, whether one, two or three of three', () => {
  const says = (count: string) =>
    `change of binaries with system_schema put back on ${count}; nothing is lost`;
  expect(ledger(upgradedNode(), oldNode(), oldNode())).toMatchObject({
    kind: 'systemSchema',
    says: says('1 node'),
  });
  expect(ledger(upgradedNode(), upgradedNode(), oldNode()).says).toBe(says('2 nodes'));
  const all = { cms: cmsInGossipMode() };
  expect(ledger(upgradedNode(all), upgradedNode(all), upgradedNode(all))).toMatchObject({
    says: says('3 nodes'),
    loses: null,
  });
});

test('under NONE one or two of three are refilled, three of three lose', () => {
  expect(ledger(lossyNode(), oldNode(), oldNode())).toMatchObject({
    kind: 'restorePoint',
    loses: null,
    says: 'the restore point of 1 node put back; writes since 2026-11-25T10:00:00Z come back by repair from replicas that are not restored, but for those that these missed',
  });
  expect(ledger(lossyNode(), lossyNode(), oldNode()).loses).toBeNull();
  expect(ledger(lossyNode(), lossyNode(), lossyNode())).toMatchObject({
    loses:
      'writes since 2026-11-25T10:00:00Z to keyspaces audit, shop (every replica of some of their ranges would be restored)',
    says: 'the restore point of 3 nodes put back; lost: writes since 2026-11-25T10:00:00Z to keyspaces audit, shop (every replica of some of their ranges would be restored)',
  });
});

test('ways of several kinds are counted, cheapest first, and the worst is its kind', () => {
  const stopped = upgradedNode({ running: false }, { changed: 0 });
  const snapshot = lossyNode({}, { restorePoint: null });
  expect(ledger(snapshot, stopped, oldNode())).toMatchObject({
    kind: 'snapshot',
    says: expect.stringMatching(
      /^change of binaries on 1 node, the snapshot of 1 node put back; writes/,
    ) as string,
  });
});

test('a node that is rebuilt needs others to stream from', () => {
  expect(ledger(lossyNode({}, gone), oldNode(), oldNode())).toMatchObject({
    kind: 'rebuild',
    says: expect.stringContaining('1 node emptied and streamed anew from other replicas') as string,
  });
  const everywhere = ledger(lossyNode({}, gone), lossyNode({}, gone), lossyNode({}, gone));
  expect(everywhere).toMatchObject({
    kind: 'none',
    says: 'there is no way back: no node has a restore point or a snapshot',
    loses: null,
  });
});

test('one node that knows of an initialization leaves no way back to any', () => {
  const initialized = { ...cmsInGossipMode(), serviceState: 'LOCAL', identifier: '7', epoch: '3' };
  const closed = ledger(upgradedNode({ cms: initialized }), upgradedNode(), oldNode());
  expect(closed).toMatchObject({ kind: 'none', loses: null });
  expect(closed.nodes.map(({ kind }) => kind)).toEqual(['none', 'none', 'none']);
  expect(closed.says).toBe('there is no way back: the CMS is initialized: cass1 says LOCAL, epoch 3');
});

test('what an upgraded node ran before is also told by its peers', () => {
  const forgotten = lossyNode({ before: null }, { restorePoint: null });
  expect(ledger(forgotten, oldNode({ before: null }), oldNode({ before: null })).nodes[0]?.to).toBe('5.0.9');
  const mixed = [oldNode({ before: null }), oldNode({ release: '4.1.10', before: null })];
  expect(ledger(forgotten, ...mixed).nodes[0]?.to).toBeNull();
});

test('the same facts give the same words, in whatever order the nodes come', () => {
  const nodes = [1, 2, 3].map((number) => ({ ...lossyNode(), ...numbered(number) }));
  const words = (order: Facts[]) => makeLedger(at, judgeNodes({ nodes: order }), replication()).loses;
  expect(words(nodes.toReversed())).toBe(words(nodes));
});

test('fifty nodes are named, more are grouped and small enough for a history', () => {
  const of = (count: number) =>
    makeLedger(
      at,
      judgeNodes({
        nodes: Array.from({ length: count }, (_, index) => ({
          ...(index === 0 ? oldNode() : lossyNode({}, { sstables: sstables('big-pa') })),
          ...numbered(index + 1),
        })),
      }),
      replication(),
    );
  expect(smallLedger(of(50))).toEqual(of(50));
  const small = smallLedger(of(1_000));
  expect(small.nodes).toEqual([]);
  expect(small.groups).toMatchObject([
    {
      kind: 'restorePoint',
      count: 999,
      since: '2026-11-25T10:00:00.123Z',
      names: expect.arrayContaining(['cass2']) as string[],
    },
  ]);
  expect(small.says).toContain('the restore point of 999 nodes put back');
  expect(JSON.stringify(small).length).toBeLessThan(2_000);
});

test('behind the door none of the nodes has a way back', () => {
  const closed = ledgerBehindTheDoor(at, {
    to: '6.0-alpha2',
    nodes: [
      { ...numbered(1), dataCenter: 'dc1', rack: 'r1', isSeed: false, release: '5.0.9', tokenCount: 16 },
    ],
  });
  expect(closed).toMatchObject({
    kind: 'none',
    loses: null,
    nodes: [{ name: 'cass1', kind: 'none', to: null }],
  });
});

test('of a canary on DSE 5.0 it says what can take its place, and no more once it is not alone', () => {
  const dse = { target: 'dse-5.0.14', before: 'dse-4.8.14', yaml: null };
  const kept = {
    restorePoint: { since: '2026-11-25T10:00:00.000Z', release: 'dse-4.8.14', storageMode: null },
  };
  const canary = upgradedNode(
    { ...dse, release: 'dse-5.0.14' },
    { sstables: sstables('big-mc', 'big-ka'), ...kept },
  );
  const old = oldNode({ ...dse, release: 'dse-4.8.14' });
  const factsOf = (...nodes: Facts[]) => ledger(...nodes).nodes.flatMap(({ facts }) => facts);
  const replaced = expect.stringContaining('replaced by an empty one of dse-4.8.14') as string;
  expect(factsOf(canary, old, old)).toContainEqual(replaced);
  expect(factsOf(canary, canary, old)).not.toContainEqual(replaced);
  expect(factsOf(old, old, old)).toEqual([]);
  expect(factsOf(upgradedNode(), oldNode(), oldNode())).not.toContainEqual(replaced);
  expect(ledger(canary, old, old)).toMatchObject({ kind: 'restorePoint' });
});
