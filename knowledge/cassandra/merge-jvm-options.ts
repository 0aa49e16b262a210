/** The target's JVM options with the operator's own lines carried over. */
import { chosenBy, collectorIn, tunes } from './garbage-collector.ts';
import type { Collector } from './garbage-collector.ts';
import { refusedByJdk } from './jdk-refusals.ts';
import { activeFlags, belongsToRelease, commentedFlags, nameOf } from './jvm-flags.ts';
import { editOptions } from './jvm-options-text.ts';
import { agentsInRelease } from './release-agents.ts';
import type { ReleaseLine } from './release-line.ts';
import { factsOf } from './releases.ts';

/** File name to text. */
export type Files = Readonly<Record<string, string>>;

export interface MergeJvmInput {
  readonly oldFiles: Files;
  /** The old release's own files; null: not known, and every active line counts as the operator's. */
  readonly oldDefaults: Files | null;
  readonly newDefaults: Files;
  /** Java major that the target will run on, and that the source runs on where known. */
  readonly jdkMajor: number;
  readonly fromJdkMajor?: number | null;
  readonly fromLine: ReleaseLine;
  readonly toLine: ReleaseLine;
  /** The release in use and the link that names it, where known. */
  readonly releaseFolders?: readonly string[] | undefined;
}

export interface JvmChange {
  readonly file: string;
  /** The flag. */
  readonly key: string;
  readonly action: 'carried' | 'removed' | 'switched off';
  readonly why: string;
}

export interface JvmRefusal {
  readonly file: string;
  readonly key: string;
  readonly why: string;
  readonly remedy: string;
}

export interface MergedJvm {
  /** The files that the target reads for servers: the general one and one for each JDK. */
  readonly files: Files;
  readonly changes: readonly JvmChange[];
  readonly refused: readonly JvmRefusal[];
  readonly collector: Collector | null;
}

/** An operator's line, and the target's file that it goes to. */
interface OwnLine {
  readonly flag: string;
  readonly file: string;
}

/**
 * Only two of the source's files were in use: the general one and that of its JDK. Their lines go to the general file
 * of the target and to that of the target's JDK; the target's files for other JDKs stay as they are.
 */
export function mergeJvmOptions(input: MergeJvmInput): MergedJvm {
  const { newDefaults, jdkMajor, toLine } = input;
  const files = serverFiles(newDefaults, toLine);
  const [general, ofJdk] = filesInUse(toLine, jdkMajor);
  if (factsOf[toLine].jvmOptions.perJdk.length === 0 && factsOf[toLine].jdks.includes(jdkMajor)) {
    return oneFile(input, general);
  }
  if (!ofJdk) return { files, changes: [], refused: [unsupportedJdk(general, input)], collector: null };
  const target = [general, ofJdk].flatMap((name) => activeFlags(newDefaults[name] ?? ''));
  const own = ownLines(input, [general, ofJdk]);
  const collector = chooseCollector(own, target, jdkMajor);
  const judged = own
    .filter(({ flag }) => !belongsToRelease(flag) && !target.includes(flag))
    .map((line) => ({ ...line, dropped: reasonToDrop(line.flag, collector, jdkMajor) }));
  // What tunes another collector was mostly off before as well: one reason will do.
  const off = [...otherCollector(target, collector), ...offAsBefore(input, target)].filter(
    ({ flag }, index, all) => all.findIndex((other) => other.flag === flag) === index,
  );
  const carried = judged.filter(({ dropped }) => dropped === null);
  const edited = [general, ofJdk].map((name) => [
    name,
    editOptions(newDefaults[name] ?? '', {
      // A flag that the target sets in its other file is replaced there.
      carried: carried.filter((line) => homeOf(line, newDefaults, [general, ofJdk]) === name),
      off: off.map(({ flag }) => flag),
      from: input.fromLine,
    }),
  ]);
  return {
    files: { ...files, ...Object.fromEntries(edited) },
    changes: [
      ...judged.map(({ flag, file, dropped }) => sayLine(flag, file, dropped)),
      ...off.map(({ flag, why }) => ({ file: ofJdk, key: flag, action: 'switched off', why }) as const),
    ],
    refused: carried.flatMap(({ flag, file }) =>
      agentsInRelease([flag], file, input.releaseFolders).map((refusal) => ({ ...refusal, file })),
    ),
    collector,
  };
}

/** A line that reads one file of options, as those before it did: the operator's stays as it is, where there is one. */
function oneFile({ oldFiles, newDefaults, releaseFolders }: MergeJvmInput, name: string): MergedJvm {
  const text = oldFiles[name] ?? newDefaults[name];
  const agents = agentsInRelease(activeFlags(oldFiles[name] ?? ''), name, releaseFolders);
  return {
    files: text === undefined ? {} : { [name]: text },
    changes: [],
    refused: agents.map((refusal) => ({ ...refusal, file: name })),
    collector: null,
  };
}

/** General first; the second is missing when the line has no file for so old a JDK. */
export function filesInUse(line: ReleaseLine, jdkMajor: number): [general: string, ofJdk?: string] {
  const { general, perJdk } = factsOf[line].jvmOptions;
  const major = perJdk.findLast((each) => each <= jdkMajor);
  return major === undefined ? [general] : [general, `jvm${major}-server.options`];
}

function serverFiles(newDefaults: Files, line: ReleaseLine): Files {
  const { general, perJdk } = factsOf[line].jvmOptions;
  const names = [general, ...perJdk.map((major) => `jvm${major}-server.options`)];
  return Object.fromEntries(Object.entries(newDefaults).filter(([name]) => names.includes(name)));
}

function ownLines(input: MergeJvmInput, [general, ofJdk]: readonly [string, string]): OwnLine[] {
  const [oldGeneral, oldOfJdk] = oldFilesInUse(input);
  const own = (name: string) => {
    const stock = activeFlags(input.oldDefaults?.[name] ?? '');
    return activeFlags(input.oldFiles[name] ?? '').filter((flag) => !stock.includes(flag));
  };
  const ofOldJdk = oldOfJdk ? own(oldOfJdk) : [];
  // The file of the JDK is read last, and its flags win.
  const generals = own(oldGeneral).filter(
    (flag) => !ofOldJdk.some((other) => nameOf(other) === nameOf(flag)),
  );
  return [
    ...generals.map((flag) => ({ flag, file: general })),
    ...ofOldJdk.map((flag) => ({ flag, file: ofJdk })),
  ];
}

function oldFilesInUse({ fromLine, fromJdkMajor, jdkMajor }: MergeJvmInput): [string, string?] {
  return filesInUse(fromLine, fromJdkMajor ?? jdkMajor);
}

/** The operator's, unless the target's JDK has none such, or the target has ZGC and the operator named G1. */
function chooseCollector(
  own: readonly OwnLine[],
  target: readonly string[],
  jdkMajor: number,
): Collector | null {
  const theirs = collectorIn(target);
  const chosen = own.map(({ flag }) => flag).filter((flag) => refusedByJdk(flag, jdkMajor) === null);
  const mine = collectorIn(chosen);
  return mine === null || (mine === 'G1' && theirs === 'ZGC') ? theirs : mine;
}

/** Null: it is carried. */
function reasonToDrop(flag: string, collector: Collector | null, jdkMajor: number): string | null {
  const refused = refusedByJdk(flag, jdkMajor);
  if (refused) return `Java ${jdkMajor} does not start with it: ${refused}`;
  // The JVM takes them for -Xlog:gc*, and writes to the standard output of the service.
  if (jdkMajor >= 9 && /^-XX:PrintGC(Details)?$/.test(nameOf(flag)))
    return 'cassandra-env.sh logs it to a file';
  const chooses = chosenBy(flag);
  if (chooses && chooses !== collector) {
    return `the target's default for Java ${jdkMajor} is ${collector ?? 'none'} (S1-13)`;
  }
  const others = (['CMS', 'G1', 'ZGC'] as const).filter((other) => other !== collector);
  const tuned = others.find((other) => tunes(flag, other));
  if (tuned && !(collector && tunes(flag, collector))) return `it tunes ${tuned}, which is not in use`;
  if (nameOf(flag) === '-XX:UseCompressedOops' && collector === 'ZGC') return 'ZGC has none';
  if (nameOf(flag) === '-Xmn' && (collector === 'G1' || collector === 'ZGC')) {
    return collector === 'G1' ? 'cassandra-env.sh refuses it with G1, and exits' : 'ZGC has no use for it';
  }
  return null;
}

interface Off {
  readonly flag: string;
  readonly why: string;
}

/** What the source's release switches on and the operator had switched off. */
function offAsBefore(input: MergeJvmInput, target: readonly string[]): Off[] {
  const names = oldFilesInUse(input).filter((name) => name !== undefined);
  const texts = names.map((name) => input.oldFiles[name] ?? '');
  const on = texts.flatMap(activeFlags).map(nameOf);
  const [oldGeneral] = names;
  const off = input.oldDefaults
    ? names.flatMap((name) => activeFlags(input.oldDefaults?.[name] ?? ''))
    : // Which comments are the operator's is not known. Those of the general file hardly change with the release.
      commentedFlags(input.oldFiles[oldGeneral ?? ''] ?? '');
  return target
    .filter((flag) => off.includes(flag) && !on.includes(nameOf(flag)))
    .filter((flag) => !belongsToRelease(flag) && chosenBy(flag) === null)
    .map((flag) => ({ flag, why: 'it was off before' }));
}

function otherCollector(target: readonly string[], collector: Collector | null): Off[] {
  const theirs = collectorIn(target);
  if (theirs === null || theirs === collector) return [];
  return target
    .filter((flag) => chosenBy(flag) === theirs || tunes(flag, theirs))
    .map((flag) => ({ flag, why: `the operator chose ${collector}` }));
}

function homeOf({ flag, file }: OwnLine, newDefaults: Files, names: readonly string[]): string {
  const set = (name: string) =>
    activeFlags(newDefaults[name] ?? '').some((other) => nameOf(other) === nameOf(flag));
  return names.find(set) ?? file;
}

function sayLine(flag: string, file: string, dropped: string | null): JvmChange {
  if (dropped !== null) return { file, key: flag, action: 'removed', why: dropped };
  return { file, key: flag, action: 'carried', why: "the operator's own" };
}

function unsupportedJdk(file: string, { jdkMajor, toLine }: MergeJvmInput): JvmRefusal {
  const jdks = factsOf[toLine].jdks.join(', ');
  return {
    file,
    key: `Java ${jdkMajor}`,
    why: `${toLine} has no options for it`,
    remedy: `Install Java ${jdks} on the node and name its home under "java" in the file.`,
  };
}
