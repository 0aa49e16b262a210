import { type ReleaseLine, isBefore, lineOf } from '../cassandra/release-line.ts';
import { readsLog } from '../cassandra/reads-logs.ts';
import { type StorageMode, factsOf, storageModes } from '../cassandra/releases.ts';
import { effectiveStorageMode, readsFormat, selectedFormat } from '../cassandra/storage-mode.ts';
import { wayBack } from '../cassandra/way-back.ts';
import { readYamlText } from '../cassandra/yaml-text.ts';
import { RingliftError } from '../errors.ts';
import type { Release } from '../topology.ts';
import type { FilesSeen } from './files-seen.ts';
import type { NodeFacts } from './node-facts.ts';

/**
 * Why the old release would not start on what this node has and will have written; empty: it would. What is not known
 * is a reason too.
 * @param withoutSchema system_schema is put back anyway, so that its files do not count
 */
export function unreadable(facts: NodeFacts, to: Release | null, withoutSchema: boolean): string[] {
  const line = to === null ? null : lineOf(to);
  if (!line || to === null)
    return [`what ran before is ${to === null ? 'not known' : `${to}, of no known line`}`];
  const { files } = facts;
  return [
    ...unreadableSSTables(line, files, withoutSchema).map((found) => `${to} does not read ${found}`),
    ...unreadableLogs(line, 'commitLog', files?.commitLogs).map((found) => `${to} does not read ${found}`),
    ...unreadableLogs(line, 'hints', files?.hints).map((found) => `${to} does not read ${found}`),
    ...unreadablePaxos(facts, line).map((found) => `${to} does not read ${found}`),
    ...writtenWhileRunning(facts, to),
  ];
}

function unreadableSSTables(line: ReleaseLine, files: FilesSeen | null, withoutSchema: boolean): string[] {
  const counted = files?.sstables ?? null;
  if (counted === null) return ['sstables that could not be listed'];
  const mode = modeBefore(line, files);
  const formats = counted
    .filter(({ keyspace }) => !(withoutSchema && keyspace === 'system_schema'))
    .map(({ format }) => format);
  return [...new Set(formats)]
    .toSorted()
    .filter((format) => !readsFormat(line, mode, format))
    .map((format) => `sstables of ${format === 'unknown' ? 'an unknown format' : format}`);
}

/** The mode that the old release will run in again; not known: the one that reads least. */
function modeBefore(line: ReleaseLine, files: FilesSeen | null): StorageMode | null {
  const least = storageModes.find((mode) => factsOf[line].writes[mode]) ?? null;
  const point = files?.restorePoint;
  return point ? (modeOf(line, point.storageMode) ?? least) : least;
}

const called = { commitLog: 'commit log', hints: 'hints' } as const;

function unreadableLogs(
  line: ReleaseLine,
  kind: 'commitLog' | 'hints',
  versions: readonly number[] | null | undefined,
): string[] {
  if (versions === null || versions === undefined) return [`a ${called[kind]} that could not be listed`];
  return versions
    .filter((version) => !readsLog(line, kind, version))
    .map((version) => `${called[kind]} ${version}`);
}

/** A node that runs, or may run, writes in its own formats once more when it is drained. */
function writtenWhileRunning({ release, running, yaml }: NodeFacts, to: Release): string[] {
  if (running === false) return [];
  const line = release === null ? null : lineOf(release);
  if (!line || release === null) return ['what it runs is not known'];
  const keys = keysOf(yaml);
  if (keys === null) return ['its cassandra.yaml could not be read'];
  const mode = modeOf(line, keys.mode);
  if (mode === null && factsOf[line].modeWhenAbsent !== null)
    return [`its storage_compatibility_mode is ${keys.mode}`];
  return wayBack(to, release, mode, selectedFormat(keys.format)) === 'restore point'
    ? [`${to} does not start on what ${release} writes${mode === null ? '' : ` in ${mode}`}`]
    : [];
}

/**
 * Since 4.1 system.paxos has a column for promises to reads, which only v2 and its kinds write; also of a stopped node,
 * whose files don't tell.
 * @source PaxosState.promiseIfNewer and SystemKeyspace.savePaxosReadPromise of 4.1.10
 */
function unreadablePaxos({ yaml }: NodeFacts, line: ReleaseLine): string[] {
  if (!isBefore(line, '4.1')) return [];
  const keys = keysOf(yaml);
  if (keys === null) return ['system.paxos of a paxos_variant that could not be read'];
  return keys.paxos?.startsWith('v2') ? [`system.paxos of paxos_variant ${keys.paxos}`] : [];
}

interface Keys {
  readonly mode: string | null;
  readonly format: string | null;
  readonly paxos: string | null;
}

function keysOf(yaml: string | null): Keys | null {
  if (yaml === null) return null;
  try {
    const text = readYamlText(yaml);
    return {
      mode: text.valueOf('storage_compatibility_mode'),
      format: text.valueOf('sstable', 'selected_format'),
      paxos: text.valueOf('paxos_variant'),
    };
  } catch (error) {
    if (error instanceof RingliftError) return null;
    throw error;
  }
}

/** Null: the line has no modes, or not this one. */
function modeOf(line: ReleaseLine, value: string | null): StorageMode | null {
  try {
    return effectiveStorageMode(line, value);
  } catch (error) {
    if (error instanceof RingliftError) return null;
    throw error;
  }
}
