import { expect, test } from 'vitest';
import {
  type RollbackFacts,
  planClusterRollback,
  rollbackContext,
} from '../../../knowledge/procedures/cluster-rollback.ts';
import { printRollback } from '../../../knowledge/procedures/print-rollback.ts';
import { requireConsent } from '../../../knowledge/procedures/require-consent.ts';
import { judgeNodes } from '../../../knowledge/reversibility/make-ledger.ts';
import type { BackNote } from '../../../knowledge/rollback-plan.ts';
import { healthyCluster, healthySpec } from '../gates/healthy-cluster.ts';
import {
  type Facts,
  lossyNode,
  numbered,
  oldNode,
  replication,
  since,
  upgradedNode,
} from '../reversibility/sample-facts.ts';

const allUpgraded = rollbackContext(
  healthySpec(),
  healthyCluster({ releases: ['6.0-alpha2', '6.0-alpha2', '6.0-alpha2'] }),
);
const note: BackNote = {
  release: '5.0.9',
  folder: '/opt/apache-cassandra-5.0.9',
  way: 'restorePoint',
  stamp: '20261121T102732Z',
  since,
  from: '6.0-alpha2',
};
/** Upgraded in the order 2, 1, 3. */
const madeAt = ['2026-11-21T10:20:00Z', '2026-11-21T10:10:00Z', '2026-11-21T10:30:00Z'];

const file = (name: string) => `../../golden/rollbacks/${name}.txt`;

test('nodes go back in the reverse order of their upgrade', () => {
  expect(names(plan(three(upgradedNode)))).toEqual(['cass3', 'cass1', 'cass2']);
});

test('what is half done comes first, by whatever it was left so', () => {
  const facts = factsOf(three(upgradedNode));
  const inHand = facts.map((each, index) => ({ ...each, inHand: index === 1 }));
  expect(names(planned(inHand))).toEqual(['cass2', 'cass3', 'cass1']);
  const begun = facts.map((each, index) => ({ ...each, note: index === 0 ? note : null }));
  expect(names(planned(begun))).toEqual(['cass1', 'cass3', 'cass2']);
});

test('a way back that was begun is gone on with, whatever its files say half way', () => {
  const facts = factsOf([oldNode(numbered(1)), upgradedNode(numbered(2)), upgradedNode(numbered(3))]);
  const begun = facts.map((each, index) => ({ ...each, note: index === 0 ? note : null }));
  const first = planned(begun).back[0];
  expect(first).toMatchObject({ name: 'cass1', kind: 'restorePoint', to: '5.0.9', since, halfDone: true });
  expect(planned(begun).repairs).toEqual(['10.0.0.1']);
});

test('nodes on their old release stay where they are', () => {
  const some = [upgradedNode(numbered(1)), oldNode(numbered(2)), oldNode(numbered(3))];
  expect(names(plan(some))).toEqual(['cass1']);
});

test('a change of binaries with system_schema loses nothing and needs no repair', () => {
  const made = plan(three(upgradedNode));
  expect(made.back.map(({ kind }) => kind)).toEqual(Array(3).fill('systemSchema'));
  expect(made.loses).toBeNull();
  expect(made.repairs).toEqual([]);
});

test('with one of three restored nothing is lost, and it is repaired then', () => {
  const made = plan([lossyNode(numbered(1)), oldNode(numbered(2)), oldNode(numbered(3))]);
  expect(made.loses).toBeNull();
  expect(made.repairs).toEqual(['10.0.0.1']);
});

test('with all replicas restored the loss is stated, in the words of the ledger', () => {
  const made = plan(three(lossyNode));
  expect(made.loses).toMatch(/^writes since 2026-11-25T10:00:00Z to keyspaces audit, shop/);
  expect(made.ledger.loses).toBe(made.loses);
});

test('one named node goes back alone, by name or address, and its own loss is what counts', () => {
  for (const only of ['cass2', '10.0.0.2']) {
    const made = planned(factsOf(three(lossyNode)), only);
    expect(names(made)).toEqual(['cass2']);
    expect(made.loses).toBeNull();
    expect(made.remarks[0]).toMatch(/^cass1, cass3 stay on 6.0-alpha2/);
  }
});

test('a node that was restored before and owes a repair is no replica of what was written since', () => {
  const owing = (number: number) => {
    const node = oldNode(numbered(number));
    return { ...node, files: node.files && { ...node.files, owesRepairSince: since } };
  };
  const made = plan([owing(1), owing(2), lossyNode(numbered(3))]);
  expect(made.loses).toMatch(/writes since/);
  expect(made.repairs.toSorted()).toEqual(['10.0.0.1', '10.0.0.2', '10.0.0.3']);
});

test('with all back already, only what repairs are owed is planned', () => {
  const node = oldNode(numbered(1));
  const owing = { ...node, files: node.files && { ...node.files, owesRepairSince: since } };
  const made = plan([owing, oldNode(numbered(2)), oldNode(numbered(3))]);
  expect(made.back).toEqual([]);
  expect(made.repairs).toEqual(['10.0.0.1']);
});

test.each<[string, () => unknown, RegExp]>([
  [
    'an initialized CMS',
    () => plan(three((over) => upgradedNode(over, { metadataLog: 4 }))),
    /no way back any more.*stay on 6.0-alpha2 and mend forward.*another cluster of the old release/s,
  ],
  [
    'a node that was not upgraded',
    () =>
      planned(factsOf([oldNode(numbered(1)), upgradedNode(numbered(2)), upgradedNode(numbered(3))]), 'cass1'),
    /cass1 was not upgraded/,
  ],
  [
    'a name that no node has',
    () => planned(factsOf(three(upgradedNode)), 'cass9'),
    /no such node in the ring.*found cass9/s,
  ],
  ['a cluster of which no node was upgraded', () => plan(three(oldNode)), /no node was upgraded/],
  [
    'a node with neither restore point nor snapshot',
    () =>
      plan([
        lossyNode(numbered(1), { restorePoint: null, snapshot: null }),
        upgradedNode(numbered(2)),
        upgradedNode(numbered(3)),
      ]),
    /neither a restore point nor a snapshot/,
  ],
])('%s is refused, with what is left', (_, work, words) => {
  expect(work).toThrow(words);
});

test('no consent is needed where nothing is lost; elsewhere only the very words will do', () => {
  const loses = 'writes since 2026-11-25T10:00:00Z to keyspace shop';
  expect(() => requireConsent('prod1', null, undefined)).not.toThrow();
  expect(() =>
    requireConsent('prod1', loses, `  writes since 2026-11-25T10:00:00Z\n to keyspace shop `),
  ).not.toThrow();
  for (const consent of [undefined, 'yes', loses.toUpperCase(), `${loses}.`]) {
    expect(() => requireConsent('prod1', loses, consent)).toThrow(`--consent "${loses}"`);
  }
});

test.each<[string, Facts[], string?]>([
  ['three-nodes-by-binaries', three(upgradedNode)],
  ['three-nodes-by-restore-points', three(lossyNode)],
  ['one-node-of-three', three(lossyNode), 'cass2'],
])('%s is printed as it was', async (name, nodes, only) => {
  await expect(printRollback(planned(factsOf(nodes), only))).toMatchFileSnapshot(file(name));
});

function three(make: (over: Partial<Facts>) => Facts): Facts[] {
  return [1, 2, 3].map((number) => make(numbered(number)));
}

function factsOf(nodes: readonly Facts[]): RollbackFacts[] {
  return judgeNodes({ nodes }).map((way, index) => ({
    way,
    note: null,
    inHand: false,
    madeAt: madeAt[index] ?? null,
  }));
}

function plan(nodes: readonly Facts[]) {
  return planned(factsOf(nodes));
}

function planned(facts: readonly RollbackFacts[], only?: string) {
  return planClusterRollback(allUpgraded, facts, replication(), only);
}

function names(made: ReturnType<typeof planned>): string[] {
  return made.back.map(({ name }) => name);
}
