/**
 * Known defects that decide whether a release is left, passed or stayed on; one entry, one issue. Data and one look-up:
 * hops.ts says what follows. Only what CHANGES.txt or a runbook tells stands here, so that no entry does not mean no defect.
 */
import type { Release } from '../topology.ts';
import { compareReleases, lineOf } from './release-line.ts';
import type { ReleaseLine } from './release-line.ts';

export interface Blocker {
  /** As in CHANGES.txt: `CASSANDRA-14010`. */
  readonly id: string;
  /** What goes wrong, as a clause. */
  readonly says: string;
  /** Whose release has it: that which is left, or that which is gone to. */
  readonly of: 'source' | 'target';
  /** Releases with the defect: from (inclusive; absent: the line's first) to before (exclusive; absent: all). */
  readonly affects: readonly Affected[];
  /** Of a source: hops into these lines alone. Absent: every hop. */
  readonly into?: readonly ReleaseLine[];
  /**
   * - `impossible`: the hop is refused.
   * - `unsafe`: refused unless the operator insists on that very release, in writing.
   * - `poor`: said.
   */
  readonly weight: 'impossible' | 'unsafe' | 'poor';
  /** What a person does about it, as an imperative clause. */
  readonly remedy: string;
  readonly source: string;
}

export interface Affected {
  readonly line: ReleaseLine;
  readonly from?: Release;
  readonly before?: Release;
}

const changes = 'CHANGES.txt';

export const knownBlockers: readonly Blocker[] = [
  {
    id: 'CASSANDRA-13274',
    says: 'before 3.0.13 it exchanges schema with nodes of another major release and corrupts it',
    of: 'source',
    affects: [{ line: '3.0', before: '3.0.13' }],
    into: ['4.0', '4.1'],
    weight: 'impossible',
    remedy: 'go to the newest release of the line first',
    source: `${changes}; NEWS.txt of 4.0, "Upgrading"`,
  },
  {
    id: 'CASSANDRA-15385',
    says: 'tracing breaks connections to upgraded nodes',
    of: 'source',
    affects: [
      { line: '3.0', before: '3.0.20' },
      { line: '3.11', before: '3.11.6' },
    ],
    into: ['4.0', '4.1'],
    weight: 'poor',
    remedy: 'go to the newest release of the line first, or trace nothing until all nodes are upgraded',
    source: `${changes}; NEWS.txt of 4.0`,
  },
  {
    id: 'CASSANDRA-13004',
    says: 'an ALTER during reads can corrupt what is read, and mends it only by a new version of its messages',
    of: 'source',
    affects: [{ line: '3.0', before: '3.0.14' }],
    weight: 'poor',
    remedy: 'change no schema until all nodes are upgraded',
    source: changes,
  },
  {
    id: 'CASSANDRA-17581',
    says: 'its nodetool fails on a JDK 8 from 8u332 on with "Malformed IPv6 address"',
    of: 'source',
    affects: [
      { line: '3.0', before: '3.0.27' },
      { line: '3.11', before: '3.11.13' },
    ],
    weight: 'poor',
    remedy: 'give nodetool -Dcom.sun.jndi.rmiURLParsing=legacy, or keep the older JDK',
    source: `${changes}; measured on 3.11.11`,
  },
  {
    id: 'CASSANDRA-14010',
    says: 'reads touch all sstables',
    of: 'target',
    affects: [{ line: '3.11', before: '3.11.2' }],
    weight: 'unsafe',
    remedy: 'take a later release',
    source: `${changes}; seed 003`,
  },
  {
    id: 'CASSANDRA-14092',
    says: 'a time to live beyond 2038 loses rows without a word',
    of: 'target',
    affects: [
      { line: '3.0', before: '3.0.16' },
      { line: '3.11', before: '3.11.2' },
    ],
    weight: 'unsafe',
    remedy: 'take a later release',
    source: `${changes}; NEWS.txt of 3.11.2`,
  },
  {
    id: 'CASSANDRA-15035',
    says: 'sstables that 3.0 wrote with frozen types of a user count as corrupt',
    of: 'target',
    affects: [{ line: '3.11', before: '3.11.6' }],
    weight: 'poor',
    remedy: 'take 3.11.6 or later, which mends their headers by itself',
    source: `${changes}; NEWS.txt of 3.11.6`,
  },
  {
    id: 'CASSANDRA-15833',
    says: 'digests differ between its nodes and those of 3.x, and values are skipped',
    of: 'target',
    affects: [{ line: '4.0', before: '4.0-beta3' }],
    weight: 'unsafe',
    remedy: 'take a later release',
    source: changes,
  },
  {
    id: 'CASSANDRA-16415',
    says: 'digests differ between its nodes and those of 3.x while they are mixed',
    of: 'target',
    affects: [{ line: '4.0', before: '4.0-rc1' }],
    weight: 'unsafe',
    remedy: 'take a later release',
    source: changes,
  },
  {
    id: 'CASSANDRA-16735',
    says: 'adding columns can make sstables corrupt',
    of: 'target',
    affects: [{ line: '4.0', before: '4.0-rc2' }],
    weight: 'unsafe',
    remedy: 'take a later release',
    source: changes,
  },
  {
    id: 'CASSANDRA-14752',
    says: 'a type made of others can be read wrongly from 3.x sstables',
    of: 'target',
    affects: [{ line: '4.0', before: '4.0.4' }],
    weight: 'poor',
    remedy: 'take a later release',
    source: changes,
  },
  {
    id: 'CASSANDRA-17273',
    says: 'what an anticompaction writes can differ from what it read',
    of: 'target',
    affects: [{ line: '4.0', before: '4.0.4' }],
    weight: 'poor',
    remedy: 'take a later release, or run no incremental repair on it',
    source: changes,
  },
  {
    id: 'CASSANDRA-18105',
    says: 'truncation times can get lost and deleted rows come back',
    of: 'target',
    affects: [
      { line: '4.0', before: '4.0.9' },
      { line: '4.1', before: '4.1.2' },
    ],
    weight: 'poor',
    remedy: 'take a later release, or truncate nothing while it runs',
    source: changes,
  },
  {
    id: 'CASSANDRA-17840',
    says: 'paging fails while its nodes and older ones are mixed',
    of: 'target',
    affects: [{ line: '4.1', before: '4.1-beta1' }],
    weight: 'poor',
    remedy: 'take a later release',
    source: changes,
  },
  {
    id: 'CASSANDRA-17851',
    says: 'other compactions starve while sstables are rewritten',
    of: 'target',
    affects: [{ line: '4.0' }, { line: '4.1' }],
    weight: 'poor',
    remedy: 'keep sstables.jobs below the number of compactors',
    source: changes,
  },
];

/** The defects of one release in that place; `into`: where a source goes. */
export function blockersOf(release: Release, place: Blocker['of'], into: ReleaseLine): Blocker[] {
  return knownBlockers.filter(
    (blocker) =>
      blocker.of === place &&
      (blocker.into === undefined || blocker.into.includes(into)) &&
      blocker.affects.some((range) => isAffected(release, range)),
  );
}

function isAffected(release: Release, { line, from, before }: Affected): boolean {
  if (lineOf(release) !== line) return false;
  return (
    (from === undefined || isAtLeast(release, from)) && (before === undefined || !isAtLeast(release, before))
  );
}

/** What can't be compared is none of those that are known to be mended. */
function isAtLeast(release: Release, than: Release): boolean {
  const order = compareReleases(release, than);
  return order !== null && order >= 0;
}

/** `3.11 before 3.11.2`. */
export function sayAffected({ line, from, before }: Affected): string {
  return [line, ...(from ? [`from ${from}`] : []), ...(before ? [`before ${before}`] : [])].join(' ');
}
