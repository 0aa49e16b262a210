/** What changes by itself with a hop because cassandra.yaml says nothing of it. */
import { isBefore } from './release-line.ts';
import type { ReleaseLine } from './release-line.ts';

interface ChangedDefault {
  readonly since: ReleaseLine;
  /** The line that has it no more. */
  readonly until?: ReleaseLine;
  /** Names under which the value may be set, the newest first. */
  readonly keys: readonly [string, ...string[]];
  readonly before: string;
  readonly after: string;
  readonly means: string;
}

/** @source config/Config.java of 3.11.19, 4.0.19, 4.1.10, 5.0.9 and 6.0-alpha2 */
const changed: readonly ChangedDefault[] = [
  {
    since: '4.0',
    keys: ['materialized_views_enabled', 'enable_materialized_views'],
    before: 'true',
    after: 'false',
    means: 'existing views go on, new ones are refused',
  },
  {
    since: '4.0',
    keys: ['sasi_indexes_enabled', 'enable_sasi_indexes'],
    before: 'true',
    after: 'false',
    means: 'existing SASI indexes go on, new ones are refused',
  },
  {
    since: '4.0',
    keys: ['internode_timeout', 'cross_node_timeout'],
    before: 'false',
    after: 'true',
    means: 'the clocks of all nodes must agree, or requests time out',
  },
  {
    since: '4.0',
    keys: ['compaction_throughput', 'compaction_throughput_mb_per_sec'],
    before: '16',
    after: '64',
    means: 'compaction may take four times the disk bandwidth',
  },
  {
    since: '4.0',
    keys: ['start_native_transport'],
    before: 'false',
    after: 'true',
    means: 'clients are served over CQL',
  },
  {
    since: '4.0',
    keys: ['dynamic_snitch_badness_threshold'],
    before: '0.1',
    after: '1.0',
    means: 'reads leave a slow replica only when it is twice as slow as the best',
  },
  {
    since: '4.1',
    keys: ['native_transport_max_frame_size', 'native_transport_max_frame_size_in_mb'],
    before: '256 MiB',
    after: '16 MiB',
    means: 'larger requests, such as big batches, are refused',
  },
  {
    since: '4.1',
    keys: ['cas_contention_timeout', 'cas_contention_timeout_in_ms'],
    before: '1000 ms',
    after: '1800 ms',
    means: 'contended lightweight transactions try for longer',
  },
  {
    since: '5.0',
    keys: [
      'partition_size_warn_threshold',
      'compaction_large_partition_warning_threshold',
      'compaction_large_partition_warning_threshold_mb',
    ],
    before: '100 MiB',
    after: 'off',
    means: 'large partitions are no longer warned of',
  },
  {
    since: '5.0',
    keys: ['partition_tombstones_warn_threshold', 'compaction_tombstone_warning_threshold'],
    before: '100000',
    after: 'off',
    means: 'partitions with many tombstones are no longer warned of',
  },
  {
    since: '5.0',
    until: '6.0',
    keys: ['reject_out_of_token_range_requests'],
    before: 'true',
    after: 'false',
    means: 'requests for data that is not the node’s are only logged',
  },
  {
    since: '5.0',
    keys: ['disk_access_mode'],
    before: 'auto',
    after: 'mmap_index_only',
    means: 'data files are read by system calls, and need more of the chunk cache',
  },
  {
    since: '6.0',
    keys: ['repair_disk_headroom_reject_ratio', 'incremental_repair_disk_headroom_reject_ratio'],
    before: '0.0',
    after: '0.2',
    means: 'repair is rejected while less than a fifth of the disk is free',
  },
];

/** A sentence for each default that the hop changes and the file leaves open. */
export function changedDefaults(
  isSet: (key: string) => boolean,
  from: ReleaseLine,
  to: ReleaseLine,
): { readonly key: string; readonly why: string }[] {
  return changed
    .filter(({ since, until }) => isBefore(from, since) && !isBefore(to, since) && to !== until)
    .filter(({ keys }) => !keys.some(isSet))
    .map(({ keys, since, before, after, means }) => ({
      key: keys[0],
      why: `its default changes from ${before} to ${after} in ${since}: ${means}`,
    }));
}

/** Thresholds that the runbook of 6.0 asks to set against a workload's real sizes. @source seed 001 (S1-26) */
const guardrails = [
  'partition_size_warn_threshold',
  'partition_size_fail_threshold',
  'columns_per_table_warn_threshold',
  'secondary_indexes_per_table_warn_threshold',
  'tables_warn_threshold',
] as const;

/**
 * 6.0 guards nothing by itself: each threshold is off until it is set, whatever a template beside it says.
 * @source config/Config.java of 6.0-alpha2: -1 or null for every one of them
 */
export function guardrailNotes(
  isSet: (key: string) => boolean,
  from: ReleaseLine,
  to: ReleaseLine,
): { readonly key: string; readonly why: string }[] {
  const open = guardrails.filter((key) => !isSet(key));
  if (to !== '6.0' || from === '6.0' || open.length === 0) return [];
  const why = `off unless set: compare ${open.join(', ')} with the sizes that the workload has, since a fail threshold rejects writes`;
  return [{ key: 'guardrails', why }];
}
