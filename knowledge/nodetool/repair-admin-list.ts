import type { RepairSessionView } from '../observation.ts';
import { LineCursor } from './line-cursor.ts';

const ended: ReadonlySet<string> = new Set(['FINALIZED', 'FAILED']);
const row =
  /^([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})\s*\| (PREPARING|PREPARED|REPAIRING|FINALIZE_PROMISED|FINALIZED|FAILED)\s*\|\s*-?\d+ \(s\)\s*\| /;

/**
 * Reads `nodetool repair_admin [list] [--all]` (4.0+): the incremental repair sessions that this node takes part in
 * and that have not ended. Full repairs have no such session: look for Validation in compactionstats.
 *
 * A cut between two rows can't be noticed; one session is as bad as two for whoever asks whether there is any.
 *
 * @source tools/nodetool/RepairAdmin.java and repair/consistent/ConsistentSession.java of 4.0.19
 * @throws RingliftError UnreadableOutput, also for a header without a row
 */
export function parseRepairAdminList(stdout: string): RepairSessionView[] {
  const cursor = new LineCursor('repair_admin list', stdout);
  if (cursor.accept(/^no sessions$/)) {
    cursor.demandEnd();
    return [];
  }
  cursor.demand(
    /^id\s+\| state\s+\| last activity\s*\| coordinator\s*\| participants/,
    '"no sessions" or a table',
  );
  const rows = cursor.demandAll(row, 'a repair session');
  cursor.demandEnd('a further repair session or the end');
  return rows.map(([, id = '', state = '']) => ({ id, state })).filter(({ state }) => !ended.has(state));
}
