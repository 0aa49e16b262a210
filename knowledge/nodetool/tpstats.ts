import type { ThreadPoolView } from '../observation.ts';
import { LineCursor } from './line-cursor.ts';

const n = String.raw`(\d+|N\/A)`;

/** A pool's row by the header line (blanks made single); its groups are name, active, pending, blocked. */
const rowsByHeader: Readonly<Record<string, RegExp>> = {
  'Pool Name Active Pending Completed Blocked All time blocked': new RegExp(
    String.raw`^(\S+)\s+${n}\s+${n}\s+\S+\s+${n}\s+\S+$`,
  ),
  'Pool Name Active Pending (w/Backpressure) Delayed Completed Blocked All time blocked': new RegExp(
    String.raw`^(\S+)\s+${n}\s+${n} \(\S+\)\s+\S+\s+\S+\s+${n}\s+\S+$`,
  ),
  'Pools Active Pending Backpressure Delayed Shared Stolen Completed Blocked All time blocked': new RegExp(
    String.raw`^(\S+)\s+${n}\s+${n}\s+\S+\s+\S+\s+\S+\s+\S+\s+\S+\s+${n}\s+\S+$`,
  ),
};

/**
 * Reads `nodetool tpstats` (plain) of 2.1 to 6.0 and DSE. DSE counts events that have no queue as pools with `N/A`
 * cells: those are left out. Dropped messages count from the start of the process.
 *
 * What a cut reveals: both tables must be there. A cut between two rows of the second hides dropped messages, so a
 * low count is no proof: the caller requires exit code 0.
 *
 * @source tools/nodetool/stats/TpStatsPrinter.java of 3.11.19, 4.0.19, 5.0.9 and 6.0-alpha2
 * @throws RingliftError UnreadableOutput
 */
export function parseTpStats(stdout: string): ThreadPoolView {
  const cursor = new LineCursor('tpstats', stdout);
  const [header] = cursor.demand(
    /^Pool(s| Name)\s+Active\s.*$/,
    'the names of the columns (Pool Name, Active, ...)',
  );
  const row = rowsByHeader[header.replace(/\s+/g, ' ')];
  if (row === undefined) return cursor.refuse('known columns', header);
  const pools = cursor.demandAll(row, 'a thread pool');
  skipMeters(cursor);
  const dropped = readDropped(cursor);
  cursor.demandEnd('a further type of message or the end');
  return {
    pools: pools
      .filter((cells) => !cells.includes('N/A'))
      .map(([, name = '', active, pending, blocked]) => ({
        name,
        active: Number(active),
        pending: Number(pending),
        blocked: Number(blocked),
      })),
    dropped: Object.fromEntries(dropped.filter(([, count]) => count > 0)),
    droppedTotal: dropped.reduce((sum, [, count]) => sum + count, 0),
  };
}

/** DSE 6.8 prints rates between the two tables. */
function skipMeters(cursor: LineCursor): void {
  if (cursor.accept(/^Meters\s+One Minute Rate\s/)) cursor.demandAll(/^\S+(\s+[\d.,]+){5,6}$/, 'a meter');
}

function readDropped(cursor: LineCursor): [string, number][] {
  cursor.accept(/^Latencies waiting in queue \(micros\) per dropped message types$/);
  cursor.demand(
    /^Message(s| type)\s+Dropped(\s+Latency waiting in queue \(micros\)|\s+50%\s+95%\s+99%\s+Max)?$/,
    'a further thread pool or the names of the columns (Message type, Dropped)',
  );
  cursor.accept(/^\s+50%\s+95%\s+99%\s+Max$/);
  const rows = cursor.demandAll(
    /^([A-Z_]\w*)\s+(\d+)(?:\s+\S+){0,4}$/,
    'a type of message and its dropped count',
  );
  return rows.map(([, type = '', count]) => [type, Number(count)]);
}
