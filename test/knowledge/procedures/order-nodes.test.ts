import fc from 'fast-check';
import { expect, test } from 'vitest';
import { comparePlaces, isNamed, orderNodes } from '../../../knowledge/procedures/order-nodes.ts';
import type { NodePlace } from '../../../knowledge/topology.ts';
import { healthySpec } from '../gates/healthy-cluster.ts';

type Strategy = Parameters<typeof orderNodes>[1];

function place(number: number, rack: string, isSeed = false, dataCenter = 'dc1'): NodePlace {
  return { node: `10.0.0.${number}`, name: `cass${number}`, dataCenter, rack, isSeed };
}

function strategy(canary?: string, order?: string[]): Strategy {
  const { strategy: defaults } = healthySpec();
  return { ...defaults, canary: { ...defaults.canary, node: canary }, order };
}

const names = (nodes: readonly NodePlace[]) => nodes.map(({ name }) => name).join(' ');
const seed = true;
const nodes = [
  place(9, 'rack10'),
  place(10, 'rack2', seed),
  place(2, 'rack2'),
  place(11, 'rack2'),
  place(1, 'rack1', seed),
  place(30, 'rack1', false, 'dc2'),
];

test('by data center and rack, seeds last in their rack; the first that is no seed goes ahead as canary', () => {
  expect(names(orderNodes(nodes, strategy()))).toBe('cass2 cass1 cass11 cass10 cass9 cass30');
});

test('racks and addresses are in the order in which people count', () => {
  expect(names([place(10, 'rack2'), place(9, 'rack2'), place(1, 'rack10')].toSorted(comparePlaces))).toBe(
    'cass9 cass10 cass1',
  );
});

test.each(['cass11', '10.0.0.11'])('the file names the canary, by name or by address: %s', (canary) => {
  expect(names(orderNodes(nodes, strategy(canary)))).toBe('cass11 cass1 cass2 cass10 cass9 cass30');
});

test('nodes that the file puts in order come first, in its order; the first of them is the canary', () => {
  expect(names(orderNodes(nodes, strategy(undefined, ['cass30', '10.0.0.9', 'cass1'])))).toBe(
    'cass30 cass9 cass1 cass2 cass11 cass10',
  );
});

test('a canary of its own goes ahead of the order', () => {
  expect(names(orderNodes(nodes, strategy('cass1', ['cass30', 'cass1'])))).toBe(
    'cass1 cass30 cass2 cass11 cass10 cass9',
  );
});

test('a node that is named twice is taken once', () => {
  expect(names(orderNodes(nodes, strategy(undefined, ['cass9', '10.0.0.9', 'cass9'])))).toBe(
    'cass9 cass1 cass2 cass11 cass10 cass30',
  );
});

test('where all are seeds the first of them is the canary', () => {
  const seeds = [place(2, 'rack1', seed), place(1, 'rack1', seed)];
  expect(names(orderNodes(seeds, strategy()))).toBe('cass1 cass2');
});

test('no nodes are in no order', () => {
  expect(orderNodes([], strategy('cass1', ['cass2']))).toEqual([]);
});

test('a node is named by its whole name or address, never by a part', () => {
  const [node] = [place(1, 'rack1')];
  expect(['cass1', '10.0.0.1', 'cass', '10.0.0', 'CASS1', ''].map((name) => isNamed(node!, name))).toEqual([
    ...[true, true, false, false, false, false],
  ]);
});

test('whatever the file says, every node is there once, in the same order each time', () => {
  const word = fc.constantFrom('cass1', 'cass2', '10.0.0.2', '10.0.0.9', 'cass30', 'unknown');
  const property = fc.property(
    fc.shuffledSubarray(nodes),
    fc.option(word, { nil: undefined }),
    fc.option(fc.array(word), { nil: undefined }),
    (some, canary, order) => {
      const ordered = orderNodes(some, strategy(canary, order));
      expect(ordered.toSorted(comparePlaces)).toEqual(some.toSorted(comparePlaces));
      expect(orderNodes(some.toReversed(), strategy(canary, order))).toEqual(ordered);
    },
  );
  fc.assert(property, { numRuns: 200 });
});
