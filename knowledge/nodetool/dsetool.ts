import type { NodeId } from '../topology.ts';
import { LineCursor } from './line-cursor.ts';
import { nodeIdOf } from './node-id.ts';

/** A node as `dsetool` lists it. */
export interface DseNode {
  readonly address: NodeId;
  readonly dataCenter: string;
  readonly rack: string;
  /** Two letters as in `nodetool status`. */
  readonly state: string;
  /** `Search`, `SearchAnalytics(SM)`, ... */
  readonly workload: string;
}

const cell = String.raw`\s{2,}(\S+(?: \S+)*)`;
const ringRow = new RegExp(
  String.raw`^(\S+)${cell}${cell}${cell}\s{2,}(?:yes|no)\s{2,}(Up|Down)\s{2,}(Normal|Leaving|Joining|Moving)(?:${cell}){4}$`,
);
const statusRow = new RegExp(String.raw`^([UD?][NLJMS])\s+(\S+)${cell}${cell}${cell}${cell}(?:${cell})?$`);

/**
 * Reads `dsetool ring` of DSE 6.7 and 6.8. A cut between two rows can't be noticed.
 *
 * @source diagnostic tarballs of DSE 6.7.7 and 6.8.1
 * @throws RingliftError UnreadableOutput
 */
export function parseDsetoolRing(stdout: string): DseNode[] {
  const cursor = new LineCursor('dsetool ring', stdout);
  cursor.demand(
    /^Address\s+DC\s+Rack\s+Workload\s+Graph\s+Status\s+State\s+Load\s/,
    'the names of the columns',
  );
  const rows = cursor.demandAll(ringRow, 'a node');
  cursor.accept(/^Note: /);
  cursor.demandEnd('a further node, a note or the end');
  return rows.map(([, address = '', dataCenter = '', rack = '', workload = '', status = '', state = '']) => ({
    address: nodeIdOf(address),
    dataCenter,
    rack,
    state: `${status.charAt(0)}${state.charAt(0)}`,
    workload,
  }));
}

/**
 * Reads `dsetool status` of DSE 6.8. A cut between two rows can't be noticed.
 *
 * @source a diagnostic tarball of DSE 6.8.1
 * @throws RingliftError UnreadableOutput
 */
export function parseDsetoolStatus(stdout: string): DseNode[] {
  const cursor = new LineCursor('dsetool status', stdout);
  const nodes: DseNode[] = [];
  do {
    const heading = cursor.demand(/^DC: (\S+)\s+Workload: (\S+)\s+Graph: /, '"DC: ", its name and workload');
    const [, dataCenter = '', workload = ''] = heading;
    cursor.demand(/^=+$/, 'a line of ====');
    cursor.demand(/^Status=Up\/Down$/, 'the legend "Status=Up/Down"');
    cursor.demand(/^\|\/ State=/, 'the legend "State="');
    cursor.demand(/^--\s+Address\s+Load\s.*\sRack\s+Health/, 'the names of the columns');
    for (const row of cursor.demandAll(statusRow, 'a node')) {
      const [, state = '', address = '', , , , rack = ''] = row;
      nodes.push({ address: nodeIdOf(address), dataCenter, rack, state, workload });
    }
  } while (!cursor.ended);
  return nodes;
}
