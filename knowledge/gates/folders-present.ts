import type { DataFolderView, HostView } from '../host-view.ts';
import type { Verdict } from '../verdict.ts';
import type { PreflightInput } from './gate-input.ts';
import { judge } from './judge.ts';
import type { Objection } from './judge.ts';
import { sayNode } from './say.ts';
import { withSettings } from './with-settings.ts';
import type { SettledNode } from './with-settings.ts';

/** Without these a start makes a new, empty node of it; other folders a start makes by itself. */
const needed = ['data', 'commitlog'] as const;

/**
 * Each node's data folders are there and belong to the user that its service runs as. A node started on an empty or
 * missing folder does not say so: older releases join as a new node, 6.0 finds "no candidates during initialization".
 * None of those that the restore point links is a mount point itself: that would be found out when the node is stopped.
 *
 * @source measured on 6.0-alpha2; defaults below $CASSANDRA_HOME/data: config/DatabaseDescriptor.java (storagedir)
 */
export function foldersPresent({ spec, inventory }: PreflightInput): Verdict {
  const { nodes, unknown } = withSettings(spec, inventory.nodes, ['host']);
  return judge('foldersPresent', {
    seen: nodes.flatMap(({ seen, settings }) =>
      seen.host
        ? `${sayNode(seen)}: ${sayFolders(seen.host.folders)}, owned by ${settings.service.user}`
        : [],
    ),
    against: [...unknown, ...nodes.flatMap(objectionsTo)],
    standsFor: ['S0-16'],
  });
}

function sayFolders(folders: readonly DataFolderView[]): string {
  return folders
    .filter(({ exists }) => exists)
    .map(({ role, path }) => `${role} ${path}`)
    .join(', ');
}

function objectionsTo({ seen, settings }: SettledNode): Objection[] {
  if (!seen.host) return [];
  const who = sayNode(seen);
  const { user } = settings.service;
  const { folders, serviceUser } = seen.host;
  return [
    ...(serviceUser === user ? [] : [wrongUser(who, user, serviceUser)]),
    ...needed
      .filter((role) => !folders.some((folder) => folder.role === role))
      .map((role) => ({
        found: `${who}: no ${role} folder is known`,
        remedy: `Make cassandra.yaml readable on ${who}, and name its folders there explicitly.`,
      })),
    ...folders.flatMap((folder) => {
      const isCarried = settings.install.carryData !== undefined && folder.path.startsWith('/');
      if (!isCarried && movesWithTheRelease(folder, settings.install.home)) return leftBehind(who, folder);
      if (folder.exists) {
        return [
          ...(folder.owner === user ? [] : [wrongOwner(who, user, folder)]),
          ...(linked.includes(folder.role) && folder.isMountPoint ? [mounted(who, folder)] : []),
          ...(isCarried && isElsewhere(seen.host, folder, settings.install) ? [elsewhere(who, folder)] : []),
        ];
      }
      return needed.some((role) => role === folder.role) ? missing(who, folder) : [];
    }),
  ];
}

/** What is to be moved into the next release's folder must be on the same file system. */
function isElsewhere(
  host: HostView | null,
  { path }: DataFolderView,
  { carryData, home, releases }: SettledNode['settings']['install'],
): boolean {
  if (carryData !== 'move' || !path.startsWith(`${home}/`)) return false;
  const mountOf = (of: string) => host?.fileSystems.find((each) => each.path === of)?.mountPoint;
  return mountOf(path) === undefined || mountOf(path) !== mountOf(releases);
}

function elsewhere(who: string, { path, role }: DataFolderView): Objection {
  return {
    found: `${who}: its ${role} folder ${path} is on another file system than the releases, or on one that was not told`,
    remedy: `Set install.carryData of ${who} to link or copy in the file: a move leads to no other file system.`,
  };
}

/** A folder that is not named, or named below the symlink, is another one after the switch. Caches may be lost. */
function movesWithTheRelease({ path, role }: DataFolderView, home: string): boolean {
  if (role === 'saved_caches') return false;
  return !path.startsWith('/') || path.startsWith(`${home.replace(/\/+$/, '')}/`);
}

function leftBehind(who: string, { path, role }: DataFolderView): Objection {
  const named = path.startsWith('/') ? path : 'not named in cassandra.yaml, so inside the release folder';
  return {
    found: `${who}: its ${role} folder is ${named}: the next release would not find it`,
    remedy: `Say in install.carryData of the file how it becomes that of the next release; or name the ${role} folder of ${who} explicitly in its cassandra.yaml (${keyOf(role)}) with a path outside install.home: to keep the data, use the release's real folder or move it there while Cassandra is stopped.`,
  };
}

/** Folders of which the restore point makes hard links, beside them: to another file system none leads. */
const linked = ['data', 'commitlog', 'hints'];

function mounted(who: string, { path, role }: DataFolderView): Objection {
  return {
    found: `${who}: its ${role} folder ${path} is a mount point itself: the restore point makes hard links beside it, and none leads to another file system`,
    remedy: `Mount the disk one folder higher on ${who}, such as at ${path.replace(/\/[^/]*$/, '') || '/mnt'}-disk, with the folder below it, and name that as ${keyOf(role)} in its cassandra.yaml (or make ${path} a symlink to it), while Cassandra is stopped.`,
  };
}

function keyOf(role: string): string {
  if (role === 'data') return 'data_file_directories';
  return role === 'cdc_raw' ? 'cdc_raw_directory' : `${role}_directory`;
}

function wrongUser(who: string, user: string, serviceUser: string | null): Objection {
  if (serviceUser === null) {
    return {
      found: `${who}: the user of its Cassandra process is not known`,
      remedy: `Start Cassandra on ${who}, then look again.`,
    };
  }
  return {
    found: `${who}: Cassandra runs as ${serviceUser}, the file says ${user}`,
    remedy: `Set service.user of ${who} in the file to ${serviceUser}, or restart Cassandra there as ${user}.`,
  };
}

function wrongOwner(who: string, user: string, { path, owner }: DataFolderView): Objection {
  return {
    found: `${who}: ${path} belongs to ${owner ?? 'an unknown owner'}, not to ${user}`,
    remedy: `Run \`chown -R ${user} ${path}\` on ${who}, then look again.`,
  };
}

function missing(who: string, { path, role }: DataFolderView): Objection {
  return {
    found: `${who}: its ${role} folder ${path} is not there`,
    remedy: `Mount or restore ${path} on ${who} before anything is restarted there.`,
  };
}
