import type { NodeObservation } from '../observation.ts';
import type { NodeId } from '../topology.ts';
import { sayCms } from './cms-not-begun.ts';
import { cmsReplication } from './cms-replication.ts';
import { standingOf } from './door-input.ts';
import type { DoorInput } from './door-input.ts';
import { replacementsOf } from './no-leftover-replacement.ts';
import { storageModeOnDisk } from './storage-mode-as-planned.ts';

/**
 * The state that an approval is bound to, as canonical lines: one line for each thing that can be said, with all the
 * addresses that it is true of. The same state gives the same lines in the same order, whoever was asked first; any
 * change of members, places, tokens, releases, ring states, schema, replication, storage mode, snapshots, CMS state,
 * replacement arguments, nodes to ignore or the CMS asked for gives other lines.
 *
 * Left out is whatever changes by itself: times, uptimes, latencies, loads, heartbeats, generations, counters, pending
 * compactions, host ids, names, log lines, and whether a passing gate (nothing running, CQL answering) is open now.
 * What is not known is said as `unknown`: it is a fact too, and its gate is shut.
 */
export function doorFacts(input: DoorInput): string[] {
  const own = ownWords(input);
  return [
    ...clusterFacts(input),
    `ignored by cms initialize: ${input.approvedSkips.toSorted().join(' ') || 'none'}`,
    `cms reconfigure: ${reconfigureWords(input)}`,
    ...own(({ cms }) => cms && sayCms(cms)).map((line) => `cms ${line}`),
    ...own((node) => replacementsOf(node)?.toSorted().join(', ') ?? null).map(
      (line) => `replacement arguments ${line}`,
    ),
    ...grouped(new Set(standingOf(input).map(({ node }) => node)), (node) =>
      sayPresent(input.snapshotsPresent[node]),
    ).map((line) => `snapshot ${input.plan.tag} ${line}`),
  ].toSorted();
}

/** Those of them that are of any door: members, places, releases, schema and what the files of the nodes say. */
export function clusterFacts(input: DoorInput): string[] {
  const { plan, inventory } = input;
  const standing = new Set(standingOf(input).map(({ node }) => node));
  const seen = inventory.nodes.filter(({ node }) => standing.has(node));
  const everyone = new Set([...plan.nodes.map(({ node }) => node), ...seen.flatMap(addressesOf)]);
  const own = ownWords(input);
  return [
    `cluster ${plan.cluster} to ${plan.to}`,
    `user schema: ${inventory.schemaDigest ?? 'unknown'}`,
    ...grouped(new Set(inventory.keyspaces.map(({ keyspace }) => keyspace)), (name) =>
      sayReplication(input, name),
    ).map((line) => `replication ${line}`),
    ...grouped(everyone, placesIn(seen)).map((line) => `place ${line}`),
    ...grouped(everyone, statesIn(seen)).map((line) => `ring ${line}`),
    ...own(
      ({ version }) =>
        version && [version.release, version.dse && `DSE ${version.dse}`].filter(Boolean).join(' '),
    ).map((line) => `release ${line}`),
    ...grouped(standing, schemaIn(seen)).map((line) => `schema version ${line}`),
    ...own((node) => (node.host ? storageModeOnDisk(node) : null)).map(
      (line) => `storage_compatibility_mode ${line}`,
    ),
  ].toSorted();
}

/** One thing that each node that goes through the door says of itself. */
function ownWords(input: DoorInput) {
  const standing = new Set(standingOf(input).map(({ node }) => node));
  const seen = input.inventory.nodes.filter(({ node }) => standing.has(node));
  return (say: (node: NodeObservation) => string | null) =>
    grouped(standing, (address) => {
      const node = seen.find((each) => each.node === address);
      return (node && say(node)) ?? 'unknown';
    });
}

/** `WHAT: ADDRESS ADDRESS`, sorted; nothing said about an address is `none`. */
function grouped(keys: ReadonlySet<string>, say: (key: string) => string): string[] {
  const groups = new Map<string, string[]>();
  for (const key of [...keys].toSorted()) {
    const said = say(key) || 'none';
    groups.set(said, [...(groups.get(said) ?? []), key]);
  }
  return [...groups].map(([said, members]) => `${said}: ${members.join(' ')}`);
}

function addressesOf({ ring }: NodeObservation): NodeId[] {
  return ring?.nodes.map(({ address }) => address) ?? [];
}

type Say = (address: NodeId) => string;

function placesIn(seen: readonly NodeObservation[]): Say {
  return inEveryRing(
    seen,
    ({ dataCenter, rack, tokenCount }) => `${dataCenter} ${rack} ${tokenCount} tokens`,
  );
}

function statesIn(seen: readonly NodeObservation[]): Say {
  return inEveryRing(seen, ({ state }) => state);
}

type Row = NonNullable<NodeObservation['ring']>['nodes'][number];

/** What all rings say of an address: one thing when they agree, all of them when they don't. */
function inEveryRing(seen: readonly NodeObservation[], say: (row: Row) => string): Say {
  const said = new Map<NodeId, Set<string>>();
  for (const { ring } of seen) {
    for (const row of ring?.nodes ?? [])
      said.set(row.address, (said.get(row.address) ?? new Set()).add(say(row)));
  }
  return (address) => [...(said.get(address) ?? ['unknown'])].toSorted().join(' or ');
}

function schemaIn(seen: readonly NodeObservation[]): Say {
  const said = new Map<NodeId, Set<string>>();
  for (const { cluster } of seen) {
    for (const { version, nodes } of cluster?.schemaVersions ?? []) {
      for (const node of nodes) said.set(node, (said.get(node) ?? new Set()).add(version));
    }
  }
  return (address) => [...(said.get(address) ?? ['unknown'])].toSorted().join(' or ');
}

function sayReplication({ inventory }: DoorInput, name: string): string {
  const keyspace = inventory.keyspaces.find((each) => each.keyspace === name);
  const replicas = Object.entries(keyspace?.replicas ?? {}).map(([place, number]) => `${place} ${number}`);
  return [keyspace?.strategy ?? 'unknown', ...replicas.toSorted()].join(' ');
}

function sayPresent(present: boolean | undefined): string {
  if (present === undefined) return 'unknown';
  return present ? 'kept' : 'gone';
}

function reconfigureWords(input: DoorInput): string {
  try {
    return cmsReplication(input.spec, standingOf(input)).words.join(' ');
  } catch {
    // Its gate says why; here it is only not known.
    return 'unknown';
  }
}
