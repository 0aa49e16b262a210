import type { RangeView } from '../observation.ts';
import { LineCursor } from './line-cursor.ts';
import { nodeIdOf, nodeIdsOf } from './node-id.ts';

type TokenRange = RangeView['ranges'][number];

const rangeLine =
  /^\s+TokenRange\(start_token:([^,]+), end_token:([^,]+), endpoints:\[(.*?)\], rpc_endpoints:\[.*?\], endpoint_details:\[(.*)\]\)$/;
const detail = /EndpointDetails\(host:(.*?), datacenter:(.*?), rack:(.*?)\)(?:, (?=EndpointDetails\()|$)/g;

/**
 * Reads `nodetool describering KEYSPACE` of 2.0 to 6.0: every token range with its replicas, of all data centers.
 *
 * What a cut reveals: the ranges must form whole rings (each ends where another starts), so that a missing range is
 * noticed. Up to 3.11 nothing tells the keyspace: the caller knows what it asked.
 *
 * @source service/TokenRange.java of 4.0.19 and 6.0-alpha2, tools/nodetool/DescribeRing.java
 * @throws RingliftError UnreadableOutput, also for a replica without data center or rack
 */
export function parseDescribeRing(stdout: string): RangeView {
  const cursor = new LineCursor('describering', stdout);
  cursor.demand(/^Schema Version:\S+$/, '"Schema Version:" and a version');
  cursor.demand(/^TokenRange:$/, '"TokenRange:"');
  const lines = cursor.demandAll(rangeLine, 'a TokenRange(...)');
  cursor.demandEnd('a further TokenRange(...) or the end');
  const ranges = lines.map((line) => rangeOf(cursor, line));
  demandWholeRing(cursor, ranges);
  return { ranges };
}

function rangeOf(
  cursor: LineCursor,
  [line, start = '', end = '', hosts = '', details = '']: RegExpExecArray,
): TokenRange {
  const endpoints = [...details.matchAll(detail)].map(([, host = '', dataCenter = '', rack = '']) => ({
    address: nodeIdOf(host),
    dataCenter,
    rack,
  }));
  const listed = nodeIdsOf(hosts);
  if (endpoints.length !== listed.length || endpoints.some(({ address }, index) => address !== listed[index]))
    cursor.refuse('details, with data center and rack, of each endpoint of the range', line);
  return { start, end, endpoints };
}

function demandWholeRing(cursor: LineCursor, ranges: readonly TokenRange[]): void {
  const ends = ranges.map(({ end }) => end).sort();
  const starts = ranges.map(({ start }) => start).sort();
  const open = starts.findIndex((start, index) => start !== ends[index]);
  if (open >= 0) cursor.refuse('ranges that close to a ring', `no end or no start at ${starts[open]}`);
}
