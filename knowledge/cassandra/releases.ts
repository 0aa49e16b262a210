/**
 * The catalogue of Apache's release lines: what each runs on, speaks, reads and writes. Data only: a line that is not here
 * is not known. What each line wants of its source, and its defects, stand in known-blockers.ts; DSE in dse-lines.ts.
 *
 * @source net/MessagingService.java, io/sstable/format/{big/BigFormat,bti/BtiFormat}.java and
 *   utils/StorageCompatibilityMode.java of 3.11.19, 4.0.19, 4.1.10, 5.0.9 and 6.0-alpha2; db/commitlog/
 *   CommitLogDescriptor.java and hints/HintsDescriptor.java of 4.1.10, 5.0.9 and 6.0-alpha2; JDKs: debian/control and
 *   bin/cassandra.in.sh of each line (6.0: CASSANDRA-18688)
 */
import type { ReleaseLine } from './release-line.ts';

/** Oldest compatibility first; a later mode writes what an earlier one can't read. */
export const storageModes = ['CASSANDRA_4', 'CASSANDRA_5', 'UPGRADING', 'NONE'] as const;

export type StorageMode = (typeof storageModes)[number];

export interface LineFacts {
  /** The newest release of the line that was known when this was written: what is advised, never required. */
  readonly newest: string;
  /** Java majors that the line supports, lowest first. */
  readonly jdks: readonly number[];
  /** Versions of the internode protocol that it speaks; before 4.0 the lower bound is its peers' business. */
  readonly messaging: { readonly lowest: number; readonly highest: number };
  /** Versions of the client protocol that it serves; beta: one that a client must ask for by a flag; null: none. */
  readonly nativeProtocols: {
    readonly lowest: number;
    readonly highest: number;
    readonly beta: number | null;
  };
  /** Oldest sstable version that it reads, by format. Younger ones it reads up to the first letter of its own. */
  readonly readsFrom: { readonly big: string; readonly bti: string | null };
  /** What it writes in each storage mode; a line without modes has the one entry `always`. */
  readonly writes: { readonly [mode in StorageMode | 'always']?: WrittenFormats };
  /** Releases of the line that wrote an older BIG format than `writes` says, oldest first: from which on it wrote what. */
  readonly wroteBefore: readonly (readonly [since: string, big: string])[];
  /** The mode when cassandra.yaml does not name one; null: the line has no modes. */
  readonly modeWhenAbsent: StorageMode | null;
  readonly jvmOptions: JvmOptionFiles;
  /** Where all this stands. */
  readonly source: string;
}

export interface WrittenFormats {
  /** Version of the BIG format, the default one. */
  readonly big: string;
  /** Version of the BTI format; null: the line or mode has none. */
  readonly bti: string | null;
  readonly messaging: number;
  /** Version in the header and the name of a commit log segment: `CommitLog-7-....log`. */
  readonly commitLog: number;
  /** Version in the header and at the end of the name of a file of hints: `HOST-TIME-2.hints`. */
  readonly hints: number;
}

export interface JvmOptionFiles {
  /** Options whatever the JDK: `jvm-server.options`, before 4.0 `jvm.options`. */
  readonly general: string;
  /** Java majors that have a file of their own: `jvm17-server.options` also holds for 18 to 20. */
  readonly perJdk: readonly number[];
}

type Own<Facts extends keyof LineFacts> = Omit<LineFacts, Facts>;

const three: Own<'newest' | 'nativeProtocols' | 'wroteBefore' | 'source'> = {
  jdks: [8],
  messaging: { lowest: 10, highest: 11 },
  readsFrom: { big: 'jb', bti: null },
  writes: { always: { big: 'me', bti: null, messaging: 11, commitLog: 6, hints: 1 } },
  modeWhenAbsent: null,
  jvmOptions: { general: 'jvm.options', perJdk: [] },
};

const four: Own<'newest' | 'wroteBefore' | 'source'> = {
  jdks: [8, 11],
  messaging: { lowest: 10, highest: 12 },
  nativeProtocols: { lowest: 3, highest: 5, beta: 6 },
  readsFrom: { big: 'ma', bti: null },
  writes: { always: { big: 'nb', bti: null, messaging: 12, commitLog: 7, hints: 2 } },
  modeWhenAbsent: null,
  jvmOptions: { general: 'jvm-server.options', perJdk: [8, 11] },
};

const asFour: WrittenFormats = { big: 'nb', bti: null, messaging: 12, commitLog: 7, hints: 2 };
const asFive: WrittenFormats = { big: 'oa', bti: 'da', messaging: 13, commitLog: 8, hints: 3 };
const asSix: WrittenFormats = { big: 'pa', bti: 'ea', messaging: 14, commitLog: 9, hints: 4 };

export const factsOf: { readonly [line in ReleaseLine]: LineFacts } = {
  '3.0': {
    ...three,
    newest: '3.0.31',
    nativeProtocols: { lowest: 3, highest: 4, beta: null },
    wroteBefore: [
      ['3.0.0', 'ma'],
      ['3.0.7', 'mb'],
      ['3.0.8', 'mc'],
      ['3.0.18', 'md'],
      ['3.0.25', 'me'],
    ],
    source:
      'sources of 3.0.29: MessagingService, BigFormat, transport/Server, CommitLogDescriptor, HintsDescriptor',
  },
  '3.11': {
    ...three,
    newest: '3.11.19',
    nativeProtocols: { lowest: 3, highest: 4, beta: 5 },
    wroteBefore: [
      ['3.11.0', 'mc'],
      ['3.11.4', 'md'],
      ['3.11.11', 'me'],
    ],
    source:
      'sources of 3.11.19: MessagingService, BigFormat, transport/ProtocolVersion, CommitLogDescriptor, HintsDescriptor',
  },
  '4.0': {
    ...four,
    newest: '4.0.19',
    wroteBefore: [
      ['4.0-rc1', 'na'],
      ['4.0-rc2', 'nb'],
    ],
    source: 'sources of 4.0.19: MessagingService, BigFormat, transport/ProtocolVersion; debian/control',
  },
  '4.1': {
    ...four,
    newest: '4.1.10',
    wroteBefore: [],
    source: 'sources of 4.1.10: MessagingService, BigFormat, transport/ProtocolVersion; debian/control',
  },
  '5.0': {
    newest: '5.0.9',
    jdks: [11, 17],
    messaging: { lowest: 12, highest: 13 },
    nativeProtocols: { lowest: 3, highest: 5, beta: 6 },
    readsFrom: { big: 'ma', bti: 'da' },
    writes: { CASSANDRA_4: asFour, UPGRADING: asFive, NONE: asFive },
    wroteBefore: [],
    modeWhenAbsent: 'CASSANDRA_4',
    jvmOptions: { general: 'jvm-server.options', perJdk: [11, 17] },
    source:
      'sources of 5.0.9: MessagingService, BigFormat, BtiFormat, StorageCompatibilityMode, transport/ProtocolVersion; bin/cassandra.in.sh',
  },
  '6.0': {
    newest: '6.0-alpha2',
    jdks: [11, 17, 21],
    messaging: { lowest: 12, highest: 14 },
    nativeProtocols: { lowest: 3, highest: 5, beta: 6 },
    readsFrom: { big: 'ma', bti: 'da' },
    // CASSANDRA_5 goes back to 5.0 in BIG sstables only: BTI, messages, hints and commit log are those of 6.0.
    writes: { CASSANDRA_4: asFour, CASSANDRA_5: { ...asSix, big: 'oa' }, UPGRADING: asSix, NONE: asSix },
    wroteBefore: [],
    modeWhenAbsent: 'NONE',
    jvmOptions: { general: 'jvm-server.options', perJdk: [11, 17, 21] },
    source:
      'sources of 6.0-alpha2: MessagingService, BigFormat, BtiFormat, StorageCompatibilityMode, transport/ProtocolVersion; bin/cassandra.in.sh (CASSANDRA-18688)',
  },
};
