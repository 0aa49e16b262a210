import { expect, test } from 'vitest';
import {
  downNodesAsNamed,
  downNodesDownAtTheDoor,
  downNodesStayDown,
} from '../../../knowledge/gates/down-nodes-stay-down.ts';
import { expectOpen, expectShut, remedyOf } from './expect-verdict.ts';
import {
  clusterAtTheDoor,
  doorInput,
  healthyCluster,
  healthySpec,
  nodeGateInput,
  places,
  preflightInput,
  seeRow,
  spoil,
} from './healthy-cluster.ts';
import { planWithDown, withDown } from './spoil-down.ts';

const healthy = healthyCluster({ places: places('dc1', 4) });
const gone = '10.0.0.4';
const down = withDown(healthy, gone);
const spec = healthySpec({ strategy: { downNodes: [gone] } });
const atStart = (inventory = down, given = spec) => downNodesAsNamed(preflightInput(inventory, given));
const before = (inventory = down, node = '10.0.0.1') =>
  downNodesStayDown(nodeGateInput(inventory, node, { plan: planWithDown(healthy, gone) }, healthy));

test('opens when the named node is down in every eye', () => {
  expectOpen(atStart(), 'down for ever by the file: 10.0.0.4, looked for by 3 nodes');
  expectOpen(before(), 'down for ever by the file: cass4 (10.0.0.4), looked for by 2 nodes');
});

test('a node is named by address, by its name in the file or by the address of its entry', () => {
  const nodes = [
    { address: '10.0.0.1' },
    { address: 'cass4.example.net', broadcastAddress: gone, name: 'cass4' },
  ];
  for (const named of ['cass4', 'cass4.example.net', gone]) {
    expectOpen(atStart(down, healthySpec({ nodes, strategy: { downNodes: [named] } })), 'cass4 (10.0.0.4)');
  }
});

test.each(['UN', 'UJ', '?N'])('stays shut when the named node is %s in one eye', (state) => {
  const back = seeRow(down, gone, { state }, ['10.0.0.2']);
  expectShut(atStart(back), `10.0.0.4 is named in strategy.downNodes and is ${state} in the eyes of cass2`);
  expectShut(before(back), `cass4 (10.0.0.4) is named in strategy.downNodes and is ${state}`);
  expect(remedyOf(before(back))).toContain('Take cass4 (10.0.0.4) out of strategy.downNodes');
});

test('stays shut when the named node is no member', () => {
  const slip = healthySpec({ strategy: { downNodes: ['10.0.0.44'] } });
  expectShut(atStart(down, slip), '10.0.0.44 is named in strategy.downNodes and is not in the ring');
});

test('stays shut when someone did not tell the ring', () => {
  const silent = spoil(down, '10.0.0.2', { ring: null });
  expectShut(atStart(silent), 'cass2 (10.0.0.2): nodetool status');
  expectShut(before(silent), 'cass2 (10.0.0.2): nodetool status');
});

test('before the last other node is touched, the eyes of that one count', () => {
  const two = healthyCluster({ places: places('dc1', 2) });
  const plan = planWithDown(two, '10.0.0.2');
  const judgeIt = (inventory: typeof two) =>
    downNodesStayDown(nodeGateInput(inventory, '10.0.0.1', { plan }, two));
  expectOpen(judgeIt(withDown(two, '10.0.0.2')));
  expectShut(judgeIt(seeRow(withDown(two, '10.0.0.2'), '10.0.0.2', { state: 'UN' })), 'is UN');
});

test('at the door one that came back is not cut off in silence', () => {
  const standing = clusterAtTheDoor({ places: places('dc1', 4) });
  const plan = planWithDown(standing, gone);
  const judgeIt = (inventory: typeof standing) =>
    downNodesDownAtTheDoor(doorInput(inventory, { plan, approvedSkips: [gone] }, standing));
  expectOpen(judgeIt(withDown(standing, gone)));
  expectShut(judgeIt(seeRow(withDown(standing, gone), gone, { state: 'UN' })), 'cass4 (10.0.0.4)');
});
