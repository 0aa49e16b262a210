import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cmsReplication } from '../../../knowledge/gates/cms-replication.ts';
import type { SpecInput } from '../../../knowledge/spec/spec.ts';
import { healthySpec } from './healthy-cluster.ts';

type Replication = NonNullable<SpecInput['cms']>['replication'];

function replicate(sizes: Record<string, number>, replication: Replication = 'bySize') {
  const nodes = Object.entries(sizes).flatMap(([dataCenter, size]) =>
    Array.from({ length: size }, () => ({ dataCenter })),
  );
  return cmsReplication(healthySpec({ cms: { replication } }), nodes);
}

test.each([
  [1, 1],
  [2, 2],
  [3, 3],
  [12, 3],
  [13, 5],
  [50, 5],
  [51, 7],
  [1_000, 7],
])('%i nodes in one data center get %i members', (nodes, members) => {
  expect(replicate({ dc1: nodes })).toMatchObject({ words: [String(members)], members });
});

test.each([
  [{ dc1: 3, dc2: 3 }, ['dc1:3', 'dc2:2']],
  [{ dc1: 6, dc2: 6 }, ['dc1:4', 'dc2:3']],
  [{ dc2: 6, dc1: 3 }, ['dc1:3', 'dc2:4']],
  [{ dc1: 20, dc2: 20, dc3: 20 }, ['dc1:3', 'dc2:2', 'dc3:2']],
  [{ dc1: 1, dc2: 1 }, ['dc1:1']],
  [{ dc1: 1, dc2: 9 }, ['dc1:1', 'dc2:6']],
])('several data centers share seven, or the odd number that they can hold: %j', (sizes, words) => {
  expect(replicate(sizes).words).toEqual(words);
});

test('whatever the cluster is, the number by size is odd over several data centers and never more than nodes', () => {
  const cluster = fc.dictionary(fc.stringMatching(/^dc[0-9]$/), fc.integer({ min: 1, max: 30 }), {
    minKeys: 2,
  });
  fc.assert(
    fc.property(cluster, (sizes) => {
      const { members, perDataCenter } = replicate(sizes);
      expect(members % 2).toBe(1);
      expect(Object.values(perDataCenter).reduce((sum, each) => sum + each, 0)).toBe(members);
      for (const [name, each] of Object.entries(perDataCenter))
        expect(each).toBeLessThanOrEqual(sizes[name] ?? 0);
    }),
  );
});

test('a number stays as it is, and an even one is noted', () => {
  expect(replicate({ dc1: 6 }, 5)).toMatchObject({ words: ['5'], members: 5, notes: [] });
  expect(replicate({ dc1: 6 }, 4).notes).toEqual([
    '4 CMS members is an even number: it bears the loss of 1, no more than 3 would.',
  ]);
});

test('a plain number goes to the first data center by name alone: it is noted, and must fit there', () => {
  expect(replicate({ dc2: 9, dc1: 3 }, 3).notes[0]).toContain('all 3 CMS members into dc1');
  expect(() => replicate({ dc2: 9, dc1: 3 }, 5)).toThrow(/more CMS members in dc1 than it has nodes/);
});

test('members by data center become words in the order of their names', () => {
  expect(replicate({ dc1: 3, dc2: 3 }, { dc2: 2, dc1: 3 })).toMatchObject({
    words: ['dc1:3', 'dc2:2'],
    members: 5,
  });
});

test('one member is noted as a single point of failure', () => {
  expect(replicate({ dc1: 1 }).notes[0]).toContain('single point of failure');
});

test('an unknown data center and too few nodes are refused, with what there is', () => {
  expect(() => replicate({ dc1: 3 }, { dc9: 1 })).toThrow(/dc9.*dc1 \(3 nodes\)/);
  expect(() => replicate({ dc1: 3 }, { dc1: 4 })).toThrow(/expected at most 3 members there, found 4/);
  expect(() => replicate({}, 3)).toThrow(/than it has nodes/);
});
