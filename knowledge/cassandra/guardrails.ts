/** Guardrails with a threshold for what a workload has already, and those that a cassandra.yaml sets. */
import { isBefore } from './release-line.ts';
import type { ReleaseLine } from './release-line.ts';
import type { YamlText } from './yaml-text.ts';

/** What can be counted from outside of the process. */
export type Counted =
  | 'keyspaces'
  | 'tables'
  | 'columnsPerTable'
  | 'indexesPerTable'
  | 'viewsPerTable'
  | 'fieldsPerType'
  | 'partitionSize'
  | 'diskUsage';

export interface Guardrail {
  /** Its keys are this and `_warn_threshold`, `_fail_threshold`. */
  readonly name: string;
  readonly since: ReleaseLine;
  /** `withinPartition`: nothing of it is larger than the largest partition. `unseen`: only requests tell. */
  readonly counted: Counted | 'withinPartition' | 'unseen';
  readonly isSize?: true;
  /** What happens above the fail threshold. */
  readonly means: string;
}

const noMore = 'what is there stays, the next one is refused';
const writes = 'larger ones are rejected when clients write them';
const requests = 'larger requests are rejected';

/**
 * All of them are off until they are set.
 * @source config/Config.java and db/guardrails/Guardrails.java of 4.1.10, 5.0.9 and 6.0-alpha2; cql3/statements/schema of
 *   them; Guardrail.java: without a client's state a violation is an ERROR in the log and nothing else
 */
export const guardrails: readonly Guardrail[] = [
  { name: 'keyspaces', since: '4.1', counted: 'keyspaces', means: noMore },
  { name: 'tables', since: '4.1', counted: 'tables', means: noMore },
  { name: 'columns_per_table', since: '4.1', counted: 'columnsPerTable', means: noMore },
  { name: 'secondary_indexes_per_table', since: '4.1', counted: 'indexesPerTable', means: noMore },
  { name: 'materialized_views_per_table', since: '4.1', counted: 'viewsPerTable', means: noMore },
  { name: 'fields_per_udt', since: '4.1', counted: 'fieldsPerType', means: noMore },
  {
    ...{ name: 'data_disk_usage_percentage', since: '4.1', counted: 'diskUsage' },
    means: 'writes are rejected whose replicas include the node',
  },
  {
    ...{ name: 'partition_size', since: '5.0', counted: 'partitionSize', isSize: true },
    means: 'each compaction that writes one logs an ERROR',
  },
  {
    ...{ name: 'column_value_size', since: '5.0', counted: 'withinPartition', isSize: true },
    means: writes,
  },
  ...['ascii', 'blob', 'text_and_varchar', 'varchar'].map((type) => ({
    ...{ name: `column_${type}_value_size`, since: '6.0', counted: 'withinPartition', isSize: true },
    means: writes,
  })),
  { name: 'collection_size', since: '4.1', counted: 'withinPartition', isSize: true, means: writes },
  ...['map', 'set', 'list'].map((type) => ({
    ...{ name: `collection_${type}_size`, since: '6.0', counted: 'withinPartition', isSize: true },
    means: writes,
  })),
  { name: 'items_per_collection', since: '4.1', counted: 'unseen', means: writes },
  { name: 'vector_dimensions', since: '5.0', counted: 'unseen', means: noMore },
  {
    ...{ name: 'partition_tombstones', since: '5.0', counted: 'unseen' },
    means: 'each compaction that writes one logs an ERROR',
  },
  { name: 'page_size', since: '4.1', counted: 'unseen', means: requests },
  { name: 'partition_keys_in_select', since: '4.1', counted: 'unseen', means: requests },
  { name: 'in_select_cartesian_product', since: '4.1', counted: 'unseen', means: requests },
] as readonly Guardrail[];

export interface Threshold {
  readonly guardrail: Guardrail;
  readonly level: 'warn' | 'fail';
  readonly key: string;
  /** As the file has it. */
  readonly text: string;
  /** A number, bytes or percent; null: it can not be read. */
  readonly value: number | null;
}

const mentioned = new RegExp(
  `^\\s*(compaction_large_partition_warning|(${guardrails.map(({ name }) => name).join('|')})_(warn|fail))_threshold`,
  'm',
);

/** Is any of them set or switched off in the text? Most files need not be read any further. */
export function mentionsGuardrail(text: string): boolean {
  return mentioned.test(text);
}

/** The thresholds that a line heeds and a file sets, off ones (-1, 0, null) left out. @param line the one that will read it */
export function thresholdsIn(yaml: Pick<YamlText, 'valueOf'>, line: ReleaseLine): Threshold[] {
  return guardrails
    .filter(({ since }) => !isBefore(line, since))
    .flatMap((guardrail) =>
      (['warn', 'fail'] as const).flatMap((level) => {
        const found = settingOf(yaml, guardrail, level);
        if (found === null || /^(null|~|0\w*|-\d+)$/.test(found.text)) return [];
        const { key, text } = found;
        return { guardrail, level, key, text, value: guardrail.isSize ? bytesOf(text) : countOf(text) };
      }),
    );
}

/** Under the names that lines of before gave it too. */
function settingOf(
  yaml: Pick<YamlText, 'valueOf'>,
  { name }: Guardrail,
  level: Threshold['level'],
): { key: string; text: string } | null {
  const own = `${name}_${level}_threshold`;
  const old = own === 'partition_size_warn_threshold' ? 'compaction_large_partition_warning_threshold' : null;
  for (const key of [own, ...(old === null ? [] : [old, `${old}_mb`])]) {
    const text = yaml.valueOf(key);
    if (text !== null) return { key, text: key.endsWith('_mb') && text !== '0' ? `${text}MiB` : text };
  }
  return null;
}

const powers: Readonly<Record<string, number>> = { B: 0, KiB: 1, MiB: 2, GiB: 3 };

/** @source config/DataStorageSpec.java: B, KiB, MiB and GiB, with no blank before */
function bytesOf(text: string): number | null {
  const [, number, unit = ''] = /^(\d+)(B|KiB|MiB|GiB)$/.exec(text) ?? [];
  return number === undefined ? null : Number(number) * 1024 ** (powers[unit] ?? 0);
}

function countOf(text: string): number | null {
  return /^\d+$/.test(text) ? Number(text) : null;
}

/** The limit of the disk that usage is a share of; null: none is set. */
export function maxDiskBytesIn(yaml: Pick<YamlText, 'valueOf'>): number | null {
  const text = yaml.valueOf('data_disk_usage_max_disk_size');
  return text === null ? null : bytesOf(text);
}
