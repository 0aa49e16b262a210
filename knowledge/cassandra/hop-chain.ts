/** From what runs to a target: the shortest chain of supported hops, or the operator's own, judged hop by hop. */
import type { Release } from '../topology.ts';
import { type DseLine, dseFactsOf, dseLineOf } from './dse-lines.ts';
import { dseReleaseOf, nameOfDse } from './dse-release.ts';
import { hopsBetween, judgeHop } from './hops.ts';
import { compareReleases, lineOf } from './release-line.ts';
import { factsOf } from './releases.ts';

/** What a node runs, by its own word. */
export interface Running {
  readonly release: Release;
  /** What DSE calls itself; null: it is Apache's. */
  readonly dse: string | null;
}

/** Stops of a chain after what runs. Empty: there is no way. */
export type Stops = readonly Release[];

/** More hops than there are lines lead nowhere. */
const mostHops = 8;

/**
 * The fewest supported hops, each to the newest release that is known of its line, and to the target itself at last; of two
 * chains as short the one that stays on its line for a later patch, then the one through younger lines.
 */
export function shortestChain(from: Running, target: Release): Stops {
  const dse = from.dse ?? dseReleaseOf(from.release)?.version ?? null;
  if (dse !== null) return chainFromDse(dse, target);
  let chains: Release[][] = [[from.release]];
  const reached = new Set<Release>([from.release]);
  for (let hops = 0; hops < mostHops && chains.length > 0; hops += 1) {
    chains = chains.flatMap((chain) =>
      nextStops(chain.at(-1) ?? from.release, target).map((stop) => [...chain, stop]),
    );
    const arrived = chains.find((chain) => chain.at(-1) === target);
    if (arrived) return arrived.slice(1);
    chains = chains.filter((chain) => !reached.has(chain.at(-1) ?? ''));
    for (const chain of chains) reached.add(chain.at(-1) ?? '');
  }
  return [];
}

/** A later patch first, then the younger line. A target that is refused for its defects alone is reached all the same: that is said by judgeHop. */
function nextStops(from: Release, target: Release): Release[] {
  const [source, end] = [lineOf(from), lineOf(target)];
  if (!source || !end) return [];
  const lines = [source, ...hopsBetween[source].toReversed()];
  return lines
    .map((line) => (line === end ? target : factsOf[line].newest))
    .filter((stop, index, all) => all.indexOf(stop) === index)
    .filter((stop) => isNewer(stop, from) && judgeHop(from, stop, [target]).supported);
}

function isNewer(release: Release, than: Release): boolean {
  return (compareReleases(release, than) ?? 0) > 0;
}

function chainFromDse(dse: string, target: Release): Stops {
  const verdict = dseLineOf(dse);
  const wanted = dseReleaseOf(target);
  if (!verdict.known) return [];
  const stops: Release[] = [];
  let line: DseLine | undefined = verdict.line;
  while (line) {
    const { leaveFrom, leadsTo }: (typeof dseFactsOf)[DseLine] = dseFactsOf[line];
    // A target within DSE ends the way on its own line.
    if (wanted?.line === line) {
      const isAhead = stops.length > 0 || (compareReleases(dse, wanted.version) ?? 0) < 0;
      return isAhead ? [...stops, target] : [];
    }
    if (stops.length > 0 || (compareReleases(dse, leaveFrom) ?? -1) < 0) stops.push(nameOfDse(leaveFrom));
    if (leadsTo.apache) {
      if (wanted) return [];
      const entry = lineOf(target) === leadsTo.apache ? target : factsOf[leadsTo.apache].newest;
      const rest = entry === target ? [] : shortestChain({ release: entry, dse: null }, target);
      return entry !== target && rest.length === 0 ? [] : [...stops, entry, ...rest];
    }
    line = leadsTo.dse;
  }
  return [];
}

export interface HopRefused {
  /** Where in the chain, from 0. */
  readonly index: number;
  readonly from: Release;
  readonly to: Release;
  readonly reason: string;
  /** As an imperative sentence. */
  readonly remedy: string;
}

/** All hops of a chain that can't be made; `releases`: what runs (or the first stop) and every stop after it. */
export function refusedHops(releases: readonly Release[], insisted: readonly Release[] = []): HopRefused[] {
  return releases.slice(1).flatMap((to, index) => {
    const from = releases[index] ?? to;
    const hop = judgeHop(from, to, insisted);
    if (hop.supported) return [];
    return [{ index, from, to, reason: hop.reason, remedy: remedyFor(from, to, hop.unsafe === true) }];
  });
}

/** What would work instead of a refused hop. */
export function remedyFor(from: Release, to: Release, isUnsafe: boolean): string {
  const line = lineOf(to);
  if (isUnsafe && line) {
    return `Take ${factsOf[line].newest}, or name ${to} under "insist" in the file with the reason why it must be that one.`;
  }
  const chain = shortestChain({ release: from, dse: null }, to);
  const between = chain.slice(0, -1);
  if (between.length === 0) return `Set target to a release that ${from} can be upgraded to; ${to} is none.`;
  return `Upgrade to ${between.join(', then to ')} first, then to ${to}: under "via" in the file one start does all.`;
}
