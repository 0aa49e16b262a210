import { isBefore } from '../../../knowledge/cassandra/release-line.ts';
import type { ClusterModel } from '../model/cluster-model.ts';
import type { NodeModel } from '../model/node-model.ts';
import { sayBytes } from './text-table.ts';

/** `nodetool info`. @source recorded info of 3.11.19 to 6.0-alpha2 */
export function printInfo(cluster: ClusterModel, node: NodeModel): string {
  const { position, startedAt, loadBytes } = node;
  const since = startedAt ?? Date.now();
  const old = isBefore(node.line, '4.0');
  const five = !isBefore(node.line, '5.0');
  const cache = (capacity: string, period: number) =>
    `entries 0, size 0 bytes, capacity ${capacity}, 0 hits, 0 requests, NaN recent hit rate, ${period} save period in seconds`;
  const lines: [string, string][] = [
    ['ID', cluster.hostIdOf(node, node)],
    ['Gossip active', String(node.mode === 'NORMAL')],
    ...(old ? [['Thrift active', 'false'] as [string, string]] : []),
    ['Native Transport active', String(node.serving)],
    ['Load', sayBytes(loadBytes)],
    ...(five ? [['Uncompressed load', sayBytes(loadBytes)] as [string, string]] : []),
    ['Generation No', String(Math.round(since / 1_000))],
    ['Uptime (seconds)', String(Math.round((Date.now() - since) / 1_000))],
    ['Heap Memory (MB)', '132.59 / 386.69'],
    ['Off Heap Memory (MB)', '0.02'],
    ['Data Center', position.dataCenter],
    ['Rack', position.rack],
    ['Exceptions', '0'],
    ['Key Cache', cache('19 MiB', 14400)],
    ['Row Cache', cache('0 bytes', 0)],
    ['Counter Cache', cache('9 MiB', 7200)],
    ...(old
      ? []
      : [['Network Cache', 'size 8 MiB, overflow size: 0 bytes, capacity 24 MiB'] as [string, string]]),
    ['Percent Repaired', '0.0%'],
    ['Token', `(invoke with -T/--tokens to see all ${position.tokens.length} tokens)`],
    ...(five ? bootstrapLines : []),
  ];
  return lines.map(([name, value]) => `${name.padEnd(23)}: ${value}\n`).join('');
}

const bootstrapLines: [string, string][] = [
  ['Bootstrap state', 'COMPLETED'],
  ['Bootstrap failed', 'false'],
  ['Decommissioning', 'false'],
  ['Decommission failed', 'false'],
];
