import { expect, test } from 'vitest';
import { ringUp } from '../../../knowledge/gates/ring-up.ts';
import { expectOpen, expectShut, remedyOf } from './expect-verdict.ts';
import { healthyCluster, healthySpec, places, preflightInput, seeRow, spoil } from './healthy-cluster.ts';

const healthy = healthyCluster();
const judgeIt = (inventory = healthy, spec = healthySpec()) => ringUp(preflightInput(inventory, spec));

test('opens when every node sees every node UN, and counts them by place', () => {
  const two = healthyCluster({ places: [...places('dc1', 3, 1), ...places('dc2', 1)] });
  expectOpen(judgeIt(two), 'dc1 rack1: 3 nodes UN', 'dc2 rack1: 1 node UN');
});

test('stays shut while a node is down, and says who sees it so', () => {
  const verdict = judgeIt(seeRow(healthy, '10.0.0.3', { state: 'DN' }, ['10.0.0.1', '10.0.0.2']));
  expectShut(verdict, 'cass3 (10.0.0.3) is DN in the eyes of cass1 and cass2');
  expect(remedyOf(verdict)).toContain('Start Cassandra on cass3 (10.0.0.3)');
});

test('one pair of eyes is enough to shut it: nodetool status is the view of one node', () => {
  expectShut(
    judgeIt(seeRow(healthy, '10.0.0.3', { state: 'DN' }, ['10.0.0.2'])),
    /is DN in the eyes of cass2$/m,
  );
});

test.each(['UJ', 'UL', 'UM', '?N', 'DL'])('stays shut while a node is %s', (state) => {
  expectShut(judgeIt(seeRow(healthy, '10.0.0.2', { state })), `cass2 (10.0.0.2) is ${state}`);
});

test('stays shut while a node does not see another one at all', () => {
  const verdict = judgeIt(seeRow(healthy, '10.0.0.2', null, ['10.0.0.3']));
  expectShut(verdict, 'cass2 (10.0.0.2) is not in the ring in the eyes of cass3');
});

test('stays shut while someone sees a member that was not looked at', () => {
  const inventory = { ...healthy, nodes: healthy.nodes.slice(0, 2) };
  expectShut(judgeIt(inventory), '10.0.0.3 (dc1, rack3) is in the ring as UN and is no node of this upgrade');
});

test('stays shut when a node did not tell its ring', () => {
  expectShut(judgeIt(spoil(healthy, '10.0.0.2', { ring: null })), 'cass2 (10.0.0.2): nodetool status');
});

test('stays shut when nothing was looked at', () => {
  expectShut(judgeIt({ ...healthy, nodes: [] }), 'nothing was seen');
});

test('stays shut when the file names an address that no node has, and not for a host name', () => {
  const spec = healthySpec({ nodes: [{ address: '10.0.0.1' }, { address: '10.0.0.9' }] });
  expectShut(judgeIt(healthy, spec), 'the file names 10.0.0.9, which is no node of the ring');
  expectOpen(judgeIt(healthy, healthySpec({ nodes: [{ address: 'cass1.example.org' }] })));
});

test('a node reached by another address is known by its broadcast address', () => {
  const nodes = [{ address: '192.168.7.1', broadcastAddress: '10.0.0.1' }];
  expectOpen(judgeIt(healthy, healthySpec({ nodes })));
});

test('of a thousand nodes that see one down it says one line', () => {
  const thousand = healthyCluster({ places: places('dc1', 1_000, 10) });
  const verdict = judgeIt(seeRow(thousand, '10.0.0.7', { state: 'DN' }));
  expectShut(
    verdict,
    'cass7 (10.0.0.7) is DN in the eyes of cass1, cass2, cass3, cass4, cass5 and 995 others',
  );
  expect(JSON.stringify(verdict).length).toBeLessThan(2_000);
});
