/**
 * The catalogue of DataStax Enterprise's lines, as far as clusters leave them for Apache Cassandra. DSE is no release of
 * Apache's with another name: its `ReleaseVersion` has four numbers, and only its last line of old kind can be replaced
 * in place. It can't be had for trying: what stands here was read, not measured.
 */
import type { ReleaseLine } from './release-line.ts';

/** Oldest first: the order in which clusters go through them. */
export const dseLines = ['4.8', '5.0', '5.1'] as const;

export type DseLine = (typeof dseLines)[number];

export interface DseFacts {
  /** The line of Apache's that it was made from; `2.1` is older than what is known here. */
  readonly madeFrom: ReleaseLine | '2.1';
  readonly jdks: readonly number[];
  readonly messaging: number;
  readonly nativeProtocols: { readonly lowest: number; readonly highest: number };
  /** Version of the BIG format that it writes, by its first letter: the second differs by patch. */
  readonly writes: string;
  /** Oldest version of the BIG format that it reads: that of the Apache line that it was made from. */
  readonly readsFrom: string;
  /** Lines that its nodes can be carried to in one hop. */
  readonly leadsTo: { readonly dse?: DseLine; readonly apache?: ReleaseLine };
  /** Its newest release that the runbook saw coexist with the next line. */
  readonly leaveFrom: string;
  readonly source: string;
}

export const dseFactsOf: { readonly [line in DseLine]: DseFacts } = {
  '4.8': {
    madeFrom: '2.1',
    jdks: [7, 8],
    messaging: 8,
    nativeProtocols: { lowest: 1, highest: 3 },
    writes: 'ka',
    readsFrom: 'jb',
    leadsTo: { dse: '5.0' },
    leaveFrom: '4.8.14',
    source: 'seed 003; MessagingService (VERSION_21) and BigFormat (ka) of 3.11.19',
  },
  '5.0': {
    madeFrom: '3.0',
    jdks: [8],
    messaging: 10,
    nativeProtocols: { lowest: 3, highest: 4 },
    writes: 'm?',
    readsFrom: 'jb',
    leadsTo: { dse: '5.1' },
    leaveFrom: '5.0.14',
    source: 'seed 003 (drivers pinned at protocol 3); sources of 3.0.29',
  },
  '5.1': {
    madeFrom: '3.11',
    jdks: [8],
    messaging: 10,
    nativeProtocols: { lowest: 3, highest: 4 },
    writes: 'm?',
    readsFrom: 'jb',
    leadsTo: { apache: '3.11' },
    leaveFrom: '5.1.4',
    source: 'seed 003; sources of 3.11.19',
  },
};

export type DseVerdict =
  | { readonly known: true; readonly line: DseLine }
  | { readonly known: false; readonly reason: string; readonly next: string };

/**
 * The line of what `DSE version:` printed. DSE 6 and later is refused: what it speaks and writes is its own.
 *
 * @source diagnostic data of DSE 6.7 and 6.8: NET_VERSION 512 and 1024 in gossip, `ReleaseVersion: 4.0.0.677`
 */
export function dseLineOf(printed: string): DseVerdict {
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(printed.trim()) ?? [];
  const line = dseLines.find((each) => each === `${major}.${minor}`);
  if (line) return { known: true, line };
  if (Number(major) >= 6) {
    return {
      known: false,
      reason: `DSE ${printed} writes sstables and speaks a protocol between nodes that no Apache Cassandra knows: it can't be replaced in place`,
      next: 'Carry the data to a new cluster of Apache Cassandra instead (both written by the application, what is there copied through CQL).',
    };
  }
  return {
    known: false,
    reason: `DSE ${printed} is of no line that is known here (${dseLines.join(', ')})`,
    next: `Bring it to DSE ${dseLines[0]} by its own way first.`,
  };
}
