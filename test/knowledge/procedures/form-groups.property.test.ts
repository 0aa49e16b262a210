/** Whatever the ring, the replication and who is down: no group ever breaks the named level. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formGroups } from '../../../knowledge/procedures/form-groups.ts';
import { consistencyLevels } from '../../../knowledge/replicas/consistency-level.ts';
import { groupProof } from '../../../knowledge/replicas/group-proof.ts';
import type { KeyspaceReplication, NodePlace } from '../../../knowledge/topology.ts';
import { replicaSetsOf } from '../replicas/ring-of-racks.ts';

const centers = ['dc1', 'dc2', 'dc3'] as const;
const factor = fc.nat(4);
const place = fc.record({
  dataCenter: fc.constantFrom(...centers),
  rack: fc.constantFrom('r1', 'r2', 'r3', 'r4'),
  isSeed: fc.boolean(),
  isDown: fc.oneof({ weight: 6, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  isCms: fc.boolean(),
});
const drafts = fc.record({
  nodes: fc.array(place, { minLength: 1, maxLength: 16 }),
  byCenter: fc.array(fc.tuple(factor, factor, factor), { maxLength: 3 }),
  simple: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
  level: fc.constantFrom(...consistencyLevels),
  most: fc.integer({ min: 1, max: 5 }),
  inParallel: fc.boolean(),
  hasCms: fc.boolean(),
});
type Draft = typeof drafts extends fc.Arbitrary<infer Value> ? Value : never;

function caseOf(draft: Draft) {
  const nodes = draft.nodes.map((each, index) => ({
    ...each,
    ...{ node: `10.0.0.${index + 1}`, name: `n${index + 1}` },
  }));
  const there = new Set<string>(nodes.map(({ dataCenter }) => dataCenter));
  const keyspaces: KeyspaceReplication[] = draft.byCenter
    .map((factors, index) => ({
      keyspace: `ks${index}`,
      strategy: 'NetworkTopologyStrategy',
      replicas: Object.fromEntries(
        centers
          .map((center, at) => [center, factors[at] ?? 0])
          .filter(([center, count]) => there.has(String(center)) && count !== 0),
      ) as Record<string, number>,
    }))
    .filter(({ replicas }) => Object.keys(replicas).length > 0);
  if (draft.simple !== undefined)
    keyspaces.push({ keyspace: 'simple', strategy: 'SimpleStrategy', replicas: { '*': draft.simple } });
  const down = nodes.filter(({ isDown }) => isDown).map(({ node }) => node);
  const cmsMembers = draft.hasCms ? nodes.filter(({ isCms }) => isCms).map(({ node }) => node) : [];
  const replicaSets = Object.fromEntries(
    keyspaces.map((each) => [each.keyspace, replicaSetsOf(nodes, each)]),
  );
  const proof = groupProof({
    ...{ places: nodes, keyspaces, replicaSets, cmsMembers, down },
    ...{ level: draft.level, logins: true },
  });
  const ordered = nodes.filter(({ isDown }) => !isDown);
  const groups = formGroups(ordered, { most: draft.most, inParallel: draft.inParallel }, proof);
  return { nodes, keyspaces, replicaSets, down, cmsMembers, ordered, groups };
}

function holds(name: string, check: (given: ReturnType<typeof caseOf>, draft: Draft) => void): void {
  test(name, () => {
    fc.assert(
      fc.property(drafts, (draft) => check(caseOf(draft), draft)),
      { numRuns: 400 },
    );
  });
}

/** Judged anew, and as a coordinator would: does it find enough live replicas to begin? */
function isAvailable(
  live: readonly NodePlace[],
  { strategy, replicas }: KeyspaceReplication,
  level: Draft['level'],
  from: string,
): boolean {
  const isSimple = strategy === 'SimpleStrategy';
  const all = Object.values(replicas).reduce((sum, count) => sum + count, 0);
  const half = (count: number) => Math.floor(count / 2) + 1;
  const local = live.filter(({ dataCenter }) => dataCenter === from).length;
  switch (level) {
    case 'ONE':
      return live.length >= 1;
    case 'LOCAL_ONE':
      return local >= 1;
    case 'QUORUM':
      return live.length >= half(all);
    case 'LOCAL_QUORUM':
      return local >= half(isSimple ? all : (replicas[from] ?? 0));
    case 'EACH_QUORUM':
      return isSimple
        ? live.length >= half(all)
        : Object.entries(replicas).every(
            ([center, count]) => live.filter(({ dataCenter }) => dataCenter === center).length >= half(count),
          );
  }
}

holds('no group of two or more ever breaks the named level on any range', (given, { level }) => {
  const { groups, keyspaces, replicaSets, down, nodes } = given;
  for (const group of groups.filter(({ length }) => length > 1)) {
    const gone = new Set([...group.map(({ node }) => node), ...down]);
    for (const keyspace of keyspaces) {
      for (const set of replicaSets[keyspace.keyspace] ?? []) {
        // Ranges that the group has no part in are as they were.
        if (!set.some((node) => group.some((member) => member.node === node))) continue;
        const holders = nodes.filter(({ node }) => set.includes(node));
        const live = holders.filter(({ node }) => !gone.has(node));
        for (const from of new Set(holders.map(({ dataCenter }) => dataCenter)))
          expect(isAvailable(live, keyspace, level, from), `${keyspace.keyspace} from ${from}`).toBe(true);
      }
    }
  }
});

holds('every node is in exactly one group, and the first of each is the next in order', (given) => {
  const { groups, ordered } = given;
  expect(
    groups
      .flat()
      .map(({ node }) => node)
      .toSorted(),
  ).toEqual(ordered.map(({ node }) => node).toSorted());
  const seen = new Set<string>();
  for (const group of groups) {
    expect(group[0]?.node).toBe(ordered.find(({ node }) => !seen.has(node))?.node);
    for (const { node } of group) seen.add(node);
  }
});

holds('of a data center a group has one rack, and no more nodes than the file allows', (given, draft) => {
  for (const group of given.groups) {
    const there = new Set(group.map(({ dataCenter }) => dataCenter));
    if (!draft.inParallel) expect(there.size).toBe(1);
    for (const center of there) {
      const members = group.filter(({ dataCenter }) => dataCenter === center);
      expect(members.length).toBeLessThanOrEqual(draft.most);
      expect(new Set(members.map(({ rack }) => rack)).size).toBe(1);
    }
  }
});

holds(
  'seeds and members of the CMS are never two at once, and no data center is ever down as a whole',
  (given) => {
    const { groups, cmsMembers, nodes, down } = given;
    for (const group of groups.filter(({ length }) => length > 1)) {
      expect(group.filter(({ isSeed }) => isSeed).length).toBeLessThan(2);
      expect(group.filter(({ node }) => cmsMembers.includes(node)).length).toBeLessThan(2);
      for (const center of new Set(group.map(({ dataCenter }) => dataCenter))) {
        const left = nodes.filter(
          (each) => each.dataCenter === center && !group.includes(each) && !down.includes(each.node),
        );
        expect(left.length).toBeGreaterThan(0);
      }
    }
  },
);
