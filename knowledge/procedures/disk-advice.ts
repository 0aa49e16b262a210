import { dseReleaseOf, isDse } from '../cassandra/dse-release.ts';
import { isBefore, lineOf } from '../cassandra/release-line.ts';
import { sayBytes, sayList } from '../gates/say.ts';
import type { HostView } from '../host-view.ts';
import type { Inventory } from '../inventory.ts';
import type { NodeObservation } from '../observation.ts';
import type { PlannedNode } from '../plan.ts';
import type { Release } from '../topology.ts';

const gibibyte = 1024 ** 3;
/** A disk that writes 500 MiB a second is busy for eight seconds with it. */
const largestBurst = 4 * gibibyte;
/** The runbook's table of 600 GB took weeks on three nodes and days on six, with one directory each. */
const worthDirectories = 100 * gibibyte;

/** The hops whose runbook speaks of disks: those of DSE, and from or to 3.x. */
export function advisesOnDisks(releases: readonly Release[]): boolean {
  return releases.some((release) => {
    const line = lineOf(release);
    return isDse(release) || (line !== null && isBefore(line, '4.0'));
  });
}

/**
 * What a person may change of disks and page cache, since sstables are rewritten after such a hop and a table of leveled
 * compaction meets it with all of its data. Advice: no gate asks for it, and what is not known is not spoken of.
 *
 * @source seed 003, "Always mind page cache" and its trial of several data directories; sysctl/vm.rst of Linux (dirty_bytes,
 *   dirty_ratio); CASSANDRA-6696 (3.2: each directory has token ranges of its own, which are compacted apart)
 */
export function diskAdvice(
  inventory: Pick<Inventory, 'nodes' | 'tables'>,
  nodes: readonly PlannedNode[],
  target: Release,
): string[] {
  if (!advisesOnDisks([target, ...nodes.map(({ release }) => release)])) return [];
  return [...pageCache(inventory.nodes), ...dataDirectories(inventory, target)];
}

function pageCache(nodes: readonly NodeObservation[]): string[] {
  const bursts = new Map<string, string[]>();
  for (const { name, host } of nodes) {
    const burst = host === null ? null : sayBurst(host);
    if (burst !== null) bursts.set(burst, [...(bursts.get(burst) ?? []), name]);
  }
  return [...bursts].map(
    ([burst, names]) =>
      `${sayList(names)}: ${burst} before they go to the disk in one burst, which reads wait for. Set vm.dirty_bytes and vm.dirty_background_bytes to what the disks write in a second or two, before sstables are rewritten.`,
  );
}

function sayBurst({ pageCache: set, memoryBytes }: HostView): string | null {
  if (set === undefined) return null;
  // Whichever of the two was set last counts, and the other reads 0.
  const limit = set.dirtyBytes > 0 ? set.dirtyBytes : (memoryBytes * set.dirtyRatio) / 100;
  if (limit <= largestBurst) return null;
  const by =
    set.dirtyBytes > 0
      ? `vm.dirty_bytes ${set.dirtyBytes}`
      : `vm.dirty_ratio ${set.dirtyRatio} of ${sayBytes(memoryBytes)}`;
  return `${by} lets up to ${sayBytes(limit)} of writes gather`;
}

/** Only where each directory is compacted apart: of 3.2 and later. */
function dataDirectories({ nodes, tables }: Pick<Inventory, 'nodes' | 'tables'>, target: Release): string[] {
  const line = lineOf(target);
  const splits = line === null ? dseReleaseOf(target)?.line === '5.1' : !isBefore(line, '3.11');
  const leveled = (tables ?? []).filter(({ compaction }) => compaction === 'LeveledCompactionStrategy');
  if (!splits || leveled.length === 0) return [];
  const single = nodes.filter(({ host }) => {
    const data = host?.folders.filter(({ role }) => role === 'data') ?? [];
    return data.length === 1 && (data[0]?.bytes ?? 0) > worthDirectories;
  });
  if (single.length === 0) return [];
  const names = leveled.map(({ keyspace, table }) => `${keyspace}.${table}`);
  return [
    `${sayList(names)} ${names.length === 1 ? 'is' : 'are'} compacted by LeveledCompactionStrategy, and ${sayList(single.map(({ name }) => name))} keep more than ${sayBytes(worthDirectories)} in one data directory: in several (data_file_directories, three in the runbook) a node brings its data into levels side by side, in a day instead of weeks. A change of its own, not within the upgrade: \`nodetool relocatesstables\` moves what is there.`,
  ];
}
