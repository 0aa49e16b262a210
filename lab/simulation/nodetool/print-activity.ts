/** What goes on in a node: streams, compactions, thread pools, latencies, repairs. */
import { isBefore } from '../../../knowledge/cassandra/release-line.ts';
import type { NodeModel, RunningCompaction } from '../model/node-model.ts';
import { textTable } from './text-table.ts';

/** @source recorded netstats of 4.0.19 to 6.0-alpha2 */
export function printNetStats({ mode }: NodeModel): string {
  const pool = (name: string, ...cells: string[]) =>
    `${name.padEnd(25)}${cells.map((cell, index) => cell.padStart([10, 10, 15, 10][index] ?? 10)).join('')}\n`;
  return [
    `Mode: ${mode}\nNot sending any streams.\nRead Repair Statistics:\n`,
    'Attempted: 0\nMismatch (Blocking): 0\nMismatch (Background): 0\n',
    pool('Pool Name', 'Active', 'Pending', 'Completed', 'Dropped'),
    pool('Large messages', 'n/a', '0', '2', '0'),
    pool('Small messages', 'n/a', '0', '4216', '0'),
    pool('Gossip messages', 'n/a', '0', '393', '0'),
  ].join('');
}

/** @source recorded compactionstats: another layout since 5.0 */
export function printCompactionStats(node: NodeModel): string {
  return isBefore(node.line, '5.0') ? compactionsBeforeFive(node) : compactionsSinceFive(node);
}

const compactionHeader = [
  ...['id', 'compaction type', 'keyspace', 'table', 'completed', 'total', 'unit', 'progress'],
];

function compactionsBeforeFive({ compactions }: NodeModel): string {
  const pending = pendingOf(compactions);
  const lines = [...pending].map(([name, count]) => `- ${name}: ${count}\n`).join('');
  const head = `pending tasks: ${compactions.size}\n${lines}\n`;
  if (compactions.size === 0) return head;
  const table = textTable([compactionHeader, ...[...compactions].map(compactionRow)]);
  return `${head}${table}Active compaction remaining time :   0h00m01s\n`;
}

function compactionsSinceFive(node: NodeModel): string {
  const { compactions, compactionsCompleted, compactionThroughput } = node;
  const newer = isBefore(node.line, '6.0') ? [] : [1, 5, 15];
  const running = [...compactions].map(compactionRow);
  return textTable([
    ['concurrent compactors', '2'],
    ['pending tasks', String(compactions.size)],
    ...[...pendingOf(compactions)].map(([name, count]) => [...name.split('.'), String(count)]),
    ['compactions completed', String(compactionsCompleted)],
    ['data compacted', '27895'],
    ['compressed data compacted', '11999'],
    ['compactions aborted', '0'],
    ['compactions reduced', '0'],
    ['sstables dropped from compaction', '0'],
    ['15 minute rate', '10.92/minute'],
    ['mean rate', '39.42/hour'],
    ['compaction throughput (MiB/s)', compactionThroughput.toFixed(1)],
    ...newer.map((minutes) => [`current compaction throughput (${minutes} minute)`, '0.000 MiB/s']),
    ...(running.length === 0
      ? []
      : [compactionHeader, ...running, ['active compaction remaining time', '0h00m01s']]),
  ]);
}

function pendingOf(compactions: ReadonlySet<RunningCompaction>): Map<string, number> {
  const pending = new Map<string, number>();
  for (const { keyspace, table } of compactions) {
    const name = `${keyspace}.${table}`;
    pending.set(name, (pending.get(name) ?? 0) + 1);
  }
  return pending;
}

function compactionRow({ id, type, keyspace, table, completedBytes, totalBytes }: RunningCompaction) {
  const share = `${((100 * completedBytes) / Math.max(1, totalBytes)).toFixed(2)}%`;
  return [id, type, keyspace, table, String(completedBytes), String(totalBytes), 'bytes', share];
}

/** @source recorded tpstats of 3.11.19 and 5.0.9; `Repair#N` as in ActiveRepairService, while a repair is coordinated */
export function printTpStats({ line, repairsRunning, repairsStarted }: NodeModel): string {
  const pools = [
    ...['RequestResponseStage', 'MutationStage', 'ReadStage', 'CompactionExecutor', 'MemtableReclaimMemory'],
    ...['GossipStage', 'HintsDispatcher', 'MigrationStage', 'MemtablePostFlush', 'ValidationExecutor'],
    ...['MemtableFlushWriter', 'CacheCleanupExecutor', 'Native-Transport-Requests'],
  ].map((name) => [name, '0', '0', '42', '0', '0']);
  const repairs = Array.from({ length: repairsRunning }, (_, index) => [
    ...[`Repair#${repairsStarted - index}`, '1', '0', '0', '0', '0'],
  ]);
  if (isBefore(line, '4.0')) return tpStatsBeforeFour([...pools, ...repairs]);
  const messages = ['READ_REQ', 'READ_RSP', 'MUTATION_REQ', 'MUTATION_RSP', 'RANGE_REQ', '_SAMPLE'].map(
    (name) => [name, '0', '0.0', '0.0', '0.0', '0.0'],
  );
  return [
    textTable([
      ['Pool Name', 'Active', 'Pending', 'Completed', 'Blocked', 'All time blocked'],
      ...pools,
      ...repairs,
    ]),
    '\nLatencies waiting in queue (micros) per dropped message types\n',
    textTable([['Message type', 'Dropped', '50%', '95%', '99%', 'Max'], ...messages]),
  ].join('');
}

function tpStatsBeforeFour(pools: readonly (readonly string[])[]): string {
  const widths = [10, 10, 15, 10, 18];
  const row = ([name = '', ...cells]: readonly string[]) =>
    `${name.padEnd(30)}${cells.map((cell, index) => cell.padStart(widths[index] ?? 10)).join('')}\n`;
  const messages = ['READ', 'RANGE_SLICE', '_TRACE', 'HINT', 'MUTATION', 'COUNTER_MUTATION', 'READ_REPAIR'];
  return [
    row(['Pool Name', 'Active', 'Pending', 'Completed', 'Blocked', 'All time blocked']),
    ...pools.map(row),
    '\nMessage type           Dropped\n',
    ...messages.map((name) => `${name.padEnd(20)}${'0'.padStart(10)}\n`),
  ].join('');
}

/** @source recorded proxyhistograms of 4.0.19 to 6.0-alpha2 */
export function printProxyHistograms(): string {
  const names = ['Read', 'Write', 'Range', 'CAS Read', 'CAS Write', 'View Write'];
  const row = (name: string, cells: readonly string[]) =>
    `${name.padEnd(10)}${cells.map((cell) => cell.padStart(19)).join('')}`;
  const heads = names.map((name) => `${name} Latency`);
  const values: [string, number, number, number][] = [
    ['50%', 1331, 446, 2759],
    ['75%', 1331, 924, 3311],
    ['95%', 2299, 9887, 29521],
    ['98%', 2299, 29521, 29521],
    ['99%', 2299, 42510, 29521],
    ['Min', 925, 25, 1110],
    ['Max', 2299, 152321, 29521],
  ];
  return [
    'proxy histograms',
    row('Percentile', heads),
    row(
      '',
      names.map(() => '(micros)'),
    ),
    ...values.map(([name, ...measured]) =>
      row(
        name,
        [...measured, 0, 0, 0].map((value) => value.toFixed(2)),
      ),
    ),
    '',
    '',
  ].join('\n');
}

/** @source printed gcstats of 3.11.19 to 5.0.9, and of 6.0-alpha2, which sizes its columns */
export function printGcStats({ line }: NodeModel): string {
  const [names, values] = [
    ['Interval (ms)', 'Max GC Elapsed (ms)', 'Total GC Elapsed (ms)', 'Stdev GC Elapsed (ms)'],
    ['48441', '26', '324', '11', '3200000000', '17'],
  ];
  if (isBefore(line, '6.0')) {
    const heads = [...names, 'GC Reclaimed (MB)', 'Collections', 'Direct Memory Bytes'];
    const row = (cells: readonly string[]) =>
      `${cells.map((cell, index) => cell.padStart(index === 6 ? 25 : 20)).join('')}\n`;
    return `${row(heads)}${row([...values, '-1'])}`;
  }
  const memory = ['Allocated', 'Max', 'Reserved'].map((which) => `${which} Direct Memory Bytes`);
  return textTable([
    [...names, 'GC Reclaimed Bytes', 'GC Count', ...memory],
    [...values, '1048576', '536870912', '262144'],
  ]);
}

/** @source printed sjk mxdump of 4.0.19 to 6.0-alpha2 */
export function printClientRequests({ clientErrors }: NodeModel): string {
  const beans = ['Read', 'Write', 'RangeSlice'].flatMap((scope) =>
    ['Latency', 'Timeouts', 'Unavailables', 'Failures'].map((name) => ({
      name: `org.apache.cassandra.metrics:type=ClientRequest,scope=${scope},name=${name}`,
      modelerType: 'org.apache.cassandra.metrics.CassandraMetricsRegistry$JmxTimer',
      Count: name === 'Timeouts' && scope === 'Read' ? clientErrors : 0,
      ...(name === 'Latency' && { Mean: 'NaN', '99thPercentile': 2299, DurationUnit: 'microseconds' }),
    })),
  );
  // No JSON, but what nodetool prints of a histogram without values.
  return `${JSON.stringify({ beans }, null, 2).replaceAll('"NaN"', 'NaN')}\n`;
}
