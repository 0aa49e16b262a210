import { expect, test } from 'vitest';
import { pinnedDrivers } from '../../../knowledge/procedures/pinned-drivers.ts';
import { healthyCluster, planFor } from '../gates/healthy-cluster.ts';

function remarks(
  releases: readonly string[],
  target: string,
  clients?: Parameters<typeof pinnedDrivers>[0]['clients'],
) {
  const { nodes } = planFor(healthyCluster({ releases }));
  return pinnedDrivers(clients ? { clients } : {}, nodes, target);
}

test('from 3.x the drivers are to be pinned at v4, and 3.x is said to tell no clients', () => {
  const [pin, told] = remarks(['3.11.11'], '4.0.7');
  expect(pin).toContain('native protocol v4 until no node runs 3.x');
  expect(told).toContain('nodes of 3.x do not tell');
  expect(told).not.toContain('Those that do');
});

test('nodes that run the target already tell who is connected by which version', () => {
  const clients = {
    '10.0.0.1': [
      { protocol: 4, connections: 12, drivers: ['Java driver 4.15.0'] },
      { protocol: 5, connections: 1, drivers: [] },
    ],
    '10.0.0.2': null,
    '10.0.0.3': [],
  };
  const [, told] = remarks(['4.0.7', '3.11.11', '4.0.7'], '4.0.7', clients);
  expect(told).toContain('cass1 (4.0.7): 12 by v4 (Java driver 4.15.0), 1 by v5');
  expect(told).toContain('cass3 (4.0.7): no clients');
  expect(told).not.toContain('cass2');
});

test('other hops say nothing of it', () => {
  expect(remarks(['4.1.10'], '5.0.9')).toEqual([]);
  expect(remarks(['3.0.31'], '3.11.19')).toEqual([]);
});
