import { effectiveStorageMode, readsFormat } from '../../../knowledge/cassandra/storage-mode.ts';
import { dseReleaseOf } from '../../../knowledge/cassandra/dse-release.ts';
import { factsOf } from '../../../knowledge/cassandra/releases.ts';
import { refusedKeys } from '../release/simulated-release.ts';
import type { NodeModel } from '../model/node-model.ts';
import type { ProcessEvent } from '../simulated-cluster.ts';
import type { DataFolder } from './data-folder.ts';
import type { InstalledRelease } from './installed-release.ts';

/** What of a node decides whether its process may live. */
export interface Starting {
  readonly node: NodeModel;
  readonly data: DataFolder;
  readonly events: readonly ProcessEvent[];
  readonly installed: Pick<InstalledRelease, 'yaml' | 'jvmOptions'>;
}

/** What a real node of the release would die of at once, in its words; null: nothing. */
export function whyNotToStart(starting: Starting): string | null {
  return (
    unreadYaml(starting) ??
    noData(starting) ??
    unreadSSTables(starting) ??
    unreadCommitLog(starting) ??
    refusedAsNew(starting)
  );
}

/**
 * Apache's release takes itself for a new node: what DSE wrote as system.local it drops without stopping, and what is not
 * there it can't read. @source db/SerializationHeader.java and io/sstable/format/SSTableReader.java (openAll) of 3.11.19
 */
export function joinsAnew({ node, data, events }: Pick<Starting, 'node' | 'data' | 'events'>): boolean {
  const everServed = events.some(({ what }) => what === 'serving');
  if (!everServed || node.major > 3 || dseReleaseOf(node.release)) return false;
  const local = data.sstables().filter(({ keyspace, table }) => keyspace === 'system' && table === 'local');
  return local.every((sstable) => data.writtenBy(sstable).startsWith('dse-'));
}

/** @source service/StorageService.java (checkForEndpointCollision) and dht/BootStrapper.java of 3.11.19 */
function refusedAsNew(starting: Starting): string | null {
  if (!joinsAnew(starting)) return null;
  const { node } = starting;
  const yaml = starting.installed.yaml();
  if (!starting.installed.jvmOptions().includes('-Dcassandra.allow_unsafe_join=true')) {
    return `A node with address /${node.position.address} already exists, cancelling join. Use cassandra.replace_address if you want to replace this node.`;
  }
  if (yaml['auto_bootstrap'] !== false)
    return 'the simulation knows no node that bootstraps over its own data';
  const tokens = String(yaml['initial_token'] ?? '')
    .split(',')
    .map((token) => token.trim());
  if (tokens.toSorted().join() !== node.position.tokens.map(String).toSorted().join())
    return 'the simulation knows no node that takes other tokens than its own';
  return null;
}

function unreadYaml(starting: Starting): string | null {
  const yaml = starting.installed.yaml();
  if (Object.keys(yaml).length === 0) return 'Expecting URI in variable: [cassandra.config]';
  const refused = refusedKeys(starting.node.release).filter((key) => key in yaml);
  if (refused.length === 0) return null;
  return `Exception encountered during startup: Invalid yaml. Please remove properties [${refused.join(', ')}] from your cassandra.yaml`;
}

/** @source measured on 6.0-alpha2: a node on an empty folder does not say what is wrong; older releases would join anew */
function noData({ data, events, node }: Starting): string | null {
  const everServed = events.some(({ what }) => what === 'serving');
  if (!everServed || data.sstables().length > 0) return null;
  return node.major < 6
    ? 'A node with the same address joins anew: its data folder is empty'
    : 'Found no candidates during initialization. Check if the seeds are up';
}

function unreadSSTables({ data, node }: Starting): string | null {
  const mode = effectiveStorageMode(node.line, node.storageMode);
  const unread = data.sstables().filter(({ format }) => !readsFormat(node.line, mode, format));
  if (unread.length === 0) return null;
  const named = unread.map(({ folder, format, generation }) => `${folder}/${format}-${generation}`);
  return `Detected unreadable sstables ${named.slice(0, 3).join(',')}, please check NEWS.txt and ensure that you have upgraded through all required intermediate versions, running upgradesstables`;
}

/** @source measured: 5.0.9 on what 6.0-alpha2 left in CASSANDRA_5 */
function unreadCommitLog({ data, node }: Starting): string | null {
  const known = Math.max(...Object.values(factsOf[node.line].writes).map(({ commitLog }) => commitLog));
  const newer = data.commitLogVersions().find((version) => version > known);
  return newer === undefined ? null : `Unknown commitlog version ${newer}`;
}
