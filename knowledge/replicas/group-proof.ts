/**
 * May these nodes be down together? Proven from the replica sets themselves, never from names of racks: a rack is only
 * where such nodes are looked for.
 */
import type { Inventory } from '../inventory.ts';
import { sayList, sayNode } from '../gates/say.ts';
import type { KeyspaceReplication, NodeId } from '../topology.ts';
import { type ConsistencyLevel, type Need, needsOf } from './consistency-level.ts';

export interface ReplicaFacts extends Pick<Inventory, 'keyspaces' | 'replicaSets'> {
  readonly places: readonly Place[];
  /** Nodes that are down already, whoever stopped them. */
  readonly down: readonly NodeId[];
  /** Members of an initialized CMS; null: not known. */
  readonly cmsMembers: readonly NodeId[] | null;
  readonly level: ConsistencyLevel;
  /** Somebody may log in, and that reads system_auth. */
  readonly logins: boolean;
}

interface Place {
  readonly node: NodeId;
  readonly name: string;
  readonly dataCenter: string;
  readonly isSeed: boolean;
}

export interface GroupProof {
  /**
   * What speaks against it that these nodes are down together besides those that are so already, one fact a line; empty:
   * it is proven.
   * @param joining only what these change is judged: the others were proven without them
   */
  against(group: readonly NodeId[], joining?: readonly NodeId[]): string[];
}

interface Range {
  readonly keyspaces: readonly string[];
  readonly set: readonly NodeId[];
  readonly needs: readonly Need[];
  readonly level: ConsistencyLevel;
}

/** Since 4.1 logins read at LOCAL_QUORUM, whatever level the clients use. @source CASSANDRA-12988, Config.java */
const loginLevel = 'LOCAL_QUORUM';

export function groupProof(facts: ReplicaFacts): GroupProof {
  const centers = new Map(facts.places.map(({ node, dataCenter }) => [node, dataCenter]));
  const { ranges, unknown } = rangesOf(facts, centers);
  const byNode = new Map<NodeId, Range[]>();
  for (const range of ranges) {
    for (const node of range.set) byNode.set(node, [...(byNode.get(node) ?? []), range]);
  }
  return {
    against: (group, joining = group) => [
      ...(group.length > 1 ? unknown : []),
      ...togetherNever(facts, group),
      ...breaks(facts, centers, byNode, group, joining),
    ],
  };
}

/** Each kind of replication once, with every keyspace that has it: they have the same sets. */
function rangesOf(
  { keyspaces, replicaSets, level, logins }: ReplicaFacts,
  centers: ReadonlyMap<NodeId, string>,
): { readonly ranges: readonly Range[]; readonly unknown: readonly string[] } {
  const told = keyspaces.filter((each) => isOfClients(each) && (logins || each.keyspace !== 'system_auth'));
  if (keyspaces.length === 0 || replicaSets === null)
    return { ranges: [], unknown: ['which nodes hold which ranges is not known'] };
  const kinds = new Map<string, KeyspaceReplication[]>();
  for (const each of told) {
    const key = JSON.stringify([
      each.strategy,
      each.replicas,
      each.keyspace === 'system_auth',
      replicaSets[each.keyspace] === undefined,
    ]);
    kinds.set(key, [...(kinds.get(key) ?? []), each]);
  }
  const unknown: string[] = [];
  const ranges = [...kinds.values()].flatMap((kind) => {
    const [one] = kind;
    const sets = replicaSets[one?.keyspace ?? ''];
    const names = kind.map(({ keyspace }) => keyspace);
    if (one === undefined || sets === undefined || sets.length === 0) {
      unknown.push(`the replicas of ${sayList(names)} are not known`);
      return [];
    }
    return sets.flatMap((set) => {
      const held = [...new Set(set.flatMap((node) => centers.get(node) ?? []))];
      return levelsOf(one, level).flatMap((own): Range[] => {
        const needs = needsOf(own, one, held);
        if (needs !== null && set.every((node) => centers.has(node)))
          return [{ keyspaces: names, set, needs, level: own }];
        unknown.push(`the replication of ${sayList(names)} is not understood (${one.strategy})`);
        return [];
      });
    });
  });
  return { ranges, unknown: [...new Set(unknown)] };
}

function levelsOf({ keyspace }: KeyspaceReplication, level: ConsistencyLevel): ConsistencyLevel[] {
  return [...new Set(keyspace === 'system_auth' ? [level, loginLevel] : [level])] as ConsistencyLevel[];
}

/**
 * What clients use, and what lets them log in. No request of a client waits for system_traces or system_distributed, which
 * hold traces and the history of repairs; local keyspaces have no replicas.
 */
export function isOfClients({ keyspace, strategy }: KeyspaceReplication): boolean {
  if (strategy === 'LocalStrategy') return false;
  return !/^system(_|$)/.test(keyspace) || keyspace === 'system_auth';
}

/** Seeds are what a starting node looks for; the CMS commits with a majority of its members, and is the cluster's memory. */
function togetherNever({ places, down, cmsMembers }: ReplicaFacts, group: readonly NodeId[]): string[] {
  if (group.length < 2) return [];
  const seeds = places.filter(({ node, isSeed }) => isSeed && group.includes(node));
  if (cmsMembers === null) return ['the members of the CMS are not known'];
  const members = places.filter(({ node }) => cmsMembers.includes(node));
  const stopped = members.filter(({ node }) => group.includes(node));
  const left = members.filter(({ node }) => !group.includes(node) && !down.includes(node));
  const majority = Math.floor(cmsMembers.length / 2) + 1;
  const emptied = [...new Set(places.map(({ dataCenter }) => dataCenter))].filter((center) =>
    places.every(
      ({ node, dataCenter }) => dataCenter !== center || group.includes(node) || down.includes(node),
    ),
  );
  return [
    // @source seed 004, pace of the roll: never all of a data center
    ...emptied.map((center) => `all nodes of ${center} would be down at once`),
    ...(seeds.length > 1 ? [`${sayList(seeds.map(sayNode))} are seeds: never two at once`] : []),
    ...(stopped.length > 1
      ? [`${sayList(stopped.map(sayNode))} are members of the CMS: never two at once`]
      : []),
    ...(stopped.length > 0 && left.length < majority
      ? [`${left.length} of ${cmsMembers.length} members of the CMS would be left, ${majority} needed`]
      : []),
  ];
}

function breaks(
  { places, down }: ReplicaFacts,
  centers: ReadonlyMap<NodeId, string>,
  byNode: ReadonlyMap<NodeId, readonly Range[]>,
  group: readonly NodeId[],
  joining: readonly NodeId[],
): string[] {
  const gone = new Set([...group, ...down]);
  const touched = new Set(joining.flatMap((node) => byNode.get(node) ?? []));
  const found = new Map<string, string>();
  for (const { keyspaces, set, needs, level } of touched) {
    for (const { dataCenter, live } of needs) {
      const local = set.filter((node) => dataCenter === null || centers.get(node) === dataCenter);
      const left = local.filter((node) => !gone.has(node)).length;
      if (left >= live) continue;
      // One line for each kind of break: a ring of many tokens has thousands of ranges.
      const key = `${keyspaces[0]} ${level} ${dataCenter}`;
      if (found.has(key)) continue;
      const who = sayList(
        places
          .filter(({ node }) => gone.has(node) && local.includes(node))
          .map(({ node, name }) => (down.includes(node) ? `${name} (down already)` : name)),
      );
      const where = dataCenter === null ? '' : ` in ${dataCenter}`;
      found.set(
        key,
        `${sayList(keyspaces)}: a range has ${local.length} replicas${where}; without ${who} ${left} ${left === 1 ? 'is' : 'are'} left, ${level} needs ${live}`,
      );
    }
  }
  return [...found.values()];
}
