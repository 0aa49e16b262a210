import type { LatencyView } from '../observation.ts';
import { LineCursor } from './line-cursor.ts';
import { decimalOf } from './printed-number.ts';

const cell = String.raw`\s+([\d.,]+|NaN|null)`;

/**
 * Reads `nodetool proxyhistograms` of 2.1 to 6.0: the 99th percentiles of this node as coordinator, in microseconds,
 * over the last minutes (decaying); null when there were no requests, which shows as 0.00 or NaN.
 *
 * @source tools/nodetool/ProxyHistograms.java of 3.11.19 to 6.0-alpha2
 * @throws RingliftError UnreadableOutput
 */
export function parseProxyHistograms(stdout: string): LatencyView {
  const cursor = new LineCursor('proxyhistograms', stdout);
  cursor.demand(/^proxy histograms$/, '"proxy histograms"');
  cursor.demand(
    /^Percentile\s+Read Latency\s+Write Latency\s+Range Latency(\s|$)/,
    'the names of the columns',
  );
  cursor.demand(/^(\s+\(micros\))+$/, 'the unit, (micros)');
  for (const name of ['50%', '75%', '95%', '98%']) percentile(cursor, name);
  const [, read = '', write = ''] = percentile(cursor, '99%');
  for (const name of ['Min', 'Max']) percentile(cursor, name);
  cursor.demandEnd();
  return { readP99Micros: latencyOf(read), writeP99Micros: latencyOf(write) };
}

function percentile(cursor: LineCursor, name: string): RegExpExecArray {
  return cursor.demand(
    new RegExp(`^${name}${cell}${cell}(?:${cell})+$`),
    `the row "${name}" with a number each`,
  );
}

function latencyOf(printed: string): number | null {
  const micros = decimalOf(printed);
  return Number.isNaN(micros) || micros === 0 ? null : micros;
}
