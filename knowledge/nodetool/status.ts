import type { RingMember, RingView } from '../observation.ts';
import { LineCursor } from './line-cursor.ts';
import { nodeIdOf } from './node-id.ts';

type Layout = Pick<RingView, 'layout' | 'effectiveOwnership'>;

/** The header line, its blanks made single. */
const layouts: Readonly<Record<string, Layout>> = {
  '-- Address Load Tokens Owns (effective) Host ID Rack': { layout: 'vnodes', effectiveOwnership: true },
  '-- Address Load Tokens Owns Host ID Rack': { layout: 'vnodes', effectiveOwnership: false },
  '-- Address Load Owns (effective) Host ID Token Rack': { layout: 'single-token', effectiveOwnership: true },
  '-- Address Load Owns Host ID Token Rack': { layout: 'single-token', effectiveOwnership: false },
};

const state = String.raw`([UD?][NLJMS])`;
const load = String.raw`(\?|[\d.,]+(?: (?:bytes|[KMGTP]i?B))?)`;
const owns = String.raw`(?:\?|NaN|\uFFFD|[\d.,]+\s?%)`;
/** Redacted ids (`xxxxxxxx-...`) occur in pasted outputs. 3.11 prints `null` for none, 4.0 to 5.0 a blank column. */
const hostId = String.raw`(?:\s+([\da-fx]{8}(?:-[\da-fx]{4}){3}-[\da-fx]{12}|null)\s+|\s{11,})`;
const token = String.raw`(?:-?\d+|[\da-f]+)`;

const rowOf = {
  vnodes: new RegExp(String.raw`^${state}\s+(\S+)\s+${load}\s+(\d+)\s+${owns}${hostId}(\S.*)$`),
  'single-token': new RegExp(String.raw`^${state}\s+(\S+)\s+${load}()\s+${owns}${hostId}${token}\s+(\S.*)$`),
} as const;

/**
 * Reads `nodetool status [KEYSPACE]` of 2.1 to 6.0, DSE and Scylla: the ring as one node sees it.
 *
 * What a cut reveals: a line cut in the middle, a data center that is only begun and a last data center without a
 * row are refused. A cut between two whole rows can't be told from a smaller cluster, and neither can rows that a
 * filter took out (`status | grep -v UN`): **the caller compares the members with those it expects**.
 * One address may stand in several rows (redacted, or told apart only by ports).
 *
 * @source tools/nodetool/Status.java of 3.11.19, 5.0.9 and 6.0-alpha2
 * @throws RingliftError UnreadableOutput
 */
export function parseStatus(stdout: string): RingView {
  const cursor = new LineCursor('status', stdout);
  const first = readDataCenter(cursor);
  const parts = [first];
  while (cursor.sees(/^Datacenter: /)) parts.push(readDataCenter(cursor));
  const note = cursor.accept(/^Note: (.*)$/);
  cursor.demandEnd('a row of a node, a further data center, a note, or the end');
  if (parts.some((part) => part.layout !== first.layout))
    cursor.refuse('the same columns in every data center');
  if (parts.at(-1)?.nodes.length === 0) cursor.refuse('a row of a node below the last heading');
  return {
    nodes: parts.flatMap((part) => part.nodes),
    dataCenters: parts.map((part) => part.dataCenter),
    ...first.layout,
    note: note?.[1]?.startsWith("Non-system keyspaces don't have the same replication settings") ?? false,
  };
}

interface DataCenterPart {
  readonly dataCenter: string;
  readonly layout: Layout;
  readonly nodes: readonly RingMember[];
}

function readDataCenter(cursor: LineCursor): DataCenterPart {
  const [, dataCenter = ''] = cursor.demand(/^Datacenter: (.+)$/, '"Datacenter: " and its name');
  cursor.demand(/^=+$/, 'a line of ====');
  cursor.demand(/^Status=Up\/Down$/, 'the legend "Status=Up/Down"');
  cursor.demand(/^\|\/ State=Normal\/Leaving\/Joining\/Moving(\/Stopped)?$/, 'the legend "State=Normal/..."');
  const [header] = cursor.demand(/^-- .*$/, 'the names of the columns');
  const layout = layouts[header.replace(/\s+/g, ' ')];
  if (layout === undefined) cursor.refuse(`known columns instead of "${header}"`);
  const rows = cursor.acceptAll(rowOf[layout.layout]);
  return { dataCenter, layout, nodes: rows.map((row) => memberOf(row, dataCenter)) };
}

function memberOf(row: RegExpExecArray, dataCenter: string): RingMember {
  const [, letters = '', address = '', load = '', tokens, hostId, rack = ''] = row;
  return {
    address: nodeIdOf(address),
    state: letters,
    dataCenter,
    rack,
    hostId: hostId === undefined || hostId === 'null' ? null : hostId,
    load,
    tokenCount: tokens ? Number(tokens) : 1,
  };
}
