/** The third sentence of the architecture, over all gates and all views. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { judgeAfterNode } from '../../../knowledge/gates/judge-after-node.ts';
import { judgeBeforeNode } from '../../../knowledge/gates/judge-before-node.ts';
import { judgeCmsReadiness } from '../../../knowledge/gates/cms-readiness.ts';
import { judgeUndisturbed } from '../../../knowledge/gates/judge-undisturbed.ts';
import { judgePreflight } from '../../../knowledge/gates/judge-preflight.ts';
import type { ViewName } from '../../../knowledge/gates/looked.ts';
import type { Inventory } from '../../../knowledge/inventory.ts';
import type { Verdict } from '../../../knowledge/verdict.ts';
import {
  clusterAtTheDoor,
  doorInput,
  healthyCluster,
  hear,
  nodeGateInput,
  places,
  preflightInput,
  seeRow,
  spoil,
} from './healthy-cluster.ts';

const views: readonly ViewName[] = [
  'running',
  'version',
  'ring',
  'cluster',
  'gossip',
  'info',
  'net',
  'compactions',
  'threadPools',
  'repairs',
  'latency',
  'cms',
  'cql',
  'host',
];

type Needs = Record<string, readonly ViewName[]>;

/** What each gate needs of every node that it judges. */
const preflight: Needs = {
  pathSupported: ['version'],
  ringUp: ['ring'],
  schemaAgreed: ['cluster', 'version'],
  nothingRunning: ['version', 'compactions', 'threadPools', 'net', 'repairs'],
  jdkReady: ['host', 'ring'],
  heapWithinMemory: ['host'],
  configurationAccepted: ['host', 'version'],
  storageModeKept: ['host', 'version'],
  numTokensKept: ['host', 'ring'],
  diskSpace: ['host', 'ring'],
  foldersPresent: ['host', 'ring'],
  releaseInUseKnown: ['host', 'ring'],
  cqlAnswers: ['cql'],
  systemAuthReplicated: ['host', 'ring'],
  clockSkew: ['host'],
};
const beforeNode: Needs = {
  othersUp: ['ring', 'cql'],
  notAnotherDown: ['running', 'gossip'],
  membersUnchanged: ['ring'],
  schemaPerRelease: ['cluster', 'version'],
  othersIdle: ['version', 'compactions', 'net', 'threadPools', 'repairs'],
  schemaUntouched: [],
  noForeignBackup: ['host'],
};
const undisturbed: Needs = {
  othersUp: ['ring', 'cql'],
  membersUnchanged: ['ring'],
  nothingRunning: ['version', 'compactions', 'net', 'threadPools', 'repairs'],
  schemaUntouched: [],
  noForeignBackup: ['host'],
};
const afterNode: Needs = {
  ringSeesNode: ['ring'],
  releaseIsTarget: ['gossip'],
  schemaPerRelease: ['cluster', 'version'],
  gossipHealthy: ['gossip'],
  logClean: [],
  servesClients: [],
};
/** What the gates after a change need of the changed node besides. */
const changedNode: Needs = {
  releaseIsTarget: ['version'],
  servesClients: ['cql', 'info', 'threadPools', 'latency'],
};
const door: Needs = {
  allOnTarget: ['version', 'gossip'],
  allUp: ['ring', 'cql'],
  oneSchema: ['cluster', 'version'],
  sameMembers: ['ring', 'gossip'],
  schemaUntouched: [],
  storageModeAsPlanned: ['host'],
  snapshotsKept: [],
  cmsNotBegun: ['cms'],
  nothingRunning: ['version', 'compactions', 'net', 'threadPools', 'repairs'],
  noLeftoverReplacement: ['host'],
  cmsPlacement: [],
};

interface Stage {
  readonly judgeIt: (inventory: Inventory, healthy: Inventory) => readonly Verdict[];
  /** Does the gate need this view of this node, when cass1 is the one that is changed? */
  readonly needs: (gate: string, view: ViewName, node: string) => boolean;
}

const changed = '10.0.0.1';
const stages: Record<string, Stage> = {
  preflight: {
    judgeIt: (inventory) => judgePreflight(preflightInput(inventory)),
    needs: (gate, view) => preflight[gate]?.includes(view) ?? false,
  },
  beforeNode: {
    judgeIt: (inventory, healthy) => judgeBeforeNode(nodeGateInput(inventory, changed, {}, healthy)),
    // Of the node itself only its machine is asked: it may be half done.
    needs: (gate, view, node) =>
      (node !== changed || gate === 'noForeignBackup') && (beforeNode[gate]?.includes(view) ?? false),
  },
  undisturbed: {
    judgeIt: (inventory, healthy) => judgeUndisturbed(nodeGateInput(inventory, changed, {}, healthy), true),
    needs: (gate, view, node) =>
      (node !== changed || !['othersUp', 'membersUnchanged'].includes(gate)) &&
      (undisturbed[gate]?.includes(view) ?? false),
  },
  afterNode: {
    judgeIt: (inventory, healthy) => judgeAfterNode(nodeGateInput(inventory, changed, {}, healthy)),
    needs: (gate, view, node) =>
      (afterNode[gate]?.includes(view) ?? false) ||
      (node === changed && (changedNode[gate]?.includes(view) ?? false)),
  },
  door: {
    judgeIt: (inventory, healthy) => judgeCmsReadiness(doorInput(inventory, {}, healthy)).verdicts,
    needs: (gate, view) => door[gate]?.includes(view) ?? false,
  },
};

/** Some ways in which a cluster is not well. */
const faults: readonly ((inventory: Inventory, node: string) => Inventory)[] = [
  (inventory) => inventory,
  (inventory, node) => seeRow(inventory, node, { state: 'DN' }),
  (inventory, node) => hear(inventory, node, { status: 'shutdown' }),
  (inventory, node) => spoil(inventory, node, { repairs: [{ id: 'c0ffee', state: 'REPAIRING' }] }),
  (inventory, node) =>
    spoil(inventory, node, { cql: { answers: false, readMillis: null, detail: 'refused' } }),
  (inventory, node) => spoil(inventory, node, { version: { release: '7.0.0', dse: null } }),
  (inventory, node) =>
    spoil(inventory, node, ({ host }) => ({ host: host && { ...host, maxHeapBytes: 2 ** 50 } })),
];

const clusters = fc.record({
  sizes: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 0, max: 3 })),
  fault: fc.constantFrom(...faults),
  faulty: fc.nat(),
  lost: fc.nat(),
  view: fc.constantFrom(...views),
  how: fc.constantFrom('null', 'problem'),
});

const askedFor: Partial<Record<ViewName, string>> = {
  ring: 'nodetool status',
  cluster: 'nodetool describecluster',
  gossip: 'nodetool gossipinfo',
  net: 'nodetool netstats',
  compactions: 'nodetool compactionstats',
  threadPools: 'nodetool tpstats',
  repairs: 'nodetool repair_admin list',
  latency: 'nodetool proxyhistograms',
  cms: 'nodetool cms describe',
  cql: 'cql',
  host: 'df',
  running: 'process',
};

function lose(inventory: Inventory, node: string, view: ViewName, how: string): Inventory {
  if (how === 'null') return spoil(inventory, node, { [view]: null });
  return spoil(inventory, node, {
    problems: [{ asked: askedFor[view] ?? `nodetool ${view}`, problem: 'exit 2' }],
  });
}

test.each(Object.entries(stages))(
  '%s: losing a view never opens a gate, and shuts those that need it',
  (name, stage) => {
    fc.assert(
      fc.property(clusters, ({ sizes, fault, faulty, lost, view, how }) => {
        const options = { places: [...places('dc1', sizes[0]), ...places('dc2', sizes[1])] };
        const healthy =
          name === 'door' || name === 'afterNode' ? clusterAtTheDoor(options) : healthyCluster(options);
        const addressOf = (number: number) => healthy.nodes[number % healthy.nodes.length]?.node ?? changed;
        const sick = fault(healthy, addressOf(faulty));
        const was = new Map(stage.judgeIt(sick, healthy).map((verdict) => [verdict.gate, verdict.open]));
        for (const verdict of stage.judgeIt(lose(sick, addressOf(lost), view, how), healthy)) {
          const needed = stage.needs(verdict.gate, view, addressOf(lost));
          expect([verdict.gate, verdict.open]).toEqual([
            verdict.gate,
            was.get(verdict.gate) === true && !needed,
          ]);
          if (!verdict.open) expect(verdict.remedy.length).toBeGreaterThan(10);
        }
      }),
      { numRuns: 100 },
    );
  },
);

test.each(Object.entries(stages))('%s: every gate of a healthy cluster is open', (name, { judgeIt }) => {
  const healthy = name === 'door' || name === 'afterNode' ? clusterAtTheDoor() : healthyCluster();
  const verdicts = judgeIt(healthy, healthy);
  expect(verdicts.filter(({ open }) => !open)).toEqual([]);
  expect(verdicts.every(({ standsFor }) => standsFor && standsFor.length > 0)).toBe(true);
});

test.each(Object.entries(stages))(
  '%s: a node that was not looked at shuts every gate that judges it',
  (name, stage) => {
    const healthy = name === 'door' || name === 'afterNode' ? clusterAtTheDoor() : healthyCluster();
    const without = { ...healthy, nodes: healthy.nodes.filter(({ node }) => node !== '10.0.0.2') };
    const open = stage.judgeIt(without, healthy).filter((verdict) => verdict.open);
    const judges = (gate: string) => views.some((view) => stage.needs(gate, view, '10.0.0.2'));
    // Before there is a plan, only the ring tells that somebody was not looked at.
    if (name === 'preflight') expect(open.map(({ gate }) => gate)).not.toContain('ringUp');
    else expect(open.filter(({ gate }) => judges(gate))).toEqual([]);
  },
);

test('not a single observation opens no gate but those that judge no node', () => {
  const nobody = { ...healthyCluster(), nodes: [], schemaDigest: null };
  expect(judgePreflight(preflightInput(nobody)).filter(({ open }) => open)).toEqual([]);
});
