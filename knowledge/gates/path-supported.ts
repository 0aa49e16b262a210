import { dseLinesCalled, dseReleaseOf, familyOf, nameOfDse } from '../cassandra/dse-release.ts';
import { dseLineOf } from '../cassandra/dse-lines.ts';
import { refusedHops, remedyFor } from '../cassandra/hop-chain.ts';
import { judgeHop, newerOf } from '../cassandra/hops.ts';
import { sameRelease } from '../cassandra/release-name.ts';
import type { NodeObservation } from '../observation.ts';
import type { HopAhead } from '../plan.ts';
import type { Release } from '../topology.ts';
import type { Verdict } from '../verdict.ts';
import type { Spec } from '../spec/spec.ts';
import type { PreflightInput } from './gate-input.ts';
import { judge } from './judge.ts';
import type { Objection } from './judge.ts';
import { looked } from './looked.ts';
import { count, sayList, sayNode } from './say.ts';

/** Nodes that run one release, by their own word. */
interface Running {
  readonly release: Release;
  readonly nodes: readonly NodeObservation[];
}

/**
 * Apache supports the way from the release of every node to the target in one hop; nodes on the target are done, and
 * all others are of one line, so that no earlier hop is left half way.
 *
 * @source seed 001, checklist; hops.ts
 */
export function pathSupported({ spec, inventory, plan }: PreflightInput): Verdict {
  const { nodes, unknown } = looked(inventory.nodes, ['version']);
  const known = byRelease(nodes.filter((seen) => seen.version !== null && unknownDse(seen) === null));
  const hops = known.map((running) => judgeRelease(running, spec));
  const ahead = plan?.hop?.ahead ?? [];
  return judge('pathSupported', {
    seen: [...hops.flatMap(({ seen }) => seen), ...ahead.map(({ from, to }) => `then ${from} to ${to}`)],
    against: [
      ...unknown,
      ...nodes.flatMap((seen) => unknownDse(seen) ?? []),
      ...hops.flatMap(({ against }) => against),
      ...refusedAhead(spec, ahead),
      ...unfinishedHop(known.filter(({ release }) => !sameRelease(release, spec.target))),
    ],
    standsFor: ['S1-1', 'S0-1', 'S3-2', 'S4-1'],
  });
}

function byRelease(nodes: readonly NodeObservation[]): Running[] {
  const releases = new Map<Release, NodeObservation[]>();
  for (const seen of nodes) {
    const { release: told = '', dse = null } = seen.version ?? {};
    // DSE is never taken for the release of Apache's that it calls itself.
    const release = dse === null ? told : nameOfDse(dse);
    releases.set(release, [...(releases.get(release) ?? []), seen]);
  }
  return [...releases].map(([release, running]) => ({ release, nodes: running }));
}

function judgeRelease(
  { release, nodes }: Running,
  { target, insist = [] }: Spec,
): { seen: string[]; against: Objection[] } {
  const who = `${count(nodes.length, 'node')} (${sayList(nodes.map(sayNode))})`;
  if (sameRelease(release, target))
    return { seen: [`${release} runs on ${who}: that is the target`], against: [] };
  const insisted = insist.map((each) => each.release);
  const hop = judgeHop(release, target, insisted);
  if (!hop.supported) {
    const remedy = remedyFor(release, target, hop.unsafe === true);
    return { seen: [], against: [{ found: `${release} runs on ${who}: ${hop.reason}`, remedy }] };
  }
  const newer = newerOf(target);
  return {
    seen: [
      `${release} runs on ${who}: one hop to ${target}`,
      ...(newer ? [`${newer} is a newer release of the line of ${target}: it has fewer known defects`] : []),
      ...hop.notes.map((note) => `${release}: ${note}`),
      ...insist
        .filter((each) => sameRelease(each.release, target))
        .map((each) => `the file insists on ${target}: ${each.reason}`),
    ],
    against: [],
  };
}

/** Also those that come later are judged before anything is changed: nobody is to be stranded half way. */
function refusedAhead({ target, insist = [] }: Spec, ahead: readonly HopAhead[]): Objection[] {
  const insisted = insist.map(({ release }) => release);
  return refusedHops([target, ...ahead.map(({ to }) => to)], insisted).map(
    ({ from, to, reason, remedy }) => ({
      found: `the hop from ${from} to ${to}, later in the chain: ${reason}`,
      remedy,
    }),
  );
}

/** DSE of a line that no way leads from, or of one that the node does not tell. Null: it is known, or Apache's. */
function unknownDse(seen: NodeObservation): Objection | null {
  const { release = '', dse = null } = seen.version ?? {};
  if (dseReleaseOf(release)?.line) return null;
  if (dse !== null) {
    const verdict = dseLineOf(dse);
    if (verdict.known) return null;
    return { found: `${sayNode(seen)} runs DSE ${dse}: ${verdict.reason}`, remedy: verdict.next };
  }
  const lines = dseLinesCalled(release);
  if (lines.length === 0) return null;
  return {
    found: `${sayNode(seen)} calls itself ${release}, as DSE ${lines.join(' or ')} does, and which release of DSE runs could not be seen`,
    remedy: `Look at ${sayNode(seen)}: its process should hold dse-core-VERSION.jar open, or run from a folder dse-VERSION (\`dse -v\` prints the version).`,
  };
}

function unfinishedHop(sources: readonly Running[]): Objection[] {
  const lines = new Map<string, string[]>();
  for (const { release, nodes } of sources) {
    const line = familyOf(release) ?? release;
    lines.set(line, [...(lines.get(line) ?? []), ...nodes.map(sayNode)]);
  }
  if (lines.size < 2) return [];
  const said = [...lines].map(([line, nodes]) => `${line} on ${sayList(nodes)}`);
  return [
    {
      found: `an earlier upgrade is not finished: ${said.join(', ')}`,
      remedy: `Bring all nodes to one release line first (${[...lines.keys()].join(' or ')}), \`nodetool upgradesstables\` included, then plan again.`,
    },
  ];
}
