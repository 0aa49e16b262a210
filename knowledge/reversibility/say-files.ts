import type { SSTableCount } from './files-seen.ts';
import type { NodeFacts } from './node-facts.ts';
import { readYamlText } from '../cassandra/yaml-text.ts';

/** What a node's way back was read from, for people: a fact a line, a few hundred bytes in all. */
export function sayFiles({ files, running, yaml }: NodeFacts): string[] {
  if (files === null) return ['its files could not be looked at'];
  const { restorePoint, restorePointLacks, snapshot } = files;
  return [
    `sstables: ${files.sstables === null ? 'not known' : sayFormats(files.sstables)}`,
    `commit log ${sayVersions(files.commitLogs)}, hints ${sayVersions(files.hints)}`,
    ...(yaml === null ? [] : [sayMode(yaml)]),
    restorePoint
      ? `restore point of ${restorePoint.since}, ${restorePoint.release ?? 'of an unknown release'}`
      : (restorePointLacks ?? 'no restore point'),
    snapshot ? `snapshot of ${snapshot.since}, ${snapshot.tables} tables` : 'no snapshot',
    ...(running === false && files.changed === 0 ? ['stopped, no file differs from the restore point'] : []),
  ];
}

/** `41 big-nb (system_schema 18 big-nb)`: system_schema has a way back of its own. */
function sayFormats(counted: readonly SSTableCount[]): string {
  const schema = counted.filter(({ keyspace }) => keyspace === 'system_schema');
  const others = counted.filter(({ keyspace }) => keyspace !== 'system_schema');
  return `${sum(others)} (system_schema ${sum(schema)})`;
}

function sum(counted: readonly SSTableCount[]): string {
  const formats = [...new Set(counted.map(({ format }) => format))].toSorted();
  const said = formats.map((format) => {
    const counts = counted.filter((each) => each.format === format).map(({ count }) => count);
    return `${counts.reduce((total, count) => total + count, 0)} ${format}`;
  });
  return said.join(', ') || 'none';
}

function sayVersions(versions: readonly number[] | null): string {
  if (versions === null) return 'not known';
  return versions.join(' and ') || 'none';
}

function sayMode(yaml: string): string {
  try {
    const value = readYamlText(yaml).valueOf('storage_compatibility_mode');
    return `storage_compatibility_mode ${value ?? 'absent'}`;
  } catch {
    return 'its cassandra.yaml could not be read';
  }
}
