import { expect, test } from 'vitest';
import { placeOf, seedsOf } from '../../../knowledge/procedures/place-of.ts';
import type { NodeObservation } from '../../../knowledge/observation.ts';
import { healthyCluster, healthySpec, seeRow, spoil, spoilHost, withYaml } from '../gates/healthy-cluster.ts';

const node = '10.0.0.2';
const cluster = healthyCluster();

function seen(inventory = cluster, address = node): NodeObservation {
  const found = inventory.nodes.find((each) => each.node === address);
  if (!found) throw new Error(`no ${address}`);
  return found;
}

const withSeeds = (lines: string) => seen(withYaml(cluster, node, lines));
const provider = (parameters: string) =>
  `seed_provider:\n  - class_name: org.apache.cassandra.locator.SimpleSeedProvider\n    parameters:\n${parameters}\n`;

test('a node stands where its own status says', () => {
  expect(placeOf(healthySpec(), seen())).toEqual({
    node,
    name: 'cass2',
    dataCenter: 'dc1',
    rack: 'rack2',
    isSeed: false,
  });
  expect(placeOf(healthySpec(), seen(cluster, '10.0.0.1')).isSeed).toBe(true);
});

test('the name in the file wins over that of the host, and an address is the last resort', () => {
  const named = healthySpec({ nodes: [{ address: node, name: 'blue' }] });
  expect(placeOf(named, seen()).name).toBe('blue');
  expect(placeOf(healthySpec(), seen(spoil(cluster, node, { host: null }))).name).toBe(node);
});

test('a node that the file names by another address than gossip does is the same', () => {
  const named = healthySpec({ nodes: [{ address: 'bastion-2', broadcastAddress: node, name: 'blue' }] });
  expect(placeOf(named, seen())).toMatchObject({ node, name: 'blue' });
});

test.each([
  ['it is not in its own ring', seeRow(cluster, node, null)],
  [
    'it told no ring',
    spoil(cluster, node, { ring: null, problems: [{ asked: 'nodetool status', problem: 'refused' }] }),
  ],
])('without a place there is no plan: %s', (_, inventory) => {
  expect(() => placeOf(healthySpec(), seen(inventory))).toThrow(
    expect.objectContaining({
      name: 'PreconditionChanged',
      message: expect.stringMatching(
        /^cass2: .*(found no such row|found nodetool status: refused).*nodes\[\]\.broadcastAddress/,
      ),
    }),
  );
});

test.each([
  ['one', provider('      - seeds: "10.0.0.1"'), ['10.0.0.1']],
  ['several, with blanks', provider('      - seeds: " 10.0.0.1 ,10.0.0.2"'), ['10.0.0.1', '10.0.0.2']],
  [
    'with ports',
    provider('      - seeds: "10.0.0.1:7000, cass2.example.net:7001"'),
    ['10.0.0.1', 'cass2.example.net'],
  ],
  ['of IPv6', provider('      - seeds: "2001:db8::1,::1"'), ['2001:db8::1', '::1']],
  ['of IPv6 with ports', provider('      - seeds: "[2001:db8::1]:7000,[::1]"'), ['2001:db8::1', '::1']],
  ['in a map, as 5.0 may have them', provider('      seeds: 10.0.0.1'), ['10.0.0.1']],
  [
    'in one line',
    'seed_provider: [{class_name: X, parameters: [{seeds: "10.0.0.1,10.0.0.2"}]}]',
    ['10.0.0.1', '10.0.0.2'],
  ],
  [
    'without a list around the provider',
    'seed_provider:\n  class_name: X\n  parameters:\n    - seeds: 10.0.0.1\n',
    ['10.0.0.1'],
  ],
  ['by another provider', 'seed_provider:\n  - class_name: my.Provider\n', []],
  ['none', 'cluster_name: x\n', []],
  ['in a file that is no YAML', 'seed_provider: [}\n\t- :', []],
  ['in an empty file', '', []],
])('seeds are read: %s', (_, yaml, seeds) => {
  expect(seedsOf(withSeeds(yaml))).toEqual(seeds);
});

test('a node that did not tell its configuration has no seeds', () => {
  expect(seedsOf(seen(spoil(cluster, node, { host: null })))).toEqual([]);
});

test.each(['10.0.0.2', 'cass2', 'cass2.example.net'])(
  'a node is a seed by address, by name or by host name: %s',
  (seed) => {
    const inventory = spoilHost(withYaml(cluster, node, provider(`      - seeds: "${seed}"`)), node, {
      hostName: 'cass2.example.net',
    });
    const named = healthySpec({ nodes: [{ address: node, name: 'cass2' }] });
    expect(placeOf(named, seen(inventory)).isSeed).toBe(true);
  },
);
