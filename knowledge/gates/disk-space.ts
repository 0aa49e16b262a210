import type { FileSystemView } from '../host-view.ts';
import type { Verdict } from '../verdict.ts';
import type { PreflightInput } from './gate-input.ts';
import { judge } from './judge.ts';
import type { Objection } from './judge.ts';
import { sayBytes, sayNode } from './say.ts';
import { withSettings } from './with-settings.ts';
import type { SettledNode } from './with-settings.ts';

/** Generous on purpose: the jars of a release are 26 to 69 MB (measured, 3.11 to 6.0-alpha2), and a tarball lies beside them. */
const releaseBytes = 1024 ** 3;

/** Old and new files of a package lie beside each other while it is changed. */
const packageBytes = 512 * 1024 ** 2;

interface Need {
  readonly fileSystem: FileSystemView;
  bytes: number;
  readonly why: string[];
}

/**
 * Every file system has room for what the upgrade puts on it: rewriting sstables needs a share of the data that lies
 * there, and the new release is unpacked beside the old one. Snapshots and restore points are hard links: no space.
 */
export function diskSpace({ spec, inventory }: PreflightInput): Verdict {
  const { nodes, unknown } = withSettings(spec, inventory.nodes, ['host']);
  const judged = nodes.map((node) => needsOf(node, spec.gates.diskHeadroom));
  return judge('diskSpace', {
    seen: judged.flatMap(({ seen }) => seen),
    against: [...unknown, ...judged.flatMap(({ against }) => against)],
    standsFor: ['S1-8', 'S1-20'],
  });
}

function needsOf(
  { seen, settings }: SettledNode,
  headroom: number,
): { seen: string[]; against: Objection[] } {
  const who = sayNode(seen);
  if (!seen.host) return { seen: [], against: [] };
  const { folders, fileSystems } = seen.host;
  const needs = new Map<string, Need>();
  const against: Objection[] = [];
  const add = (path: string, bytes: number | null, why: string) => {
    const fileSystem = fileSystems.find((each) => each.path === path);
    if (!fileSystem || bytes === null || !Number.isFinite(fileSystem.freeBytes)) {
      against.push({
        found: `${who}: ${bytes === null ? 'the size of' : 'the file system of'} ${path} was not told`,
        remedy: `Run \`df ${path}\` and \`du -s ${path}\` on ${who}, and mend what keeps them from answering.`,
      });
      return;
    }
    const need = needs.get(fileSystem.mountPoint) ?? { fileSystem, bytes: 0, why: [] };
    need.bytes += bytes;
    need.why.push(why);
    needs.set(fileSystem.mountPoint, need);
  };
  const data = folders.filter(({ role }) => role === 'data');
  if (data.length === 0) {
    against.push({
      found: `${who}: no data folder is known`,
      remedy: `Make cassandra.yaml readable on ${who}, and name its data_file_directories there.`,
    });
  }
  for (const { path, bytes } of data) {
    add(
      path,
      bytes === null ? null : bytes * headroom,
      `${sayBytes((bytes ?? 0) * headroom)} to rewrite ${path}`,
    );
  }
  if (settings.install.carryData === 'copy') {
    for (const { path, bytes } of folders.filter((each) => each.path.startsWith(`${settings.install.home}/`)))
      add(settings.install.releases, bytes, `${sayBytes(bytes ?? 0)} for the copy of ${path}`);
  }
  add(
    settings.install.releases,
    releaseBytes,
    `${sayBytes(releaseBytes)} for the release in ${settings.install.releases}`,
  );
  const { method, home } = settings.install;
  if (method === 'deb' || method === 'rpm') {
    add(home, packageBytes, `${sayBytes(packageBytes)} for the package in ${home}`);
  }
  return {
    seen: [...needs.values()].map(({ fileSystem, bytes }) => `${who}: ${sayRoom(fileSystem, bytes)}`),
    against: [...against, ...[...needs.values()].flatMap((need) => shortage(who, need) ?? [])],
  };
}

function sayRoom({ mountPoint, freeBytes }: FileSystemView, bytes: number): string {
  return `${sayBytes(freeBytes)} free on ${mountPoint}, ${sayBytes(bytes)} wanted`;
}

function shortage(who: string, { fileSystem, bytes, why }: Need): Objection | null {
  if (fileSystem.freeBytes >= bytes) return null;
  return {
    found: `${who}: only ${sayRoom(fileSystem, bytes)} (${why.join(', ')})`,
    remedy: `Free ${sayBytes(bytes - fileSystem.freeBytes)} on ${fileSystem.mountPoint} of ${who}: look at \`nodetool listsnapshots\` first, then \`nodetool clearsnapshot -t NAME\` what is not needed.`,
  };
}
