import type { SnapshotView } from '../observation.ts';
import { LineCursor } from './line-cursor.ts';
import { sizePattern } from './printed-number.ts';

const header =
  /^Snapshot name\s+Keyspace name\s+Column family name\s+True size\s+Size on disk(\s+Creation time(\s+Expiration time(\s+Ephemeral)?)?)?$/;
/** A snapshot's name may hold blanks, so it is what stands before keyspace, table and two sizes. */
const row = new RegExp(
  String.raw`^(\S.*?)\s+(\S+)\s+(\S+)\s+${sizePattern}\s+${sizePattern}(?:\s+\S+){0,3}$`,
);

/**
 * Reads `nodetool listsnapshots` of 3.11 to 6.0: one entry per snapshot and table. `totalTrueDiskSpace` is null when
 * there are no snapshots.
 *
 * What a cut reveals: the total must be there, and it stands last.
 *
 * @source tools/nodetool/ListSnapshots.java of 3.11.19, 5.0.9 and 6.0-alpha2
 * @throws RingliftError UnreadableOutput
 */
export function parseListSnapshots(stdout: string): SnapshotView {
  const cursor = new LineCursor('listsnapshots', stdout);
  cursor.demand(/^Snapshot Details:$/, '"Snapshot Details:"');
  if (cursor.accept(/^There are no snapshots$/)) {
    cursor.demandEnd();
    return { snapshots: [], totalTrueDiskSpace: null };
  }
  cursor.demand(header, '"There are no snapshots" or the names of the columns');
  const rows = cursor.demandAll(row, 'a snapshot of a table');
  const total = cursor.demand(
    new RegExp(String.raw`^Total TrueDiskSpaceUsed: (${sizePattern})$`),
    'a further snapshot or, last, "Total TrueDiskSpaceUsed: "',
  );
  cursor.demandEnd();
  return {
    snapshots: rows.map(([, name = '', keyspace = '', table = '']) => ({ name, keyspace, table })),
    totalTrueDiskSpace: total[1] ?? null,
  };
}
