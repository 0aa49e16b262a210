import { expect, test } from 'vitest';
import { chooseHop, planHop } from '../../../knowledge/procedures/choose-hop.ts';
import { healthyCluster, healthySpec, spoil, spoilHost } from '../gates/healthy-cluster.ts';
import { chainCluster, chainSpec, inMode } from './chain.ts';

const hopOf = (releases: readonly string[], formats: Parameters<typeof chainCluster>[1]) =>
  chooseHop(chainSpec(), chainCluster(releases, formats));

test('a file without stops has no hops', () => {
  expect(chooseHop(healthySpec(), healthyCluster())).toBeNull();
  expect(chooseHop(healthySpec({ via: [] }), healthyCluster())).toBeNull();
});

test.each([
  ['before the first', ['3.11.11'], 'big-me', 1, '4.0.7'],
  ['in the midst of the first', ['4.0.7', '3.11.11'], 'big-nb', 1, '4.0.7'],
  ['after the roll of the first, before its rewriting', ['4.0.7'], 'big-me', 1, '4.0.7'],
  ['after the first', ['4.0.7'], 'big-nb', 2, '4.1.10'],
  ['on a release between two stops', ['4.0.19'], 'big-nb', 2, '4.1.10'],
  ['in the midst of the second', ['4.1.10', '4.0.7'], 'big-nb', 2, '4.1.10'],
  ['after the second', ['4.1.10'], 'big-nb', 3, '5.0.9'],
  ['after the third, in the mode of 4.x', ['5.0.9'], 'big-nb', 4, '6.0-alpha2'],
  ['at the end', ['6.0-alpha2'], 'big-pa', 4, '6.0-alpha2'],
])('%s, hop %#', (_, releases, format, number, to) => {
  expect(hopOf(releases, format)).toEqual({ number, to });
});

test('one node with older sstables, or with unknown ones, keeps all on the hop', () => {
  const fresh = { 'big-nb': 3 };
  expect(hopOf(['4.0.7'], [fresh, { 'big-nb': 3, 'big-me': 1 }, fresh])?.number).toBe(1);
  expect(hopOf(['4.0.7'], [fresh, null, fresh])?.number).toBe(1);
  expect(hopOf(['4.0.7'], [fresh, fresh, fresh])?.number).toBe(2);
});

test('what was rewritten for UPGRADING or NONE is not whole with sstables of CASSANDRA_4', () => {
  const five = chainCluster(['5.0.9'], 'big-nb');
  expect(chooseHop(chainSpec(), inMode(five, 'NONE'))?.number).toBe(3);
  expect(chooseHop(chainSpec(), inMode(chainCluster(['5.0.9'], 'big-oa'), 'NONE'))?.number).toBe(4);
});

test('a hop is not whole while a node does not serve, or was left half done', () => {
  const whole = chainCluster(['4.0.7'], 'big-nb');
  const silent = spoil(whole, '10.0.0.2', { cql: { answers: false, readMillis: null, detail: 'refused' } });
  expect(chooseHop(chainSpec(), silent)?.number).toBe(1);
  expect(chooseHop(chainSpec(), { ...whole, inHand: ['10.0.0.3'] })?.number).toBe(1);
});

test('a node that was switched by the next hop and never started belongs to that one', () => {
  const whole = chainCluster(['4.0.7'], 'big-nb');
  const switched = (release: string) => ({
    ...spoilHost(whole, '10.0.0.2', { releaseInUse: `/opt/apache-cassandra-${release}` }),
    inHand: ['10.0.0.2'],
  });
  expect(chooseHop(chainSpec(), switched('4.1.10'))).toEqual({ number: 2, to: '4.1.10' });
  // Brought to serve on what it has first: the hop before is not whole without it.
  expect(chooseHop(chainSpec(), switched('4.0.7'))).toEqual({ number: 1, to: '4.0.7' });
});

test('the hops ahead are foreseen with their modes and what going back from each costs', () => {
  expect(planHop(chainSpec(), { number: 1, to: '4.0.7' }, null)).toEqual({
    number: 1,
    of: 4,
    ahead: [
      { from: '4.0.7', to: '4.1.10', storageMode: null, wayBack: 'change of binaries' },
      { from: '4.1.10', to: '5.0.9', storageMode: 'CASSANDRA_4', wayBack: 'change of binaries' },
      { from: '5.0.9', to: '6.0-alpha2', storageMode: 'CASSANDRA_4', wayBack: 'binaries and system_schema' },
    ],
  });
  expect(planHop(chainSpec(), { number: 4, to: '6.0-alpha2' }, 'CASSANDRA_4').ahead).toEqual([]);
});

test('the hop out of DSE is not over while a node was not compared with what it owned', () => {
  const spec = chainSpec(['dse-5.1.4', '3.11.19', '4.0.19']);
  const apart = chainCluster(['3.11.19'], 'big-me');
  expect(chooseHop(spec, apart)).toEqual({ number: 3, to: '4.0.19' });
  const unsettled = spoilHost(apart, '10.0.0.2', { unsettled: 'ringlift-prod1-to-3.11.19' });
  expect(chooseHop(spec, unsettled)).toEqual({ number: 2, to: '3.11.19' });
});
