import type { InfoView } from '../observation.ts';
import { LineCursor } from './line-cursor.ts';
import { decimalOf } from './printed-number.ts';

const expected = {
  boolean: 'true or false',
  count: 'a whole number',
  heap: 'two sizes in MB, used / max',
  text: 'a name',
  token: 'a token, "(invoke with -T/--tokens to see all N tokens)" or "(node is not joined to the cluster)"',
} as const;

/**
 * Reads `nodetool info` (without -T) of 2.1 to 6.0 and DSE. Sizes are MiB, though printed as MB. `tokenCount` is null
 * while the node has not joined; `thriftActive` is null where there is no Thrift (4.0+).
 *
 * What a cut reveals: the Token line must be there, and every field that is read stands before it.
 *
 * @source tools/nodetool/Info.java of 3.11.19, 5.0.9 and 6.0-alpha2
 * @throws RingliftError UnreadableOutput
 */
export function parseInfo(stdout: string): InfoView {
  const cursor = new LineCursor('info', stdout);
  const lines = cursor.demandAll(/^([A-Z][^:]*?)\s*:(?: (.*))?$/, 'lines of "Name : value"');
  cursor.demandEnd('a further line of "Name : value" or the end');
  const field = fieldsOf(cursor, lines);
  const [used = '', max = ''] = field('Heap Memory (MB)', /^-?[\d.,]+ \/ -?[\d.,]+$/, 'heap').split(' / ');
  const thrift = lines.some(([, name]) => name === 'Thrift active');
  const native = lines.some(([, name]) => name === 'Native Transport active');
  const active = (name: string): boolean => field(name, /^(true|false)$/, 'boolean') === 'true';
  const hostId = field('ID', /./, 'text');
  return {
    hostId: hostId === 'null' ? null : hostId,
    gossipActive: active('Gossip active'),
    nativeTransportActive: native ? active('Native Transport active') : null,
    thriftActive: thrift ? active('Thrift active') : null,
    dataCenter: field('Data Center', /./, 'text'),
    rack: field('Rack', /./, 'text'),
    tokenCount: tokenCountOf(
      field('Token', /^(\S+|\(invoke with .* \d+ tokens\)|\(node is not .*\))$/, 'token'),
    ),
    uptimeSeconds: Number(field('Uptime (seconds)', /^\d+$/, 'count')),
    heapUsedMiB: decimalOf(used),
    heapMaxMiB: decimalOf(max),
  };
}

type Field = (name: string, pattern: RegExp, kind: keyof typeof expected) => string;

function fieldsOf(cursor: LineCursor, lines: readonly RegExpExecArray[]): Field {
  return (name, pattern, kind) => {
    const [value, ...more] = lines.filter(([, found]) => found === name).map(([, , text = '']) => text);
    if (value !== undefined && more.length === 0 && pattern.test(value)) return value;
    const met = value === undefined ? 'none' : more.length === 0 ? value : `${more.length + 1} such lines`;
    return cursor.refuse(`one line "${name}" with ${expected[kind]}`, met);
  };
}

function tokenCountOf(printed: string): number | null {
  if (printed.startsWith('(node is not')) return null;
  const all = /see all (\d+) tokens/.exec(printed)?.[1];
  return all === undefined ? 1 : Number(all);
}
