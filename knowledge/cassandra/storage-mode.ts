/**
 * `storage_compatibility_mode`: which formats a node of 5.0 or later writes, and so whether there is a way back.
 *
 * @source utils/StorageCompatibilityMode.java, config/CassandraRelevantProperties.java
 *   (TEST_STORAGE_COMPATIBILITY_MODE) and config/DatabaseDescriptor.java (applyCompatibilityMode) of 5.0.9, 6.0-alpha2
 */
import { RingliftError } from '../errors.ts';
import type { Release } from '../topology.ts';
import { dseReleaseOf } from './dse-release.ts';
import { lineOf } from './release-line.ts';
import type { ReleaseLine } from './release-line.ts';
import { factsOf, storageModes } from './releases.ts';
import type { StorageMode, WrittenFormats } from './releases.ts';
import { sayGoingBack, wayBack } from './way-back.ts';
import { readYamlText } from './yaml-text.ts';

export type SSTableFormat = 'big' | 'bti';

/**
 * The mode that a node runs in, from the value in its cassandra.yaml; null: its line has no modes.
 * @throws RingliftError ConfigurationRefused for a value that the line does not start with
 */
export function effectiveStorageMode(
  line: ReleaseLine,
  yamlValue: string | null | undefined,
): StorageMode | null {
  const { modeWhenAbsent, writes } = factsOf[line];
  if (modeWhenAbsent === null) return null;
  if (yamlValue === null || yamlValue === undefined) return modeWhenAbsent;
  const mode = storageModes.find((each) => each === yamlValue && writes[each]);
  if (mode) return mode;
  throw new RingliftError('ConfigurationRefused', {
    where: 'cassandra.yaml',
    what: `storage_compatibility_mode is none of ${line}'s`,
    expected: storageModes.filter((each) => writes[each]).join(', '),
    found: yamlValue,
    next: 'Correct it: the node does not start again with it.',
  });
}

export interface ModeForRoll {
  /** What is written into the target's cassandra.yaml; null: the target has no modes. */
  readonly value: StorageMode | null;
  /** What a person should know of it, a sentence each. */
  readonly remarks: readonly string[];
}

/**
 * The mode to write explicitly into the target's cassandra.yaml, so that a hop changes no format that it need not:
 *
 * - 4.x, and 5.0 in CASSANDRA_4 (also by an absent key): CASSANDRA_4. Without the key 6.0 takes NONE, and its first
 *   start writes `pa` sstables that the source does not start with (measured, 5.0.9 and 6.0-alpha2).
 * - 5.0 in NONE or UPGRADING to 6.0: CASSANDRA_5, never CASSANDRA_4. In such a cluster deletion times run to 2106, and
 *   only messages from version 13 on can carry them: CASSANDRA_4 would speak version 12 and cap TTLs at 2038.
 *   CASSANDRA_5 speaks 13 with its peers, keeps the cap at 2106 as long as all speak 13
 *   (db/rows/Cell.java, getVersionedMaxDeletiontionTime), and writes `oa`, which 5.0 reads, so that user data does not
 *   close the way back; hints and commit log are 6.0's and do (measured: "Unknown commitlog version 9").
 *   NONE would write `pa` at once and give that up for nothing.
 * - Within one line: the mode that the node ran in.
 *
 * @param configuration of the source, file name to text
 * @throws RingliftError UnsupportedPath for a release of no known line, ConfigurationRefused for an unreadable yaml
 */
export function modeForRoll(
  from: Release,
  configuration: Readonly<Record<string, string>>,
  to: Release,
): ModeForRoll {
  // No mode is known by DSE, nor by what it leads to.
  if (dseReleaseOf(from)?.line && (dseReleaseOf(to)?.line || lineOf(to) === '3.11')) {
    return { value: null, remarks: [] };
  }
  const [source, target] = [knownLine(from), knownLine(to)];
  if (factsOf[target].modeWhenAbsent === null) return { value: null, remarks: [] };
  const yaml = readYamlText(configuration['cassandra.yaml'] ?? '');
  const ran = effectiveStorageMode(source, yaml.valueOf('storage_compatibility_mode'));
  const format = selectedFormat(yaml.valueOf('sstable', 'selected_format'));
  const value = keptMode(source, target, ran);
  return { value, remarks: [sayMode(from, ran, to, value), sayGoingBack(wayBack(from, to, value, format))] };
}

/** `big-nb`, as gossip's SSTABLE_VERSIONS has it. @throws RangeError when the line has no such mode or format */
export function writtenFormat(
  line: ReleaseLine,
  mode: StorageMode | null,
  format: SSTableFormat = 'big',
): string {
  const version = formatsOf(line, mode)?.[format];
  if (version) return `${format}-${version}`;
  throw new RangeError(`${line} writes no ${format} in ${mode ?? 'its only mode'}`);
}

/** Does a node of this line and mode start with sstables of this version (`big-nb`)? By their first letter alone. */
export function readsFormat(line: ReleaseLine, mode: StorageMode | null, written: string): boolean {
  const [format, version] = written.split('-');
  if ((format !== 'big' && format !== 'bti') || !version) return false;
  const oldest = factsOf[line].readsFrom[format];
  // BTI can't be written in CASSANDRA_4, but is read: its newest version does not depend on the mode.
  const newest = formatsOf(line, format === 'bti' && mode ? 'NONE' : mode)?.[format];
  return Boolean(oldest && newest && version >= oldest && version.charAt(0) <= newest.charAt(0));
}

/** BIG is what is written when cassandra.yaml selects none. @source DatabaseDescriptor.java, getAndValidateWriteFormat */
export function selectedFormat(yamlValue: string | null): SSTableFormat {
  return yamlValue === 'bti' ? 'bti' : 'big';
}

/** What keptMode makes of a hop that is still ahead; null: a release is not known, or the target has no modes. */
export function modeAfterHop(from: Release, to: Release, ran: StorageMode | null): StorageMode | null {
  const [source, target] = [lineOf(from), lineOf(to)];
  if (!source || !target || factsOf[target].modeWhenAbsent === null) return null;
  return keptMode(source, target, ran);
}

function keptMode(source: ReleaseLine, target: ReleaseLine, ran: StorageMode | null): StorageMode {
  if (ran === null || ran === 'CASSANDRA_4') return 'CASSANDRA_4';
  return source === target ? ran : 'CASSANDRA_5';
}

function sayMode(from: Release, ran: StorageMode | null, to: Release, value: StorageMode): string {
  const before = ran === null ? `${from} knows no modes and writes as CASSANDRA_4` : `${from} ran in ${ran}`;
  return `storage_compatibility_mode is written as ${value} into the cassandra.yaml of ${to}: ${before}.`;
}

function formatsOf(line: ReleaseLine, mode: StorageMode | null): WrittenFormats | undefined {
  return factsOf[line].writes[mode ?? 'always'];
}

function knownLine(release: Release): ReleaseLine {
  const line = lineOf(release);
  if (line) return line;
  throw new RingliftError('UnsupportedPath', {
    where: release,
    what: 'it is of no release line that is known here',
    next: 'Only Apache Cassandra 3.0, 3.11, 4.0, 4.1, 5.0 and 6.0 are known: check which software the nodes run.',
  });
}
