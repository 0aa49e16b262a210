import { releaseOfFolder } from '../../knowledge/cassandra/release-of-folder.ts';
import type {
  FilesSeen,
  RestorePointSeen,
  SSTableCount,
  SnapshotSeen,
} from '../../knowledge/reversibility/files-seen.ts';
import { yamlValueOf } from '../../knowledge/cassandra/yaml-settings.ts';
import type { DataFolderView } from '../../knowledge/host-view.ts';
import type { Host } from '../hosts/host.ts';
import { type Section, readSections } from '../hosts/sections.ts';

const limitMillis = 120_000;
const sections = [
  'sstables',
  'metadataLog',
  'commitLogs',
  'hints',
  'restorePoint',
  'configuration',
  'changed',
  'snapshot',
  'owesRepair',
] as const;
const roles = ['data', 'commitlog', 'hints'];

export interface FilesAsked {
  readonly stateFolder: string;
  readonly tag: string;
  /** As the look at the host found them. */
  readonly folders: readonly DataFolderView[];
  /** The node is stopped: its files stand still, and can be compared with the restore point. */
  readonly stopped: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** What the files of a node say of going back. One round trip; what could not be had is null. */
export async function lookAtFiles(host: Host, asked: FilesAsked): Promise<FilesSeen> {
  const { stateFolder, tag, folders, stopped, signal } = asked;
  const named = folders.filter(({ role }) => roles.includes(role));
  const { stdout } = await host.run('look-formats', {
    args: [stateFolder, tag, stopped ? 'yes' : 'no', ...named.flatMap(({ role, path }) => [role, path])],
    timeoutMillis: limitMillis,
    signal,
  });
  const found = readSections(host.settings.name, stdout, sections);
  const lines = (name: (typeof sections)[number]) => linesOf(found[name]);
  const point = restorePointIn(lines('restorePoint'), found['configuration']);
  return {
    sstables: lines('sstables')?.map(countIn) ?? null,
    metadataLog: numberIn(lines('metadataLog')),
    commitLogs: lines('commitLogs')?.map(Number) ?? null,
    hints: lines('hints')?.map(Number) ?? null,
    changed: numberIn(lines('changed')),
    ...point,
    snapshot: snapshotIn(lines('snapshot')),
    owesRepairSince: lines('owesRepair')?.[0] ?? null,
  };
}

/** Null: the section failed, so that nothing is known, not even that there is none. */
function linesOf(section: Section | undefined): string[] | null {
  if (section?.exitCode !== 0) return null;
  return section.stdout.split('\n').flatMap((line) => line.trim() || []);
}

function countIn(line: string): SSTableCount {
  const [count, keyspace = '', format = 'unknown'] = line.split(' ');
  return { keyspace, format, count: Number(count) };
}

function numberIn(lines: readonly string[] | null): number | null {
  const number = Number(lines?.[0] ?? Number.NaN);
  return Number.isInteger(number) ? number : null;
}

function restorePointIn(
  lines: readonly string[] | null,
  configuration: Section | undefined,
): Pick<FilesSeen, 'restorePoint' | 'restorePointLacks'> {
  const none = (restorePointLacks: string | null) => ({ restorePoint: null, restorePointLacks });
  if (lines === null || configuration?.exitCode !== 0)
    return none('the restore point could not be looked at');
  if (lines.length === 0) return none(null);
  const valueOf = (word: string) => lines.find((line) => line.startsWith(`${word} `))?.slice(word.length + 1);
  const lacks = lines.filter((line) => line.startsWith('lacks ')).map((line) => line.slice('lacks '.length));
  const since = valueOf('complete') ?? '';
  if (lacks.length > 0 || Number.isNaN(Date.parse(since))) {
    return none(`the restore point lacks ${lacks.join(', ') || 'the time at which it was made'}`);
  }
  const restorePoint: RestorePointSeen = {
    since,
    release: releaseOfFolder(valueOf('release') ?? ''),
    storageMode: yamlValueOf(configuration.stdout, 'storage_compatibility_mode'),
  };
  return { restorePoint, restorePointLacks: null };
}

/** From the earlier of two times: when Ringlift began to take it, and when its first table was done. */
function snapshotIn(lines: readonly string[] | null): SnapshotSeen | null {
  const row = lines?.map((line) => /^tables (\d+) (\d+)$/.exec(line)).find((match) => match !== null);
  if (!row) return null;
  const begun = lines?.map((line) => /^begun (\S+)$/.exec(line)?.[1]).find((at) => at !== undefined);
  const times = [Number(row[2]) * 1_000, Date.parse(begun ?? '')].filter((at) => !Number.isNaN(at));
  return { tables: Number(row[1]), since: new Date(Math.min(...times)).toISOString() };
}
