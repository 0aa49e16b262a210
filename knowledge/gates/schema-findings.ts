import type { NodeObservation } from '../observation.ts';
import type { NodeId, Release } from '../topology.ts';
import type { Findings, Objection } from './judge.ts';
import { count, sayList, sayNode } from './say.ts';

interface Place {
  readonly node: NodeId;
  readonly name: string;
}

/** Every schema version that the nodes of one release were said to have, with who has it. */
type VersionsOf = Map<Release, Map<string, Set<NodeId>>>;

/**
 * One schema version per release, by every node's `nodetool describecluster`, and nobody UNREACHABLE. While a cluster
 * is mixed the releases differ: schema is not exchanged between them (6.0 in gossip mode shows
 * 00000000-0000-0000-8000-000000000001), so one version in all would never be seen.
 *
 * @source measured on 5.0.9 with 6.0-alpha2; seed 001, gate 2 as corrected; seed 004, step 6
 * @param viewers whose `cluster` and `version` are known
 * @param except who is not judged: the node about to change may be half done
 */
export function schemaFindings(
  viewers: readonly NodeObservation[],
  members: readonly Place[],
  except: readonly NodeId[] = [],
): Pick<Findings, 'seen' | 'against'> {
  const releases = new Map(viewers.map(({ node, version }) => [node, version?.release]));
  const names = new Map(members.map((place) => [place.node, sayNode(place)]));
  const judged = new Set(members.map(({ node }) => node).filter((node) => !except.includes(node)));
  const versions: VersionsOf = new Map();
  const silent = new Map<NodeId, string[]>();
  for (const viewer of viewers) {
    const listed = noteVersions(viewer, releases, versions, judged);
    for (const node of judged) {
      if (!listed.has(node)) silent.set(node, [...(silent.get(node) ?? []), viewer.name]);
    }
    for (const address of viewer.cluster?.unreachable ?? []) {
      if (!except.includes(address) && !names.has(address)) {
        silent.set(address, [...(silent.get(address) ?? []), viewer.name]);
      }
    }
  }
  return {
    seen: [...versions].map(
      ([release, found]) => `${release}: ${[...found].map(([version]) => version).join(' and ')}`,
    ),
    against: [
      ...[...silent].map(([node, by]) => unreachable(names.get(node) ?? node, by)),
      ...[...versions].flatMap(([release, found]) =>
        found.size > 1 ? disagreement(release, found, names) : [],
      ),
    ],
  };
}

/** @returns the nodes for which the viewer knows a schema version */
function noteVersions(
  viewer: NodeObservation,
  releases: ReadonlyMap<NodeId, Release | undefined>,
  versions: VersionsOf,
  judged: ReadonlySet<NodeId>,
): Set<NodeId> {
  const listed = new Set<NodeId>();
  for (const { version, nodes } of viewer.cluster?.schemaVersions ?? []) {
    for (const node of nodes) {
      if (!judged.has(node)) continue;
      listed.add(node);
      const release = releases.get(node) ?? 'unknown release';
      const found = versions.get(release) ?? new Map<string, Set<NodeId>>();
      versions.set(release, found);
      found.set(version, (found.get(version) ?? new Set<NodeId>()).add(node));
    }
  }
  for (const node of viewer.cluster?.unreachable ?? []) listed.delete(node);
  return listed;
}

function unreachable(who: string, by: readonly string[]): Objection {
  return {
    found: `no schema version of ${who} is known to ${sayList(by)}: UNREACHABLE`,
    remedy: `Mend the connection between ${who} and ${sayList(by)}, until \`nodetool describecluster\` shows no UNREACHABLE.`,
  };
}

function disagreement(
  release: Release,
  found: ReadonlyMap<string, ReadonlySet<NodeId>>,
  names: ReadonlyMap<NodeId, string>,
): Objection {
  const sides = [...found].toSorted(([, one], [, other]) => other.size - one.size);
  const odd = sides.slice(1).flatMap(([, nodes]) => [...nodes].map((node) => names.get(node) ?? node));
  const said = sides.map(
    ([version, nodes]) =>
      `${version} on ${count(nodes.size, 'node')} (${sayList([...nodes].map((node) => names.get(node) ?? node))})`,
  );
  return {
    found: `the nodes of ${release} have ${found.size} schema versions: ${said.join('; ')}`,
    remedy: `Stop all schema changes and wait a minute; if \`nodetool describecluster\` still shows it, restart Cassandra on ${sayList(odd)}, one after another.`,
  };
}
