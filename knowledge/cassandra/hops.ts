/** Which hops from release to release are supported, and what a person should know of each. */
import type { Release } from '../topology.ts';
import { compareReleases, isPreRelease, lineOf, releaseLines } from './release-line.ts';
import type { ReleaseLine } from './release-line.ts';

export type HopVerdict =
  | { readonly supported: true; readonly notes: readonly string[] }
  | {
      readonly supported: false;
      readonly reason: string;
      /** Lines to go through instead, source and target included; empty: there is no way. */
      readonly instead: readonly ReleaseLine[];
    };

/**
 * Hops between lines that Apache tests.
 * @source test/distributed .../upgrade/UpgradeTestBase.java; upgrade_tests/upgrade_manifest.py; CASSANDRA-17362
 */
const edges: { readonly [from in ReleaseLine]: readonly ReleaseLine[] } = {
  '3.0': ['3.11', '4.0', '4.1'],
  '3.11': ['4.0', '4.1'],
  '4.0': ['4.1', '5.0', '6.0'],
  '4.1': ['5.0', '6.0'],
  '5.0': ['6.0'],
  '6.0': [],
};

/** Sources below these exchange schema across majors and corrupt it. @source CASSANDRA-13274 */
const lowestForFour: { readonly [line in ReleaseLine]?: Release } = { '3.0': '3.0.13', '3.11': '3.11.0' };
/** Below these, tracing breaks connections to upgraded nodes. @source CASSANDRA-15385 */
const goodForFour: { readonly [line in ReleaseLine]?: Release } = { '3.0': '3.0.20', '3.11': '3.11.6' };

/** Releases to pass through but not to end on: the first of their line without the defect, and the defect. */
const fixedIn: { readonly [line in ReleaseLine]?: readonly [Release, string] } = {
  '3.11': ['3.11.2', 'reads touch all sstables (CASSANDRA-14010)'],
  '4.0': ['4.0.9', 'truncation times can get lost and deleted rows come back (CASSANDRA-18105)'],
  '4.1': ['4.1.2', 'truncation times can get lost and deleted rows come back (CASSANDRA-18105)'],
};

/** Not knowing means shut: a hop between releases that are not known here is refused. */
export function judgeHop(from: Release, to: Release): HopVerdict {
  const [source, target] = [lineOf(from), lineOf(to)];
  if (!source || !target) return refuse(`${source ? to : from} is of no release line that is known here`);
  const order = compareReleases(from, to);
  if (order === null) return refuse(`${from} and ${to} cannot be compared`);
  if (order > 0)
    return refuse(`${from} to ${to} is a downgrade: going back is a rollback to a restore point`);
  if (source === target) return { supported: true, notes: notesWithinLine(from, to, order) };
  if (!edges[source].includes(target)) {
    const instead = wayBetween(source, target);
    return refuse(`${source} to ${target} in one hop is not supported`, instead);
  }
  const lowest = isFour(target) ? lowestForFour[source] : undefined;
  if (lowest && isOlder(from, lowest)) {
    return refuse(
      `${from} exchanges schema with ${target} and corrupts it (CASSANDRA-13274): ${lowest} first`,
      [source, target],
    );
  }
  return { supported: true, notes: [...notesBetween(from, source, target), ...poorTarget(to, target)] };
}

function notesBetween(from: Release, source: ReleaseLine, target: ReleaseLine): string[] {
  const good = isFour(target) ? goodForFour[source] : undefined;
  const entered = releaseLines.slice(releaseLines.indexOf(source) + 1, releaseLines.indexOf(target) + 1);
  return [
    ...(good && isOlder(from, good)
      ? [
          `Before ${good}, tracing breaks connections to upgraded nodes (CASSANDRA-15385): take ${good} first.`,
        ]
      : []),
    ...entered.flatMap((line) => entering[line] ?? []),
  ];
}

/** What changes on the way into a line; skipped lines count too. @source NEWS.txt, "Upgrading" of each line */
const entering: { readonly [line in ReleaseLine]?: readonly string[] } = {
  '4.0': [
    'COMPACT STORAGE tables are converted by ALTER TABLE ... DROP COMPACT STORAGE before the hop, and all sstables rewritten (CASSANDRA-15897).',
    'Thrift is gone: clients speak CQL.',
    'With incremental repair in use, a full repair follows the hop (CASSANDRA-9143).',
  ],
  '5.0': [
    'Tables with DateTieredCompactionStrategy are altered to another strategy before the hop.',
    'Java 8 is not supported any more.',
    'Functions in JavaScript are gone (CASSANDRA-18252), and dateOf and unixTimestampOf with them.',
  ],
  '6.0': [
    'The hop is complete only when all nodes run 6.0 and the cluster metadata service is initialised.',
    'Until then nothing stops old nodes from schema changes, bootstrap, replacement, decommission, move or assassinate: any of them makes the initialisation fail.',
  ],
};

function notesWithinLine(from: Release, to: Release, order: number): string[] {
  if (order === 0) return [`${from} and ${to} are the same release.`];
  if (!isPreRelease(from)) return [];
  return [`${from} is a pre-release: Apache promises no way from it to ${to}.`];
}

function poorTarget(to: Release, line: ReleaseLine): string[] {
  const [fixed, defect] = fixedIn[line] ?? [];
  return fixed && isOlder(to, fixed) ? [`${to} is no release to stay on: before ${fixed} ${defect}.`] : [];
}

/** The shortest way; of two as short, the one that passes the younger line. */
function wayBetween(from: ReleaseLine, to: ReleaseLine): ReleaseLine[] {
  let ways: ReleaseLine[][] = [[from]];
  while (ways.length > 0) {
    ways = ways.flatMap((way) => edges[way.at(-1) ?? from].toReversed().map((next) => [...way, next]));
    const arrived = ways.find((way) => way.at(-1) === to);
    if (arrived) return arrived;
  }
  return [];
}

function isFour(line: ReleaseLine): boolean {
  return line === '4.0' || line === '4.1';
}

function isOlder(release: Release, than: Release): boolean {
  const order = compareReleases(release, than);
  return order === null || order < 0;
}

function refuse(reason: string, instead: readonly ReleaseLine[] = []): HopVerdict {
  return { supported: false, reason, instead };
}
