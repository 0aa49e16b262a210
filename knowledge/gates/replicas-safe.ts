import { isOfClients } from '../replicas/group-proof.ts';
import type { Inventory } from '../inventory.ts';
import type { NodeObservation } from '../observation.ts';
import type { GateSettings } from '../spec/spec.ts';
import type { NodeId } from '../topology.ts';
import type { Verdict } from '../verdict.ts';
import type { NodeGateInput, PreflightInput } from './gate-input.ts';
import { type Objection, judge } from './judge.ts';
import { count, sayList, sayNode } from './say.ts';

interface Place {
  readonly node: NodeId;
  readonly name: string;
  readonly dataCenter: string;
}

interface Replicas extends Pick<Inventory, 'keyspaces' | 'replicaSets'> {
  readonly places: readonly Place[];
  readonly down: readonly NodeId[];
  readonly replicasLeft: GateSettings['replicasLeft'];
}

const standsFor = ['S1-19', 'S4-8'];

/**
 * With nodes that are down for ever, restarting any other one leaves every range what its replication promises: a
 * quorum of its replicas in each data center. Where a range has too few replicas for that in any case (one or two), or
 * where the file asks for no more, at least one of them. Not judged where no node is down: one at a time is safe then,
 * or was told before.
 */
export function replicasSafe({ spec, inventory }: PreflightInput): Verdict {
  const places = placesIn(inventory.nodes);
  const standing = inventory.nodes.map(({ node }) => node);
  return verdict({ ...inventory, ...spec.gates, places, down: inventory.down ?? [] }, standing);
}

/** The same for the node that is about to be stopped. */
export function replicasSafeWithout({ spec, plan, node, around }: NodeGateInput): Verdict {
  const { keyspaces = [], replicaSets = null } = around ?? {};
  const { replicasLeft } = spec.gates;
  const down = plan.down ?? [];
  return verdict({ keyspaces, replicaSets, replicasLeft, places: plan.nodes, down }, [node]);
}

function verdict(replicas: Replicas, stopped: readonly NodeId[]): Verdict {
  const sets = Object.entries(replicas.replicaSets ?? {});
  return judge('replicasSafe', {
    seen:
      sets.length === 0 ? [] : [`replicas of ${count(sets.length, 'keyspace')} with ${sayDown(replicas)}`],
    against: [
      ...untold(replicas),
      ...sets.flatMap(([keyspace, found]) =>
        found.flatMap((set) => stopped.flatMap((node) => objectionsTo(replicas, keyspace, set, node))),
      ),
    ],
    standsFor,
  });
}

/** Every keyspace of clients must be among those whose replicas are known. */
function untold({ keyspaces, replicaSets }: Replicas): Objection[] {
  const names = keyspaces
    .filter((each) => isOfClients(each) && Object.keys(each.replicas).length > 0)
    .map(({ keyspace }) => keyspace)
    .filter((keyspace) => replicaSets?.[keyspace] === undefined);
  if (keyspaces.length > 0 && names.length === 0) return [];
  return [
    {
      found: `the replicas of ${names.length > 0 ? sayList(names) : 'no keyspace'} are ${names.length > 0 ? 'not ' : ''}known, and a node is down`,
      remedy:
        'Make CQL and `nodetool describering KEYSPACE` answer on a node, so that it is known which ranges a restart would leave without replicas.',
    },
  ];
}

function objectionsTo(
  { places, down, replicasLeft }: Replicas,
  keyspace: string,
  set: readonly NodeId[],
  stopped: NodeId,
): Objection[] {
  if (!set.includes(stopped) || !set.some((node) => down.includes(node))) return [];
  const of = (nodes: readonly NodeId[]) => sayList(nodes.map((node) => nameOf(places, node)));
  const center = places.find(({ node }) => node === stopped)?.dataCenter;
  const local = set.filter((node) => places.find((place) => place.node === node)?.dataCenter === center);
  const quorum = Math.floor(local.length / 2) + 1;
  const without = local.filter((node) => node !== stopped);
  const left = without.filter((node) => !down.includes(node));
  // What the stop alone would take below a quorum was so before: then one replica must be left.
  const needed = replicasLeft === 'quorum' && without.length >= quorum ? quorum : 1;
  const missing = local.filter((node) => down.includes(node));
  if (missing.length === 0 || left.length >= needed) return [];
  return [
    {
      found: `${keyspace}: a range in ${center} has its replicas on ${of(local)}; with ${of(missing)} down, stopping ${nameOf(places, stopped)} leaves ${left.length}, ${needed} needed`,
      remedy: `Remove or replace ${of(missing)} before the upgrade (\`nodetool removenode\`, or a new node with replace_address), so that its ranges have their replicas again; or set gates.replicasLeft to one, where clients bear that QUORUM fails on those ranges for as long as a restart takes.`,
    },
  ];
}

function nameOf(places: readonly Place[], node: NodeId): string {
  const place = places.find((each) => each.node === node);
  return place ? sayNode(place) : node;
}

function sayDown({ down, places }: Replicas): string {
  return `${sayList(down.map((node) => nameOf(places, node)))} down`;
}

/** Of nodes that were not asked as well, from what the others see. */
function placesIn(nodes: readonly NodeObservation[]): Place[] {
  const names = new Map(nodes.map(({ node, name }) => [node, name]));
  const rows = nodes.flatMap(({ ring }) => ring?.nodes ?? []);
  return [...new Map(rows.map((row) => [row.address, row])).values()].map(({ address, dataCenter }) => ({
    node: address,
    name: names.get(address) ?? address,
    dataCenter,
  }));
}
