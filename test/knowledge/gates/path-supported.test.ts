import { expect, test } from 'vitest';
import { pathSupported } from '../../../knowledge/gates/path-supported.ts';
import { planRollingUpgrade } from '../../../knowledge/procedures/rolling-upgrade.ts';
import { specOfHop } from '../../../knowledge/spec/spec-of-hop.ts';
import { chainCluster, chainSpec } from '../procedures/chain.ts';
import { expectOpen, expectShut, remedyOf } from './expect-verdict.ts';
import { healthyCluster, healthySpec, preflightInput, spoil, spoilAll } from './healthy-cluster.ts';

const judgeIt = (inventory = healthyCluster(), spec = healthySpec()) =>
  pathSupported(preflightInput(inventory, spec));
const running = (...releases: string[]) => healthyCluster({ releases });

test('opens when every release can go to the target in one hop, and names what to know of it', () => {
  expectOpen(
    judgeIt(),
    '5.0.9 runs on 3 nodes (cass1 (10.0.0.1)',
    'one hop to 6.0-alpha2',
    'complete only when',
  );
});

test('nodes on the target are done: a half-done upgrade may go on', () => {
  expectOpen(judgeIt(running('6.0-alpha2', '5.0.9')), '6.0-alpha2 runs on 1 node', '5.0.9 runs on 2 nodes');
  expectOpen(judgeIt(running('6.0-alpha2')), 'that is the target');
});

test('stays shut for a hop that Apache does not support, and gives the way', () => {
  const verdict = judgeIt(running('3.11.19'));
  expectShut(verdict, '3.11.19 runs on 3 nodes', '3.11 to 6.0 in one hop is not supported');
  expect(remedyOf(verdict)).toContain('Upgrade to 4.1.10 first, then to 6.0-alpha2');
});

test('stays shut for a source that must be brought to a later patch first', () => {
  const verdict = judgeIt(running('3.0.10'), healthySpec({ target: '4.1.10' }));
  expectShut(verdict, 'CASSANDRA-13274');
  expect(remedyOf(verdict)).toContain('Upgrade to 3.0.31 first, then to 4.1.10');
});

test('stays shut for a downgrade', () => {
  expectShut(judgeIt(running('6.0-alpha2'), healthySpec({ target: '5.0.9' })), 'is a downgrade');
});

test('stays shut when one node alone runs something else, and names it', () => {
  expectShut(judgeIt(running('5.0.9', '5.0.9', '3.11.19')), '3.11.19 runs on 1 node (cass3 (10.0.0.3))');
});

test('stays shut while an earlier hop is not finished', () => {
  const verdict = judgeIt(running('4.1.10', '5.0.9'));
  expectShut(verdict, 'an earlier upgrade is not finished: 4.1 on cass1 (10.0.0.1), 5.0 on cass2');
});

test('refuses DSE, whatever release it calls itself', () => {
  const dse = { release: '4.0.0', dse: '6.7.7' };
  expectShut(
    judgeIt(spoil(healthyCluster(), '10.0.0.2', { version: dse })),
    'cass2 (10.0.0.2) runs DSE 6.7.7',
  );
});

test('refuses a release that is not known', () => {
  const version = { release: '4.0.0.677', dse: null };
  expectShut(judgeIt(spoilAll(healthyCluster(), { version })), '4.0.0.677 runs on 3 nodes');
});

test('stays shut when a node did not tell its release', () => {
  expectShut(
    judgeIt(spoil(healthyCluster(), '10.0.0.2', { version: null })),
    'cass2 (10.0.0.2): nodetool version',
  );
  expectShut(judgeIt({ ...healthyCluster(), nodes: [] }));
});

test('a release with a grave defect is refused until the file insists on it with a reason', () => {
  const unsafe = healthySpec({ target: '3.11.1' });
  const verdict = judgeIt(running('3.0.31'), unsafe);
  expectShut(verdict, 'reads touch all sstables (CASSANDRA-14010)');
  expect(remedyOf(verdict)).toContain('Take 3.11.19');
  const insisted = { ...unsafe, insist: [{ release: '3.11.1', reason: 'the vendor supports no other' }] };
  expectOpen(
    judgeIt(running('3.0.31'), insisted),
    'the file insists on 3.11.1: the vendor supports no other',
  );
});

test('a target that is not the newest of its line is taken, and the newest named', () => {
  expectOpen(judgeIt(running('4.1.10'), healthySpec({ target: '5.0.2' })), '5.0.9 is a newer release');
});

test('DSE that can be left is told the whole way, DSE 6 that there is none in place', () => {
  for (const release of ['dse-5.1.4', '3.11.3']) {
    const old = spoilAll(healthyCluster(), { version: { release, dse: '5.1.4' } });
    const verdict = judgeIt(old, healthySpec({ target: '4.1.10' }));
    expectShut(verdict, 'dse-5.1.4 runs on 3 nodes');
    expect(remedyOf(verdict)).toContain('Upgrade to 3.11.19 first, then to 4.1.10');
  }
  const older = spoilAll(healthyCluster(), { version: { release: 'dse-4.8.9', dse: '4.8.9' } });
  expect(remedyOf(judgeIt(older, healthySpec({ target: '3.11.19' })))).toContain(
    'Upgrade to dse-4.8.14, then to dse-5.0.14, then to dse-5.1.4 first, then to 3.11.19',
  );
  const young = spoilAll(healthyCluster(), { version: { release: '4.0.0', dse: '6.8.1' } });
  expect(remedyOf(judgeIt(young))).toContain('new cluster of Apache Cassandra');
});

test('DSE 5.1 is replaced by 3.11 in one hop, and what has to be done before is said', () => {
  const running51 = spoilAll(healthyCluster(), { version: { release: 'dse-5.1.4', dse: '5.1.4' } });
  expectOpen(
    judgeIt(running51, healthySpec({ target: '3.11.19' })),
    'one hop to 3.11.19',
    'Keyspaces on EverywhereStrategy are altered',
  );
  expectShut(judgeIt(running51, healthySpec({ target: '3.11.1' })), 'CASSANDRA-14010');
});

test('a node that calls itself as DSE does is no release of Apache, and is asked for more', () => {
  const hidden = spoilAll(healthyCluster(), { version: { release: '3.0.14.1862', dse: null } });
  expectShut(
    judgeIt(hidden, healthySpec({ target: '3.11.19' })),
    'calls itself 3.0.14.1862, as DSE 5.0 does',
  );
});

test('of a chain every hop ahead is judged before the first', () => {
  const whole = chainSpec(['3.11.1', '4.1.10', '5.0.9']);
  const inventory = chainCluster(['3.0.31'], 'big-me');
  const plan = planRollingUpgrade(whole, inventory);
  const spec = specOfHop(whole, plan.to);
  expectShut(pathSupported({ spec, inventory, plan }), '3.11.1 is not safe');
  const insisted = { ...spec, insist: [{ release: '3.11.1', reason: 'rehearsed so' }] };
  expectOpen(
    pathSupported({ spec: insisted, inventory, plan }),
    'then 4.1.10 to 5.0.9',
    'then 5.0.9 to 6.0-alpha2',
  );
  const ahead = [{ from: '3.11.1', to: '3.0.31', storageMode: null, wayBack: 'change of binaries' as const }];
  const broken = { ...plan, hop: { number: 1, of: 2, ahead } };
  expectShut(
    pathSupported({ spec: insisted, inventory, plan: broken }),
    'later in the chain: 3.11.1 to 3.0.31 is a downgrade',
  );
});
