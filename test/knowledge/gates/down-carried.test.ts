/** A node that is down for ever by name goes through every gate; any other one that is down still shuts them. */
import { expect, test } from 'vitest';
import { judgeCmsReadiness } from '../../../knowledge/gates/cms-readiness.ts';
import { judgeAfterNode } from '../../../knowledge/gates/judge-after-node.ts';
import { judgeBeforeNode } from '../../../knowledge/gates/judge-before-node.ts';
import { judgePreflight } from '../../../knowledge/gates/judge-preflight.ts';
import type { Inventory } from '../../../knowledge/inventory.ts';
import type { Verdict } from '../../../knowledge/verdict.ts';
import {
  aroundOf,
  clusterAtTheDoor,
  doorInput,
  healthyCluster,
  healthySpec,
  hear,
  nodeGateInput,
  places,
  preflightInput,
  seeRow,
  spoil,
} from './healthy-cluster.ts';
import { planWithDown, withDown } from './spoil-down.ts';

const options = { places: places('dc1', 6, 6) };
const [gone, other] = ['10.0.0.6', '10.0.0.2'];
const shutIn = (verdicts: readonly Verdict[]) => verdicts.filter(({ open }) => !open).map(({ gate }) => gate);
const replicaSets = {
  shop: [['10.0.0.1', other, '10.0.0.3']],
  system_auth: [['10.0.0.1', other, '10.0.0.3']],
};

const stages: Record<string, (spoilIt: (inventory: Inventory) => Inventory) => readonly Verdict[]> = {
  preflight: (spoilIt) => {
    const inventory = { ...spoilIt(withDown(healthyCluster(options), gone)), replicaSets };
    return judgePreflight(preflightInput(inventory, healthySpec({ strategy: { downNodes: [gone] } })));
  },
  beforeNode: (spoilIt) => {
    const healthy = healthyCluster(options);
    const plan = planWithDown(healthy, gone);
    const around = { ...aroundOf(healthy), replicaSets };
    return judgeBeforeNode(
      nodeGateInput(spoilIt(withDown(healthy, gone)), '10.0.0.1', { plan, around }, healthy),
    );
  },
  afterNode: (spoilIt) => {
    const healthy = clusterAtTheDoor(options);
    const plan = planWithDown(healthy, gone);
    return judgeAfterNode(nodeGateInput(spoilIt(withDown(healthy, gone)), '10.0.0.1', { plan }, healthy));
  },
  door: (spoilIt) => {
    const healthy = clusterAtTheDoor(options);
    const plan = planWithDown(healthy, gone);
    const changes = { plan, approvedSkips: [gone] };
    return judgeCmsReadiness(doorInput(spoilIt(withDown(healthy, gone)), changes, healthy)).verdicts;
  },
};

test.each(Object.entries(stages))('%s: with the named node down every gate is open', (_, judgeIt) => {
  const verdicts = judgeIt((inventory) => inventory);
  expect(verdicts.filter(({ open }) => !open)).toEqual([]);
  expect(verdicts.map(({ gate }) => gate)).toContain('downNodesStayDown');
});

test.each(Object.entries(stages))('%s: another one that is down shuts them', (_, judgeIt) => {
  const verdicts = judgeIt((inventory) =>
    hear(seeRow(inventory, other, { state: 'DN' }), other, { status: 'shutdown' }),
  );
  expect(shutIn(verdicts).length).toBeGreaterThan(0);
});

test.each(Object.entries(stages))(
  '%s: the named node that came back shuts them, with words',
  (_, judgeIt) => {
    const verdicts = judgeIt((inventory) => seeRow(inventory, gone, { state: 'UN' }));
    const shut = verdicts.find(({ gate }) => gate === 'downNodesStayDown');
    expect(shut).toMatchObject({
      open: false,
      evidence: [expect.stringContaining('is UN'), expect.anything()],
    });
  },
);

test.each(Object.entries(stages))('%s: without a word of any other one they stay shut', (_, judgeIt) => {
  const verdicts = judgeIt((inventory) => spoil(inventory, other, { ring: null, gossip: null }));
  expect(shutIn(verdicts)).toContain('downNodesStayDown');
});

test('a node that was removed from the ring though the plan leaves it down shuts the gates', () => {
  const verdicts = stages['beforeNode']?.((inventory) => seeRow(inventory, gone, null)) ?? [];
  expect(shutIn(verdicts)).toEqual(expect.arrayContaining(['membersUnchanged', 'downNodesStayDown']));
});

test('the gates say nothing of down nodes where none is named', () => {
  const healthy = healthyCluster(options);
  const gates = [
    ...judgePreflight(preflightInput(healthy)),
    ...judgeBeforeNode(nodeGateInput(healthy, '10.0.0.1')),
  ].map(({ gate }) => gate);
  expect(gates.filter((gate) => /down|replicasSafe/i.test(gate))).toEqual(['notAnotherDown']);
});
