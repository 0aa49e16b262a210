import { lineOf } from '../cassandra/release-line.ts';
import { sameRelease } from '../cassandra/release-name.ts';
import type { StorageMode } from '../cassandra/releases.ts';
import { modeForRoll } from '../cassandra/storage-mode.ts';
import { cmsReplication } from '../gates/cms-replication.ts';
import { chooseInitiator } from '../gates/choose-initiator.ts';
import { RingliftError } from '../errors.ts';
import type { Inventory, NodeObservation } from '../observation.ts';
import type { Phase, Plan, PlannedNode, Step } from '../plan.ts';
import type { Spec } from '../spec/spec.ts';
import type { Release } from '../topology.ts';
import { comparePlaces, isNamed, orderNodes } from './order-nodes.ts';
import { placeOf } from './place-of.ts';
import { thinReplicas } from './thin-replicas.ts';

/**
 * The rolling upgrade to a target release and, where the target has transactional cluster metadata, the one-way door
 * behind it. Pure: the same file and the same inventory give the same plan. Nodes that run the target already drop out
 * of backup, canary and roll, so planning again is resuming.
 * @throws RingliftError PreconditionChanged when a node did not tell its place or its release; InvalidSpec when the file
 *   names a node that is none
 */
export function planRollingUpgrade(spec: Spec, inventory: Inventory): Plan {
  const nodes = inventory.nodes.map((seen) => plannedNode(spec, seen)).toSorted(comparePlaces);
  refuseUnknownNames(spec, nodes);
  const pending = orderNodes(
    nodes.filter((node) => !isDone(node, spec.target, inventory)),
    spec.strategy,
  );
  const tag = `ringlift-${spec.cluster}-to-${spec.target}`;
  const mode = storageMode(spec, inventory, nodes);
  const phases: Phase[] = [
    { name: 'preflight', steps: [{ kind: 'awaitPreflight' }] },
    { name: 'backup', steps: pending.map(({ node }) => ({ kind: 'takeSnapshot', node, tag })) },
    { name: 'canary', steps: canarySteps(spec, pending, nodes) },
    { name: 'roll', steps: rollSteps(pending, nodes) },
    { name: 'rewrite', steps: nodes.map(({ node }) => ({ kind: 'rewriteSSTables', node })) },
    {
      name: 'repair',
      steps: spec.repair.enabled ? nodes.map(({ node }) => ({ kind: 'repairNode', node })) : [],
    },
    ...cmsPhases(spec, inventory, nodes, pending),
  ];
  return {
    format: 1,
    cluster: spec.cluster,
    to: spec.target,
    storageMode: mode.value,
    tag,
    nodes,
    schemaDigest: inventory.schemaDigest,
    phases: phases.filter((phase) => phase.steps.length > 0),
    remarks: [...remarks(spec, nodes, pending, mode.remarks), ...thinReplicas(inventory, nodes)],
  };
}

function plannedNode(spec: Spec, seen: NodeObservation): PlannedNode {
  const place = placeOf(spec, seen);
  const release =
    seen.version?.release ?? seen.gossip?.endpoints.find((each) => each.address === seen.node)?.release;
  if (!release) {
    throw new RingliftError('PreconditionChanged', {
      where: place.name,
      what: 'it did not tell which release it runs',
      expected: 'an answer of nodetool version, or its release in gossip',
      found: seen.problems.map(({ asked, problem }) => `${asked}: ${problem}`).join('; ') || 'silence',
      next: 'Bring the node up or make nodetool work on it, then plan again.',
    });
  }
  const tokenCount = seen.ring?.nodes.find((member) => member.address === seen.node)?.tokenCount ?? 0;
  return { ...place, release, tokenCount };
}

/** A canary with a slip in its name must not become another node by silence. */
function refuseUnknownNames({ strategy }: Spec, nodes: readonly PlannedNode[]): void {
  const given = [strategy.canary.node ?? [], strategy.order ?? []].flat();
  const unknown = given.filter((name) => !nodes.some((node) => isNamed(node, name)));
  if (unknown.length === 0) return;
  throw new RingliftError('InvalidSpec', {
    where: 'strategy',
    what: 'it names nodes that are not in the ring',
    expected: `names or addresses of its ${nodes.length} nodes, such as ${nodes[0]?.name} or ${nodes[0]?.node}`,
    found: [...new Set(unknown)].join(', '),
    next: 'Correct strategy.canary.node or strategy.order in the file, then plan again.',
  });
}

function isDone(node: PlannedNode, target: Release, inventory: Inventory): boolean {
  const seen = inventory.nodes.find((each) => each.node === node.node);
  // On the target is not enough: a node is done when it is up and serves, and the node's own plan proves that.
  return sameRelease(node.release, target) && seen?.running === true && seen.cql?.answers === true;
}

function canarySteps(spec: Spec, pending: readonly PlannedNode[], all: readonly PlannedNode[]): Step[] {
  const canary = pending[0];
  // With a node done already there has been a canary.
  if (!canary || pending.length < all.length) return [];
  const { soak, approval } = spec.strategy.canary;
  return [
    { kind: 'upgradeNode', node: canary.node },
    { kind: 'soak', node: canary.node, duration: soak },
    ...(approval ? [{ kind: 'awaitApproval', door: 'afterCanary' } as const] : []),
  ];
}

function rollSteps(pending: readonly PlannedNode[], all: readonly PlannedNode[]): Step[] {
  const afterCanary = pending.length < all.length ? pending : pending.slice(1);
  return afterCanary.map(({ node }) => ({ kind: 'upgradeNode', node }));
}

function cmsPhases(
  spec: Spec,
  inventory: Inventory,
  nodes: readonly PlannedNode[],
  pending: readonly PlannedNode[],
): Phase[] {
  if (lineOf(spec.target) !== '6.0' || !spec.cms.initialize) return [];
  // The canary, or a node that was done before: at the door no other one has been up on the target for as long.
  const first = nodes.find((each) => !pending.includes(each)) ?? pending[0];
  const node = pending.length === 0 ? chooseInitiator(inventory).node : first?.node;
  if (node === undefined) return [];
  const { words, members } = cmsReplication(spec, nodes);
  return [
    {
      name: 'door',
      steps: [
        { kind: 'awaitApproval', door: 'cms' },
        { kind: 'initializeCms', node, ignore: [] },
      ],
    },
    { name: 'reconfigure', steps: [{ kind: 'reconfigureCms', node, replication: words }] },
    {
      name: 'verify',
      steps: [
        { kind: 'smokeTestCms', node },
        { kind: 'verifyCms', members },
      ],
    },
  ];
}

interface ModeOfPlan {
  readonly value: StorageMode | null;
  readonly remarks: readonly string[];
}

/** Every node must have run in the same mode: two modes in one cluster are not ours to decide. */
function storageMode(spec: Spec, inventory: Inventory, nodes: readonly PlannedNode[]): ModeOfPlan {
  const modes = nodes.map(({ node, name, release }) => {
    const configuration = inventory.nodes.find((seen) => seen.node === node)?.host?.configuration ?? {};
    return { name, release, ...modeForRoll(release, configuration, spec.target) };
  });
  const values = [...new Set(modes.map((mode) => mode.value))];
  if (values.length > 1) {
    throw new RingliftError('PreconditionChanged', {
      where: spec.cluster,
      what: 'its nodes run in different storage compatibility modes',
      expected: 'one storage_compatibility_mode on all nodes',
      found: modes.map((mode) => `${mode.name} ${mode.value}`).join(', '),
      next: 'Bring all nodes to one mode by a rolling restart, then plan again.',
    });
  }
  // What a node that is done already could go back to is not what the others can.
  const leaving = modes.filter(({ release }) => !sameRelease(release, spec.target));
  return {
    value: values[0] ?? null,
    remarks: [...new Set(leaving.flatMap((mode) => mode.remarks))],
  };
}

function remarks(
  spec: Spec,
  nodes: readonly PlannedNode[],
  pending: readonly PlannedNode[],
  mode: readonly string[],
): string[] {
  const done = nodes.length - pending.length;
  return [
    ...(done > 0
      ? [`${done} of ${nodes.length} nodes run ${spec.target} already and are left out of the roll.`]
      : []),
    ...mode,
    'Until all nodes run the target: no schema change, repair, bootstrap, decommission, move, assassinate or host replacement.',
  ];
}
