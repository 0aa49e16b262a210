/** The configuration of one node, carried to another release without looking at the node: what `ringlift config` does. */
import { RingliftError } from '../errors.ts';
import type { Release } from '../topology.ts';
import { planConfiguration } from './carry-configuration.ts';
import type { FileRefusal } from './configuration-plan.ts';
import { type FileChange, sayChange } from './say-change.ts';
import { judgeHop } from './hops.ts';
import { mergeCassandraYaml } from './merge-yaml.ts';
import { maxHeapBytesOf } from './jvm-flags.ts';
import { filesInUse } from './merge-jvm-options.ts';
import type { Files } from './merge-jvm-options.ts';
import { lineOf, releaseLines } from './release-line.ts';
import type { ReleaseLine } from './release-line.ts';
import { factsOf } from './releases.ts';
import { modeForRoll } from './storage-mode.ts';

export interface MigrationInput {
  /** File name to text; cassandra.yaml is needed. */
  readonly conf: Files;
  /** A release, or its line alone: `4.1` stands for the newest of 4.1. */
  readonly from: Release;
  readonly to: Release;
  /** Keep old names that the target still takes. */
  readonly keepNames?: boolean;
  /** For a whole folder; absent: cassandra.yaml alone is migrated. */
  readonly folder?: WholeFolder;
}

export interface WholeFolder {
  /** The conf folder of the target as it was shipped. */
  readonly shipped: Files;
  /** The same of the source; null: not known. */
  readonly shippedBefore: Files | null;
  /** Java major that the target will run on; absent: the highest that it supports. */
  readonly java?: number | undefined;
  readonly javaBefore?: number | undefined;
}

export interface Migration {
  readonly from: Release;
  readonly to: Release;
  /** What becomes of the files; only to be used when nothing is refused. */
  readonly files: Files;
  readonly changes: readonly FileChange[];
  readonly refused: readonly FileRefusal[];
  /** What the files leave open and the hop changes. */
  readonly notes: readonly MigrationNote[];
}

export interface MigrationNote {
  readonly file: string;
  readonly key: string;
  readonly why: string;
}

/**
 * Pure and repeatable: migrating what was migrated changes nothing.
 * @throws RingliftError UnsupportedPath for a hop that is none, with the way there; FileMissing without a cassandra.yaml;
 *   ConfigurationRefused when it is unreadable
 */
export function migrateConfiguration(input: MigrationInput): Migration {
  const hop = hopOf(input.from, input.to);
  return input.folder ? wholeFolder(input, input.folder, hop) : yamlAlone(input, hop);
}

interface Hop {
  readonly fromLine: ReleaseLine;
  readonly toLine: ReleaseLine;
}

function yamlAlone({ conf, from, to, keepNames = false }: MigrationInput, hop: Hop): Migration {
  const file = 'cassandra.yaml';
  const text = conf[file];
  if (text === undefined) throw noYaml(conf);
  const yaml = mergeCassandraYaml({
    ...{ text, ...hop, storageMode: modeForRoll(from, conf, to).value },
    ...(keepNames ? {} : { names: 'new' }),
  });
  return {
    ...{ from, to },
    files: { ...conf, [file]: yaml.text },
    changes: yaml.changes.map((change) => sayChange({ ...change, file })),
    refused: yaml.refused.map((refusal) => ({ ...refusal, file })),
    notes: [...yaml.notes.map((note) => ({ ...note, file })), ...notLookedAt(conf)],
  };
}

function wholeFolder(input: MigrationInput, folder: WholeFolder, { toLine }: Hop): Migration {
  const { conf, from, to, keepNames = false } = input;
  if (conf['cassandra.yaml'] === undefined) throw noYaml(conf);
  const java = folder.java ?? Math.max(...factsOf[toLine].jdks);
  const planned = planConfiguration({
    ...{ conf, otherFiles: [], targetDefaults: folder.shipped, oldDefaults: folder.shippedBefore },
    ...{ fromRelease: from, toRelease: to, jdkMajor: java, fromJdkMajor: folder.javaBefore ?? null },
    storageMode: modeForRoll(from, conf, to).value,
    ...(keepNames ? {} : { names: 'new' }),
  });
  const isNote = ({ action }: FileChange) => action === 'left open';
  const { general } = factsOf[toLine].jvmOptions;
  const onJava = { file: general, key: 'Java', why: `merged for Java ${java}` };
  return {
    ...{ from, to, files: planned.files, refused: planned.refused },
    changes: planned.changes.filter((change) => !isNote(change)),
    notes: [
      ...planned.changes.filter(isNote).map(({ file, key, why }) => ({ file, key, why })),
      onJava,
      ...heapNotes(planned.files, toLine, java),
    ],
  };
}

/** The rest is the page cache's, which reads live by. @source seed 001 (S1-25) */
function heapNotes(files: Files, line: ReleaseLine, java: number): MigrationNote[] {
  const names = filesInUse(line, java).filter((name) => name !== undefined);
  const bytes = maxHeapBytesOf(names.map((name) => files[name] ?? ''));
  if (bytes === null) return [];
  const gib = (amount: number) => `${Number((amount / 1024 ** 3).toFixed(1))} GiB`;
  const why = `a heap of ${gib(bytes)} wants a machine of ${gib(2 * bytes)} or more: it is to be at most half of the memory`;
  return [{ file: names[0] ?? '', key: '-Xmx', why }];
}

/** Not knowing what the target ships, nothing is said of them. */
function notLookedAt(conf: Files): MigrationNote[] {
  return Object.keys(conf)
    .filter((name) => /^jvm.*\.options$|^cassandra-env\.sh$|^logback\.xml$/.test(name))
    .map((file) => ({
      file,
      key: 'the file',
      why: "not looked at: that takes the target's own, by --shipped",
    }));
}

/** @throws RingliftError UnsupportedPath: what is no hop, and which hops lead there */
function hopOf(from: Release, to: Release): Hop {
  const [fromLine, toLine] = [lineOf(from), lineOf(to)];
  // A target's own defects are no concern of its configuration.
  const hop = judgeHop(newest(from), newest(to), [newest(to)]);
  if (fromLine !== null && toLine !== null && hop.supported) return { fromLine, toLine };
  const instead = hop.supported ? [] : hop.instead;
  const steps = instead.slice(1).map((line, index) => `--from ${instead[index]} --to ${line}`);
  throw new RingliftError('UnsupportedPath', {
    where: `${from} to ${to}`,
    what: hop.supported ? 'a release is of no line that is known here' : hop.reason,
    expected: releaseLines.join(', '),
    next: steps.length > 0 ? `Go hop by hop: ${steps.join(', then ')}.` : 'Name releases of these lines.',
  });
}

/** A line alone: configuration is the same in all its patches, so no patch's own defects count against the hop. */
function newest(release: Release): Release {
  const line = releaseLines.find((each) => each === release);
  return line ? factsOf[line].newest : release;
}

function noYaml(conf: Files): RingliftError {
  return new RingliftError('FileMissing', {
    where: 'the configuration',
    what: 'it has no cassandra.yaml',
    found: Object.keys(conf).join(', ') || 'no file',
    next: 'Name a cassandra.yaml, or the folder that holds it.',
  });
}
