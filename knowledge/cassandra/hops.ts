/** Which hops from release to release are supported, and what a person should know of each. */
import type { Release } from '../topology.ts';
import { type DseRelease, dseReleaseOf } from './dse-release.ts';
import { type DseLine, dseFactsOf, dseLineOf } from './dse-lines.ts';
import { sameRelease } from './release-name.ts';
import { type Blocker, blockersOf } from './known-blockers.ts';
import { compareReleases, isPreRelease, lineOf, releaseLines } from './release-line.ts';
import type { ReleaseLine } from './release-line.ts';
import { factsOf } from './releases.ts';

export type HopVerdict =
  | { readonly supported: true; readonly notes: readonly string[] }
  | {
      readonly supported: false;
      readonly reason: string;
      /** Lines to go through instead, source and target included; empty: there is no way. */
      readonly instead: readonly ReleaseLine[];
      /** The target is refused for its defects alone: who insists on it in writing may go there. */
      readonly unsafe?: true;
    };

/**
 * Hops between lines that Apache tests.
 * @source test/distributed .../upgrade/UpgradeTestBase.java; upgrade_tests/upgrade_manifest.py; CASSANDRA-17362
 */
export const hopsBetween: { readonly [from in ReleaseLine]: readonly ReleaseLine[] } = {
  '3.0': ['3.11', '4.0', '4.1'],
  '3.11': ['4.0', '4.1'],
  '4.0': ['4.1', '5.0', '6.0'],
  '4.1': ['5.0', '6.0'],
  '5.0': ['6.0'],
  '6.0': [],
};

/**
 * Not knowing means shut: a hop between releases that are not known here is refused.
 *
 * @param insisted releases that the operator wants in spite of their known defects
 */
export function judgeHop(from: Release, to: Release, insisted: readonly Release[] = []): HopVerdict {
  const dse = dseReleaseOf(from);
  if (dse) return judgeFromDse(dse, from, to, insisted);
  if (dseReleaseOf(to)) return refuse(`${from} to ${to}: no way leads from Apache Cassandra to DSE`);
  const [source, target] = [lineOf(from), lineOf(to)];
  if (!source || !target) return refuse(`${source ? to : from} is of no release line that is known here`);
  const order = compareReleases(from, to);
  if (order === null) return refuse(`${from} and ${to} cannot be compared`);
  if (order > 0)
    return refuse(`${from} to ${to} is a downgrade: going back is a rollback to a restore point`);
  if (source !== target && !hopsBetween[source].includes(target)) {
    return refuse(`${source} to ${target} in one hop is not supported`, wayBetween(source, target));
  }
  const defects = [
    ...blockersOf(from, 'source', target),
    ...(order === 0 ? [] : blockersOf(to, 'target', target)),
  ];
  const impossible = defects.find(({ weight }) => weight === 'impossible');
  if (impossible) {
    return refuse(`${from} can't go to ${to}: ${sayDefect(impossible)}: ${impossible.remedy}`, [
      source,
      target,
    ]);
  }
  const unsafe = refuseUnsafe(defects, to, insisted);
  if (unsafe) return unsafe;
  const between = source === target ? notesWithinLine(from, to, order) : notesEntering(source, target);
  return { supported: true, notes: [...between, ...defects.map((defect) => noteOf(defect, from, to))] };
}

/**
 * From DSE: to a later patch, to the next line of DSE, or out of its last one. Only the release to leave from and later are
 * left: those are what was seen to live beside the next.
 *
 * @source seed 003; dse-lines.ts
 */
function judgeFromDse(
  { line, version }: DseRelease,
  from: Release,
  to: Release,
  insisted: readonly Release[],
): HopVerdict {
  if (line === null) return refuse(sayUnknownDse(version));
  const { leadsTo, leaveFrom } = dseFactsOf[line];
  const [target, apache] = [dseReleaseOf(to), lineOf(to)];
  if (target && target.line === null) return refuse(sayUnknownDse(target.version));
  const order = compareReleases(from, to);
  if (order !== null && order > 0) {
    return refuse(`${from} to ${to} is a downgrade: going back is a rollback to a restore point`);
  }
  if (target?.line === line) return { supported: true, notes: [] };
  const leads = target ? target.line === leadsTo.dse : apache !== null && apache === leadsTo.apache;
  if (!leads) {
    const next = leadsTo.dse ? `DSE ${leadsTo.dse}` : `Apache Cassandra ${leadsTo.apache}`;
    return refuse(`DSE ${line} to ${to} in one hop is not supported: it leads to ${next} alone`);
  }
  if ((compareReleases(version, leaveFrom) ?? -1) < 0) {
    return refuse(
      `${from} is left from ${leaveFrom} or later alone, which was seen to live beside the next line`,
    );
  }
  if (!apache) return { supported: true, notes: enteringDse[target?.line ?? line] ?? [] };
  const defects = blockersOf(to, 'target', apache);
  const unsafe = refuseUnsafe(defects, to, insisted);
  if (unsafe) return unsafe;
  return { supported: true, notes: [...leavingDse, ...defects.map((defect) => noteOf(defect, from, to))] };
}

function refuseUnsafe(
  defects: readonly Blocker[],
  to: Release,
  insisted: readonly Release[],
): HopVerdict | null {
  const unsafe = defects.filter(({ weight }) => weight === 'unsafe');
  if (unsafe.length === 0 || insisted.some((release) => sameRelease(release, to))) return null;
  return { ...refuse(`${to} is not safe: ${unsafe.map(sayDefect).join('; ')}`), unsafe: true };
}

function sayUnknownDse(version: string): string {
  const verdict = dseLineOf(version);
  return verdict.known ? '' : verdict.reason;
}

/** @source seed 003, each of the hops within DSE; read, not tried */
export const enteringDse: { readonly [line in DseLine]?: readonly string[] } = {
  '5.0': [
    'Drivers are pinned at protocol version 3 until all nodes run DSE 5.0: it is the one that both speak.',
    'Nothing streams between DSE 4.8 and 5.0: no node can be bootstrapped or replaced until all run 5.0, but for the first one, which a node of 4.8 can still replace.',
  ],
  '5.1': [
    'DSE 5.0 and 5.1 hold two schema versions, and nodes of 5.1 compact their system keyspace without end meanwhile: the roll is to be short.',
  ],
};

/** @source seed 003, "Replace DSE with Apache Cassandra"; db/SerializationHeader.java of 3.11.19; read, not tried */
export const leavingDse: readonly string[] = [
  'Keyspaces on EverywhereStrategy are altered before the hop: Apache Cassandra has no such class.',
  'system.local and system.peers of DSE have columns that 3.11 does not read: each node gets both anew, as dse.systemTables in the file says.',
];

/** What the newest release of its line is, where this is an older one; null: it is, or none is known. */
export function newerOf(release: Release): Release | null {
  const line = lineOf(release);
  if (!line) return null;
  const order = compareReleases(release, factsOf[line].newest);
  return order !== null && order < 0 ? factsOf[line].newest : null;
}

/** The shortest way by lines; of two as short, the one that passes the younger line. Empty: there is none. */
export function wayBetween(from: ReleaseLine, to: ReleaseLine): ReleaseLine[] {
  let ways: ReleaseLine[][] = [[from]];
  while (ways.length > 0) {
    ways = ways.flatMap((way) => hopsBetween[way.at(-1) ?? from].toReversed().map((next) => [...way, next]));
    const arrived = ways.find((way) => way.at(-1) === to);
    if (arrived) return arrived;
  }
  return [];
}

/** What changes on the way into a line; skipped lines count too. @source NEWS.txt, "Upgrading" of each line */
export const entering: { readonly [line in ReleaseLine]?: readonly string[] } = {
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

function notesEntering(source: ReleaseLine, target: ReleaseLine): string[] {
  const entered = releaseLines.slice(releaseLines.indexOf(source) + 1, releaseLines.indexOf(target) + 1);
  return entered.flatMap((line) => entering[line] ?? []);
}

function notesWithinLine(from: Release, to: Release, order: number): string[] {
  if (order === 0) return [`${from} and ${to} are the same release.`];
  if (!isPreRelease(from)) return [];
  return [`${from} is a pre-release: Apache promises no way from it to ${to}.`];
}

function noteOf(defect: Blocker, from: Release, to: Release): string {
  const said = sayDefect(defect);
  const remedy = `${defect.remedy.charAt(0).toUpperCase()}${defect.remedy.slice(1)}.`;
  if (defect.of === 'source') return `While ${from} runs, ${said}. ${remedy}`;
  const insisted = defect.weight === 'unsafe' ? ', and the file insists on it' : '';
  return `${to} is no release to stay on${insisted}: ${said}. ${remedy}`;
}

function sayDefect({ says, id }: Blocker): string {
  return `${says} (${id})`;
}

function refuse(
  reason: string,
  instead: readonly ReleaseLine[] = [],
): Extract<HopVerdict, { supported: false }> {
  return { supported: false, reason, instead };
}
