import {
  type Guardrail,
  type Threshold,
  maxDiskBytesIn,
  mentionsGuardrail,
  thresholdsIn,
} from '../cassandra/guardrails.ts';
import { configurationLineOf } from '../cassandra/dse-release.ts';
import { type YamlText, readYamlText } from '../cassandra/yaml-text.ts';
import type { Inventory } from '../inventory.ts';
import type { NodeObservation } from '../observation.ts';
import type { Release } from '../topology.ts';
import type { Verdict } from '../verdict.ts';
import { mergeFor } from './configuration-accepted.ts';
import type { PreflightInput } from './gate-input.ts';
import { type Judged, type Objection, judge } from './judge.ts';
import { sayBytes, sayList, sayNode } from './say.ts';

/** Thresholds of the file that a node will read on the target; null: it can't be merged. */
interface Guarded {
  readonly seen: NodeObservation;
  readonly yaml: YamlText | null;
  readonly thresholds: readonly Threshold[];
}

/** One thing that is counted, the largest first. */
interface Size {
  readonly value: number;
  /** `shop.orders has 63 columns` */
  readonly says: string;
}

/** Thresholds that a node's cassandra.yaml, as it will be, sets. */
export function thresholdsAhead(seen: NodeObservation, target: Release): readonly Threshold[] {
  if (!mentionsGuardrail(seen.host?.configuration['cassandra.yaml'] ?? '')) return [];
  return guardedBy(seen, target).thresholds;
}

/** Does any node's set one? No file is read further than that takes. */
export function isGuarded(nodes: readonly NodeObservation[], target: Release): boolean {
  return nodes.some((seen) => thresholdsAhead(seen, target).length > 0);
}

/**
 * Guardrails of the target, as each node's cassandra.yaml will set them, against the sizes that the workload has: what is
 * above a fail threshold shuts, what is above a warn threshold is said, and so is what only requests can tell. Judged where
 * a threshold is set: all of them are off until then.
 *
 * @source seed 001, "Guardrails"; db/guardrails/Guardrails.java, service/disk/usage/DiskUsageMonitor.java and
 *   db/virtual/TableMetricTables.java of 6.0-alpha2
 */
export function guardrailsFit({ spec, inventory }: PreflightInput): Verdict {
  const guarded = inventory.nodes.map((seen) => guardedBy(seen, spec.target));
  const judged = guarded.flatMap((each) => judgeNode(each, inventory));
  return judge('guardrailsFit', {
    seen: [...new Set(judged.flatMap(({ seen }) => seen))],
    against: judged.flatMap(({ against }) => against),
    standsFor: ['S1-26'],
  });
}

function guardedBy(seen: NodeObservation, target: Release): Guarded {
  const line = configurationLineOf(target);
  if (line === null || !seen.host || !seen.version) return { seen, yaml: null, thresholds: [] };
  const merged = mergeFor(seen, target);
  if ('found' in merged) return { seen, yaml: null, thresholds: [] };
  const yaml = readYamlText(merged.merged.text);
  return { seen, yaml, thresholds: thresholdsIn(yaml, line) };
}

function judgeNode({ seen, yaml, thresholds }: Guarded, inventory: Inventory): Judged[] {
  if (yaml === null) {
    const found = `${sayNode(seen)}: which guardrails it will have is not known: its cassandra.yaml could not be merged`;
    const remedy = `Mend what configurationAccepted says of ${sayNode(seen)}.`;
    return [{ seen: [], against: [{ found, remedy }] }];
  }
  return thresholds.map((threshold) => judgeThreshold(threshold, { seen, yaml, inventory }));
}

interface Around {
  readonly seen: NodeObservation;
  readonly yaml: YamlText;
  readonly inventory: Inventory;
}

function judgeThreshold(threshold: Threshold, around: Around): Judged {
  const { key, text, value, level, guardrail } = threshold;
  const who = sayNode(around.seen);
  if (value === null) return unknown(threshold, `${who}: ${key} is "${text}", which is no number of it`, who);
  if (guardrail.counted === 'unseen') return said(`${key} is ${text}: only requests tell what they have`);
  const sizes = sizesOf(guardrail, around);
  if (sizes === null) {
    return unknown(threshold, `${key} is ${text}, and what there is of it could not be read on ${who}`, who);
  }
  const over = sizes.filter((size) => size.value > value);
  const [largest] = sizes;
  if (over.length === 0) return said(`${key} is ${text}: ${largest?.says ?? 'there is none'}`);
  if (guardrail.counted === 'withinPartition') {
    return said(`${key} is ${text}: ${over[0]?.says}, so that only requests tell whether a value is larger`);
  }
  const found = `${key} is ${text}: ${sayList(over.map(({ says }) => says))}`;
  if (level === 'warn') return said(`${found}, of which it will warn`);
  return {
    seen: [],
    against: [
      {
        found: `${found}; above it ${guardrail.means}`,
        remedy: `Raise ${key} in the cassandra.yaml of every node above what is there, or bring that below it first.`,
      },
    ],
  };
}

/** A warning harms nobody: not to know of it is said, and does not shut. */
function unknown({ level, key }: Threshold, found: string, who: string): Judged {
  if (level === 'warn') return said(found);
  const remedy = `Correct ${key} in the cassandra.yaml of ${who}, or make CQL answer there (\`cql\` in the file), then look again.`;
  return { seen: [], against: [{ found, remedy } satisfies Objection] };
}

function said(line: string): Judged {
  return { seen: [line], against: [] };
}

/** Largest first; null: not known. */
function sizesOf({ counted }: Guardrail, { seen, yaml, inventory }: Around): Size[] | null {
  if (counted === 'diskUsage') return diskUsageOf(seen, yaml);
  if (counted === 'partitionSize' || counted === 'withinPartition') return partitionsOf(seen, inventory);
  const { sizes } = inventory;
  if (!sizes) return null;
  const perTable = (count: 'columns' | 'indexes' | 'views', one: string): Size[] =>
    sizes.tables.map((each) => ({
      value: each[count],
      says: `${each.keyspace}.${each.table} has ${each[count]} ${one}`,
    }));
  const counts: Readonly<Record<string, () => Size[]>> = {
    keyspaces: () => [{ value: sizes.keyspaces, says: `there are ${sizes.keyspaces} keyspaces` }],
    tables: () => [{ value: sizes.tables.length, says: `there are ${sizes.tables.length} tables` }],
    columnsPerTable: () => perTable('columns', 'columns'),
    indexesPerTable: () => perTable('indexes', 'secondary indexes'),
    viewsPerTable: () => perTable('views', 'materialized views'),
    fieldsPerType: () =>
      sizes.types.map(({ keyspace, type, fields }) => ({
        value: fields,
        says: `${keyspace}.${type} has ${fields} fields`,
      })),
  };
  return counts[counted]?.().toSorted((one, other) => other.value - one.value) ?? null;
}

function partitionsOf({ node, name }: NodeObservation, { largestPartitions }: Inventory): Size[] | null {
  const told = largestPartitions?.[node];
  if (!told) return null;
  return told.map(({ keyspace, table, mebibytes }) => ({
    value: mebibytes * 1024 ** 2,
    says: `${sayNode({ node, name })} has a partition of up to ${sayBytes(mebibytes * 1024 ** 2)} in ${keyspace}.${table}`,
  }));
}

/** As the node itself computes it, but for what its memtables hold. */
function diskUsageOf({ node, name, host }: NodeObservation, yaml: YamlText): Size[] | null {
  const folders = host?.folders.filter(({ role }) => role === 'data') ?? [];
  const disks = new Map(
    folders.flatMap(({ path }) => {
      const disk = host?.fileSystems.find((each) => each.path === path);
      return disk ? [[disk.mountPoint, disk.freeBytes] as const] : [];
    }),
  );
  const sizes = folders.map(({ bytes }) => bytes);
  const known = sizes.filter((bytes) => bytes !== null);
  if (known.length === 0 || known.length < sizes.length || disks.size === 0) return null;
  const used = known.reduce((sum, bytes) => sum + bytes, 0);
  const free = [...disks.values()].reduce((sum, bytes) => sum + bytes, 0);
  const total = Math.min(used + free, maxDiskBytesIn(yaml) ?? Infinity);
  const percent = Math.ceil((used / total) * 100);
  return [{ value: percent, says: `the data of ${sayNode({ node, name })} take ${percent}% of their disks` }];
}
