import type { NetView } from '../observation.ts';
import { LineCursor } from './line-cursor.ts';

const planLine = /^\S.* [\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;
const number = String.raw`(?:n\/a|\d+)`;
const poolLine = new RegExp(String.raw`^(\S.*?)\s{2,}${number}\s+${number}\s+${number}\s+(${number})$`);

/**
 * Reads `nodetool netstats` of 2.1 to 6.0 and DSE. `streams` counts stream plans, each with one or more peers;
 * `droppedMessages` sums the pools, and is null while the node starts, when it prints none.
 *
 * What a cut reveals: unless the mode is STARTING, the table of message pools must be there to its last row.
 *
 * @source tools/nodetool/NetStats.java of 3.11.19, 4.0.19 and 6.0-alpha2
 * @throws RingliftError UnreadableOutput
 */
export function parseNetStats(stdout: string): NetView {
  const cursor = new LineCursor('netstats', stdout);
  const [, mode = ''] = cursor.demand(/^Mode: ([A-Z_]+)$/, '"Mode: " and a mode');
  const idle = cursor.accept(/^Not sending any streams\.$/) !== null;
  const streams = idle ? 0 : readStreams(cursor);
  const starts = mode === 'STARTING' && cursor.ended;
  const droppedMessages = starts ? null : readPools(cursor);
  cursor.demandEnd();
  return { mode, streams, idle, droppedMessages };
}

function readStreams(cursor: LineCursor): number {
  let plans = 0;
  do {
    cursor.demand(planLine, '"Not sending any streams." or a stream plan with its id');
    cursor.acceptAll(/^ {4,}\S/);
    plans += 1;
  } while (cursor.sees(planLine));
  return plans;
}

function readPools(cursor: LineCursor): number {
  cursor.demand(/^Read Repair Statistics:$/, '"Read Repair Statistics:"');
  cursor.demandAll(/^(Attempted|Mismatch \(\w+\)): \d+$/, '"Attempted: " and a number');
  cursor.demand(/^Pool Name\s+Active\s+Pending\s+Completed\s+Dropped$/, 'the names of the columns');
  const pools = cursor.demandAll(poolLine, 'a pool of messages');
  const last = pools.at(-1)?.[1] ?? '';
  if (!/^(Gossip messages|Responses)$/.test(last))
    cursor.refuse('further pools, the last being Gossip messages');
  return pools.reduce((sum, [, , dropped]) => sum + (dropped === 'n/a' ? 0 : Number(dropped)), 0);
}
