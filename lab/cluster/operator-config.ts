/** Configuration as an operator of some years keeps it: own values, own comments, files that must survive an upgrade. */
import type { LabNode } from './lab-node.ts';

export interface ConfigOptions {
  readonly node: LabNode;
  readonly nodeCount: number;
  readonly seeds: readonly string[];
  readonly clusterName: string;
  /** Release that the file is for: names of keys changed with 4.1. */
  readonly release: string;
  /** Lines put at the end of cassandra.yaml. */
  readonly yamlExtra?: string | undefined;
}

/**
 * No `storage_compatibility_mode`: absent is what clusters that came from 4.x have, and 5.0 then runs as CASSANDRA_4.
 * @source conf/cassandra.yaml of 3.11, 4.0, 4.1 and 5.0 for the keys; the values are this lab's own.
 */
export function cassandraYaml({
  node,
  nodeCount,
  seeds,
  clusterName,
  release,
  yamlExtra,
}: ConfigOptions): string {
  const { data } = node.paths;
  const key = namesOf(release);
  const thrift = line(release) < 4 ? ['start_rpc: false', 'rpc_port: 9160', ''] : [];
  return [
    `# ${clusterName}: kept in our configuration repository, do not edit by hand on ${node.name}`,
    `cluster_name: '${clusterName}'`,
    `num_tokens: ${tokensPerNode}   # down from 256 since the rebuild, tokens planned by hand`,
    `initial_token: ${tokensOf(node.number, nodeCount).join(',')}`,
    'partitioner: org.apache.cassandra.dht.Murmur3Partitioner',
    '',
    '# --- who is where',
    'endpoint_snitch: GossipingPropertyFileSnitch',
    `listen_address: ${node.address}`,
    `rpc_address: ${node.address}`,
    'seed_provider:',
    '    - class_name: org.apache.cassandra.locator.SimpleSeedProvider',
    '      parameters:',
    `          - seeds: "${seeds.join(',')}"`,
    'storage_port: 7000',
    'native_transport_port: 9042',
    'start_native_transport: true',
    ...thrift,
    '',
    '# --- disks',
    'data_file_directories:',
    `    - ${data}/data`,
    `commitlog_directory: ${data}/commitlog`,
    `hints_directory: ${data}/hints`,
    `saved_caches_directory: ${data}/saved_caches`,
    `cdc_raw_directory: ${data}/cdc_raw`,
    // Its default is below the release, which is root's here: 6.0 then does not start (measured on 6.0-alpha2).
    ...(line(release) >= 6 ? ['accord:', `    journal_directory: ${data}/accord_journal`] : []),
    'disk_failure_policy: stop',
    'commit_failure_policy: stop',
    'commitlog_sync: periodic',
    key('commitlog_sync_period', 'commitlog_sync_period_in_ms', 5000, 'ms'),
    key('commitlog_segment_size', 'commitlog_segment_size_in_mb', 8, 'MiB'),
    key('commitlog_total_space', 'commitlog_total_space_in_mb', 256, 'MiB'),
    '',
    '# --- hints: nights on call are long, six hours instead of three',
    'hinted_handoff_enabled: true',
    key('max_hint_window', 'max_hint_window_in_ms', 21600000, 'ms'),
    key('hinted_handoff_throttle', 'hinted_handoff_throttle_in_kb', 2048, 'KiB'),
    '',
    '# --- the application waits 10 s itself',
    key('read_request_timeout', 'read_request_timeout_in_ms', 8000, 'ms'),
    key('write_request_timeout', 'write_request_timeout_in_ms', 4000, 'ms'),
    key('range_request_timeout', 'range_request_timeout_in_ms', 12000, 'ms'),
    'native_transport_max_threads: 64',
    '',
    '# --- small hosts',
    'concurrent_reads: 16',
    'concurrent_writes: 16',
    'concurrent_compactors: 1',
    key('compaction_throughput', 'compaction_throughput_mb_per_sec', 32, 'MiB/s'),
    key('file_cache_size', 'file_cache_size_in_mb', 64, 'MiB'),
    key('key_cache_size', 'key_cache_size_in_mb', 16, 'MiB'),
    'memtable_allocation_type: heap_buffers',
    'auto_snapshot: true',
    'incremental_backups: false',
    'snapshot_before_compaction: false',
    'internode_compression: dc',
    ...(yamlExtra === undefined ? [] : ['', yamlExtra.trimEnd()]),
    '',
  ].join('\n');
}

const tokensPerNode = 8;

/** Evenly spread over Murmur3's range, the nodes taking turns, so that all own the same and may join at the same time. */
export function tokensOf(nodeNumber: number, nodeCount: number): bigint[] {
  const step = 2n ** 64n / BigInt(tokensPerNode * nodeCount);
  return Array.from(
    { length: tokensPerNode },
    (_, turn) => -(2n ** 63n) + step * BigInt(turn * nodeCount + nodeNumber) - step / 2n,
  );
}

export function rackProperties({ dataCenter, rack }: Pick<LabNode, 'dataCenter' | 'rack'>): string {
  return `# where this node stands\ndc=${dataCenter}\nrack=${rack}\nprefer_local=true\n`;
}

/**
 * The release's own options with an operator's at the end: small heap, one collector thread, quick joins. Lines of the
 * release that choose another heap or collector are commented out, the way that people do it.
 */
export function jvmOptions(shipped: string, own: readonly string[]): string {
  const chosenElsewhere = /^(-Xm[sxn]|-XX:[+-]Use\w+GC\b|-XX:[+-]?(G1|CMS|ZGenerational))/;
  const kept = shipped.split('\n').map((text) => (chosenElsewhere.test(text) ? `#${text}` : text));
  const added = own.length > 0 ? ['', '### our own, see the runbook', ...own] : [];
  return [kept.join('\n').trimEnd(), ...added, ''].join('\n');
}

export const ownJvmOptions: readonly string[] = [
  '-Xms512M',
  '-Xmx512M',
  '-XX:+UseSerialGC',
  '-XX:TieredStopAtLevel=1',
  '-Dcassandra.ring_delay_ms=2000',
  '-Dcassandra.skip_wait_for_gossip_to_settle=0',
];

/** A setting in the notation of its release: `name: 5000ms` from 4.1 on, `name_in_ms: 5000` before. */
function namesOf(release: string): (name: string, oldName: string, value: number, unit: string) => string {
  return line(release) >= 4.1
    ? (name, _, value, unit) => `${name}: ${value}${unit}`
    : (_, oldName, value) => `${oldName}: ${value}`;
}

/** `5.0.9` is 5.0, `4.1.10` is 4.1. */
function line(release: string): number {
  return Number.parseFloat(release);
}
