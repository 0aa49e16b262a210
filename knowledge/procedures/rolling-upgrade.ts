import { lineOf } from '../cassandra/release-line.ts';
import { sameRelease } from '../cassandra/release-name.ts';
import type { StorageMode } from '../cassandra/releases.ts';
import { modeForRoll } from '../cassandra/storage-mode.ts';
import { modeOnTheWay } from '../cassandra/mode-order.ts';
import { cmsReplication } from '../gates/cms-replication.ts';
import { chooseInitiator } from '../gates/choose-initiator.ts';
import { RingliftError } from '../errors.ts';
import type { Inventory } from '../inventory.ts';
import type { Phase, Plan, PlannedNode, Step } from '../plan.ts';
import { settingsOf } from '../spec/node-settings.ts';
import { specOfHop } from '../spec/spec-of-hop.ts';
import type { Spec } from '../spec/spec.ts';
import type { Release } from '../topology.ts';
import { isUnsettled } from '../unsettled.ts';
import { diskAdvice } from './disk-advice.ts';
import { type ChosenHop, chooseHop, planHop } from './choose-hop.ts';
import { nodesWithLeftovers } from './leftovers.ts';
import { comparePlaces, isNamed, orderNodes } from './order-nodes.ts';
import { pinnedDrivers } from './pinned-drivers.ts';
import { plannedDown, plannedNode } from './planned-node.ts';
import { quietPhases } from './quiet-phases.ts';
import { restartPhases } from './restart-phases.ts';
import { keptOf, refuseUnknownCenters } from './roll-centers.ts';
import { refuseUnsettledByOther } from './refuse-unsettled-by-other.ts';
import { inHandPhase, rollPhases } from './roll-phases.ts';
import { rollRemarks } from './roll-remarks.ts';
import { thinReplicas } from './thin-replicas.ts';

/**
 * The rolling upgrade to a target release and, where the target has transactional cluster metadata, the one-way door
 * behind it; where the file names stops on the way (`via`), the one hop of the chain whose turn it is. Pure: the same file and the same inventory give the same plan. Nodes that run the target already drop out
 * of backup, canary and roll, so planning again is resuming: what an earlier run left half done comes first. Nodes that
 * the file allows to be down are members and nothing else.
 * @throws RingliftError PreconditionChanged when a node did not tell its place or its release; InvalidSpec when the file
 *   names a node that is none
 */
export function planRollingUpgrade(whole: Spec, inventory: Inventory): Plan {
  const hop = chooseHop(whole, inventory);
  const spec = hop === null ? whole : specOfHop(whole, hop.to);
  const nodes = inventory.nodes.map((seen) => plannedNode(spec, inventory, seen)).toSorted(comparePlaces);
  const down = (inventory.down ?? [])
    .map((node) => plannedDown(spec, inventory, node))
    .toSorted(comparePlaces);
  const members = [...nodes, ...down].toSorted(comparePlaces);
  refuseUnknownNames(spec, nodes, down);
  refuseUnknownCenters(spec, members);
  const kept = keptOf(spec, inventory, nodes);
  const carried = nodes.filter((node) => !kept.includes(node));
  const pending = orderNodes(
    carried.filter((node) => !isDone(node, spec.target, inventory)),
    spec.strategy,
  );
  const begun = pending.filter(({ node }) => inventory.inHand?.includes(node));
  const fresh = pending.filter((node) => !begun.includes(node));
  const tag = `ringlift-${spec.cluster}-to-${spec.target}`;
  refuseUnsettledByOther(tag, nodes, inventory);
  // The configuration of one that was switched is the target's already.
  const telling = nodes.filter((node) => !begun.includes(node));
  const mode = storageMode(spec, inventory, telling.length > 0 ? telling : nodes);
  const { quiet, unquiet } = quietPhases(spec.actors, members);
  const leftovers = hop === null ? [] : nodesWithLeftovers(inventory, fresh);
  const isFirst = pending.length === carried.length;
  const roll = { spec, inventory, members, begun, fresh, kept, isFirst };
  // A cluster that is to stay of two releases keeps its storage mode too.
  const restarts =
    kept.length > 0 ? { phases: [], remarks: [] } : restartPhases(spec, inventory, nodes, mode.value);
  const phases: Phase[] = [
    { name: 'preflight', steps: [{ kind: 'awaitPreflight' }] },
    ...(hop === null || hop.number === 1
      ? [{ name: 'preconditions', steps: confirmations(spec) } as const]
      : []),
    ...quiet,
    {
      name: 'repairBefore',
      steps: repairsBefore(spec, hop, isFirst && begun.length === 0 ? nodes : []),
    },
    { name: 'measure', steps: measuring(spec, 'before') },
    { name: 'leftovers', steps: leftovers.map((node) => ({ kind: 'rewriteLeftovers', node })) },
    inHandPhase(roll),
    { name: 'backup', steps: fresh.map(({ node }) => ({ kind: 'takeSnapshot', node, tag })) },
    ...rollPhases(roll),
    // A cluster that is to stay of two releases is neither rewritten nor repaired, and its CMS not begun.
    ...(kept.length > 0 ? [] : afterRoll(spec, inventory, nodes, [...begun, ...fresh])),
    ...restarts.phases,
    { name: 'compare', steps: measuring(spec, 'after') },
    ...unquiet,
  ];
  return {
    format: 1,
    cluster: spec.cluster,
    at: inventory.at,
    to: spec.target,
    storageMode: mode.value,
    tag,
    ...(spec.install.method !== 'tarball' && { method: spec.install.method }),
    nodes: members,
    schemaDigest: inventory.schemaDigest,
    ...(down.length > 0 && { down: down.map(({ node }) => node) }),
    ...(begun.length > 0 && { inHand: begun.map(({ node }) => node) }),
    ...(kept.length > 0 && { kept: kept.map(({ node }) => node) }),
    ...(hop !== null && { hop: planHop(whole, hop, mode.value) }),
    ...(leftovers.length > 0 && { leftovers }),
    ...(carriesSome(spec, nodes) && { carriesData: true as const }),
    phases: phases.filter((phase) => phase.steps.length > 0),
    remarks: [
      ...remarks(spec, carried, pending, mode.remarks),
      ...restarts.remarks,
      ...(spec.install.method === 'commands' ? [ownCommandsRemark] : []),
      ...thinReplicas(inventory, members),
      ...pinnedDrivers(inventory, nodes, spec.target),
      ...diskAdvice(inventory, nodes, spec.target),
      ...rollRemarks(roll),
      ...begun.map(beginsWith),
      ...down.map((node) => staysDown(spec, node)),
    ],
  };
}

/** Asked before the first change of a chain, and again by each start that begins there: nothing remembers it. */
function confirmations({ preconditions = [] }: Spec): Step[] {
  return preconditions.length === 0
    ? []
    : [{ kind: 'awaitApproval', door: 'preconditions', asks: preconditions }];
}

/** Only while no node is changed yet; a later hop follows the repair of the one before. @param nodes all of them */
function repairsBefore({ repair }: Spec, hop: ChosenHop | null, nodes: readonly PlannedNode[]): Step[] {
  if (repair.before !== true || (hop !== null && hop.number > 1)) return [];
  return nodes.map(({ node }) => ({ kind: 'repairBefore', node }));
}

function carriesSome(spec: Spec, nodes: readonly PlannedNode[]): boolean {
  return nodes.some(
    ({ node, dataCenter }) => settingsOf(spec, node, dataCenter).install.carryData !== undefined,
  );
}

/** A canary with a slip in its name must not become another node by silence. */
function refuseUnknownNames(
  { strategy }: Spec,
  nodes: readonly PlannedNode[],
  down: readonly PlannedNode[],
): void {
  const given = [strategy.canary.node ?? [], strategy.order ?? []].flat();
  // A canary that stays down is none.
  const unknown = given.filter(
    (name) =>
      !nodes.some((node) => isNamed(node, name)) &&
      (name === strategy.canary.node || !down.some((node) => isNamed(node, name))),
  );
  if (unknown.length === 0) return;
  throw new RingliftError('InvalidSpec', {
    where: 'strategy',
    what: 'it names nodes that are not in the ring, or stay down',
    expected: `names or addresses of its ${nodes.length} nodes, such as ${nodes[0]?.name} or ${nodes[0]?.node}`,
    found: [...new Set(unknown)].join(', '),
    next: 'Correct strategy.canary.node or strategy.order in the file, then plan again.',
  });
}

function isDone(node: PlannedNode, target: Release, inventory: Inventory): boolean {
  const seen = inventory.nodes.find((each) => each.node === node.node);
  // On the target is not enough: a node is done when it is up and serves, and the node's own plan proves that.
  const serves = seen?.running === true && seen.cql?.answers === true;
  return sameRelease(node.release, target) && serves && !isUnsettled(seen);
}

function afterRoll(
  spec: Spec,
  inventory: Inventory,
  nodes: readonly PlannedNode[],
  pending: readonly PlannedNode[],
): Phase[] {
  return [
    { name: 'rewrite', steps: nodes.map(({ node }) => ({ kind: 'rewriteSSTables', node })) },
    {
      name: 'repair',
      steps: spec.repair.enabled ? nodes.map(({ node }) => ({ kind: 'repairNode', node })) : [],
    },
    ...cmsPhases(spec, inventory, nodes, pending),
  ];
}

function measuring({ gates }: Spec, when: 'before' | 'after'): Step[] {
  return gates.service ? [{ kind: 'measureService', when }] : [];
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
        { kind: 'initializeCms', node, ignore: [...(inventory.down ?? [])].toSorted() },
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

const ownCommandsRemark =
  'Your own commands bring the release and its configuration: Ringlift merges nothing, and starts a node only where cluster, tokens, folders and storage mode are those of before.';

function beginsWith({ name }: PlannedNode): string {
  return `${name} was left half done by an earlier run of this upgrade: it comes first, and until then nothing is judged of it but what its own steps look at.`;
}

function staysDown({ target, cms }: Spec, { name, node, release }: PlannedNode): string {
  const ignored =
    lineOf(target) === '6.0' && cms.initialize
      ? `, and cms initialize ignores it (\`--ignore ${node}\`): remove it from the ring afterwards (\`nodetool removenode\`): on its old release it must never be started again`
      : '';
  return `${name} is down and stays so by strategy.downNodes: it stays on ${release}, is not saved, upgraded, rewritten or repaired${ignored}.`;
}

interface ModeOfPlan {
  readonly value: StorageMode | null;
  readonly remarks: readonly string[];
}

/**
 * Every node must have run in the same mode: two modes in one cluster are not ours to decide. A node whose file could not
 * be read tells none, which is another thing than a file without the key; the preflight waits for it.
 */
function storageMode(spec: Spec, inventory: Inventory, nodes: readonly PlannedNode[]): ModeOfPlan {
  const modes = nodes.flatMap(({ node, name, release }) => {
    const configuration = inventory.nodes.find((seen) => seen.node === node)?.host?.configuration;
    if (configuration?.['cassandra.yaml'] === undefined) return [];
    return [{ name, release, ...modeForRoll(release, configuration, spec.target) }];
  });
  if (modes.length === 0) {
    throw new RingliftError('PreconditionChanged', {
      where: spec.cluster,
      what: 'no node told its storage compatibility mode',
      expected: 'cassandra.yaml of one node or more',
      found: nodes.map(({ name }) => `${name}: not read`).join(', '),
      next: 'Check install.conf in the file and that SSH reaches the nodes, then plan again.',
    });
  }
  const values = [...new Set(modes.map((mode) => mode.value))];
  const onTheWay = values.length > 1 ? modeOnTheWay(spec.target, spec.storage?.mode, modes) : null;
  if (onTheWay !== null) return { value: onTheWay, remarks: [] };
  if (values.length > 1) {
    throw new RingliftError('PreconditionChanged', {
      where: spec.cluster,
      what: 'its nodes run in different storage compatibility modes',
      expected: 'one storage_compatibility_mode on all nodes',
      found: modes.map((mode) => `${mode.name} ${mode.value}`).join(', '),
      next: 'Bring all nodes to one mode by a rolling restart (storage.mode in the file does it once all run the target), then plan again.',
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
