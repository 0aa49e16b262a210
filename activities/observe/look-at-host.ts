import type {
  DataFolderView,
  FileSystemView,
  HostView,
  JdkView,
  SnapshotFound,
} from '../../knowledge/host-view.ts';
import type { Host } from '../hosts/host.ts';
import { decoded, readSections } from '../hosts/sections.ts';
import { foldersOfNode } from '../hosts/folders-of-node.ts';

const limitMillis = 60_000;
const asked = [
  'name',
  'clock',
  'boot',
  'memory',
  'release',
  'link',
  'running',
  'jdks',
  'configuration',
  'lock',
  'unsettled',
  'pageCache',
];

/** What the machine itself tells, without Cassandra. Two round trips: the folders are named by what the first found. */
export async function lookAtHost(host: Host, stateFolder: string, signal?: AbortSignal): Promise<HostView> {
  const { name, install, java } = host.settings;
  const sentAt = Date.now();
  const { stdout, tookMillis } = await host.run('look-host', {
    args: [install.home, install.conf, install.releases, stateFolder, ...Object.values(java)],
    timeoutMillis: limitMillis,
    signal,
  });
  const sections = readSections(name, stdout, asked);
  const text = (section: string) => sections[section]?.stdout.trim() ?? '';
  const { configuration, otherFiles } = filesIn(text('configuration'));
  const process = processIn(text('running'));
  const clockSkewMillis = Math.round(sentAt + Math.min(tookMillis, 200) / 2 - Number(text('clock')));
  const folders = await lookAtFolders(host, configuration['cassandra.yaml'] ?? '', clockSkewMillis, signal);
  return {
    hostName: text('name'),
    // The clock was read early in the script: the round trip's first half is the best guess of when.
    clockSkewMillis,
    memoryBytes: Number(text('memory')) * 1_024,
    bootId: text('boot'),
    // A tarball's is named by a symlink alone.
    releaseInUse:
      install.method === 'tarball' && sections['link']?.exitCode !== 0 ? null : text('release') || null,
    ...process,
    jdks: jdksIn(text('jdks')),
    ...folders,
    configuration,
    otherFiles,
    lockedBy: text('lock').split('\n')[0] || null,
    ...pageCacheIn(text('pageCache')),
    ...(text('unsettled') !== '' && { unsettled: text('unsettled') }),
  };
}

/** Four lines such as `dirty_ratio 20`: all of them, or none is taken for known. */
function pageCacheIn(listing: string): Pick<HostView, 'pageCache'> {
  const numberOf = (name: string) =>
    Number.parseInt(new RegExp(`^${name} (\\d+)$`, 'm').exec(listing)?.[1] ?? '', 10);
  const pageCache = {
    dirtyBytes: numberOf('dirty_bytes'),
    dirtyRatio: numberOf('dirty_ratio'),
    dirtyBackgroundBytes: numberOf('dirty_background_bytes'),
    dirtyBackgroundRatio: numberOf('dirty_background_ratio'),
  };
  return Object.values(pageCache).some(Number.isNaN) ? {} : { pageCache };
}

/** `NAME base64` a line; `NAME !` for files that hold no configuration text. */
export function filesIn(listing: string): Pick<HostView, 'configuration' | 'otherFiles'> {
  const rows = listing.split('\n').flatMap((line) => {
    const match = /^(.+) (\S+)$/.exec(line);
    return match ? [{ name: match[1] ?? '', content: match[2] ?? '' }] : [];
  });
  const texts = rows.filter(({ content }) => content !== '!');
  return {
    configuration: Object.fromEntries(texts.map(({ name, content }) => [name, decoded(content)])),
    otherFiles: rows.filter(({ content }) => content === '!').map(({ name }) => name),
  };
}

type ProcessView = Pick<HostView, 'serviceUser' | 'processJavaHome' | 'processStartedAt' | 'maxHeapBytes'>;

function processIn(text: string): ProcessView {
  const [first = '', ...rest] = text.split('\n');
  const match = /^\d+ (\S+) (\d+)$/.exec(first);
  if (!match) return { serviceUser: null, processJavaHome: null, processStartedAt: null, maxHeapBytes: null };
  const executable = rest.find((line) => line.endsWith('/java'));
  return {
    serviceUser: match[1] ?? null,
    processJavaHome: executable?.replace(/(\/jre)?\/bin\/java$/, '') ?? null,
    processStartedAt: new Date(Number(match[2]) * 1_000).toISOString(),
    maxHeapBytes: heapBytes(rest.find((line) => line.startsWith('-X')) ?? ''),
  };
}

function heapBytes(flag: string): number | null {
  const match = /^-(?:Xmx|XX:MaxHeapSize=)(\d+)([kmgt]?)$/i.exec(flag);
  if (!match) return null;
  const power = ['', 'k', 'm', 'g', 't'].indexOf((match[2] ?? '').toLowerCase());
  return Number(match[1]) * 1_024 ** power;
}

function jdksIn(text: string): JdkView[] {
  const rows = text.split('\n').flatMap((line) => {
    const [home, version] = line.split(' ');
    return home && version && version !== 'path' ? [{ home, version, major: majorOf(version) }] : [];
  });
  return rows.filter(({ home }, index) => rows.findIndex((row) => row.home === home) === index);
}

/** 1.8.0_402 is 8, 17.0.15 is 17. */
function majorOf(version: string): number {
  const [first = 0, second = 0] = version.split(/[._+-]/).map(Number);
  return first === 1 ? second : first;
}

async function lookAtFolders(
  host: Host,
  yaml: string,
  clockSkewMillis: number,
  signal?: AbortSignal,
): Promise<Pick<HostView, 'folders' | 'fileSystems' | 'snapshots'>> {
  const named = foldersOfNode(host.settings, yaml);
  const implicit = named
    .filter(({ path }) => path === null)
    .map(({ role }) => ({
      path: '(inside the release folder)',
      role,
      exists: false,
      owner: null,
      bytes: null,
      isMountPoint: false,
    }));
  const explicit = named.flatMap(({ role, path }) => (path === null ? [] : [role, path]));
  // Where the release will be unpacked needs room too; it is no folder of the node's state.
  const { stdout } = await host.run('look-folders', {
    args: [...explicit, 'releases', host.settings.install.releases, ...installed(host)],
    timeoutMillis: 10 * limitMillis,
    signal,
  });
  const rows = stdout.split('\n').map((line) => line.split(' '));
  const folders = rows
    .filter(
      ([kind, role]) => (kind === 'folder' || kind === 'missing') && role !== 'releases' && role !== 'home',
    )
    .map(([kind, role = '', owner = '', kibibytes = '', path = '']): DataFolderView => {
      const exists = kind === 'folder';
      const bytes = exists && /^\d+$/.test(kibibytes) ? Number(kibibytes) * 1_024 : null;
      const isMountPoint = rows.some(([first, mounted]) => first === 'mounted' && mounted === path);
      return { path: decoded(path), role, exists, owner: exists ? owner : null, bytes, isMountPoint };
    });
  const fileSystems = rows
    .filter(([kind]) => kind === 'disk')
    .map(([, total = '', free = '', mount = '', path = '']): FileSystemView => ({
      path: decoded(path),
      mountPoint: decoded(mount),
      totalBytes: Number(total),
      freeBytes: Number(free),
    }));
  return {
    folders: [...folders, ...implicit],
    fileSystems,
    snapshots: snapshotsIn(stdout, clockSkewMillis),
  };
}

/** Packages put the release into a folder that is there already. */
function installed({ settings: { install } }: Host): string[] {
  return install.method === 'deb' || install.method === 'rpm' ? ['home', install.home] : [];
}

/** A node may have several data folders: of each name the newest counts. */
function snapshotsIn(text: string, clockSkewMillis: number): SnapshotFound[] {
  const newest = new Map<string, number>();
  for (const [, seconds = '', name = ''] of text.matchAll(/^snapshot (\d+(?:\.\d+)?) (.+)$/gm)) {
    // By a clock that was not told it is still known to be there.
    const millis = Number(seconds) * 1_000 + (clockSkewMillis || 0);
    if (Number.isFinite(millis)) newest.set(name, Math.max(millis, newest.get(name) ?? 0));
  }
  return [...newest].map(([name, millis]) => ({ name, madeAt: new Date(millis).toISOString() }));
}
