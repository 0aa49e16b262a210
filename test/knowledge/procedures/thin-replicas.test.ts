import { expect, test } from 'vitest';
import { thinReplicas } from '../../../knowledge/procedures/thin-replicas.ts';

const nodes = [1, 2, 3].map((number) => ({
  ...{ node: `10.0.0.${number}`, name: `cass${number}`, dataCenter: 'dc1', rack: 'rack1', isSeed: false },
}));
const [one, two, three] = ['10.0.0.1', '10.0.0.2', '10.0.0.3'] as const;

test('three replicas of every range are nothing to tell', () => {
  expect(thinReplicas({ replicaSets: { shop: [[one, two, three]] } }, nodes)).toEqual([]);
});

test('two replicas of some range are told with their keyspace', () => {
  expect(
    thinReplicas(
      {
        replicaSets: {
          shop: [
            [one, two, three],
            [one, two],
          ],
        },
      },
      nodes,
    ),
  ).toEqual([expect.stringMatching(/^shop has ranges with two replicas: QUORUM fails/)]);
});

test('a single replica is told with the nodes that hold it, each once', () => {
  expect(thinReplicas({ replicaSets: { shop: [[one], [three], [three], [one, two]] } }, nodes)).toEqual([
    expect.stringMatching(/^shop has ranges with one replica \(on cass1, cass3\)/),
  ]);
});

test('what nobody told is nothing to tell', () => {
  expect(thinReplicas({ replicaSets: null }, nodes)).toEqual([]);
  expect(thinReplicas({ replicaSets: { shop: [] } }, nodes)).toEqual([]);
});
