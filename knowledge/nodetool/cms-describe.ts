import type { CmsView } from '../observation.ts';
import { LineCursor } from './line-cursor.ts';
import { nodeIdsOf } from './node-id.ts';

/**
 * Reads `nodetool cms describe` (6.0). Before initialization the identifier is 0, there are no members, the state is
 * GOSSIP and the epoch -9223372036854775807. `replicationFactor` is null where nothing is said.
 *
 * What a cut reveals: on a member every line must be there; on another node the last three may be missing.
 *
 * @source tools/nodetool/CMSAdmin.java and tcm/CMSOperations.java of 6.0-alpha2; measured on 6.0-alpha2
 * @throws RingliftError UnreadableOutput
 */
export function parseCmsDescribe(stdout: string): CmsView {
  const cursor = new LineCursor('cms describe', stdout);
  cursor.demand(/^Cluster Metadata Service:$/, '"Cluster Metadata Service:"');
  const identifier = text(cursor, 'CMS Identifier', /-?\d+/);
  const members = nodeIdsOf(cursor.demand(/^Members:(?: (.*))?$/, '"Members:" and a list')[1] ?? '');
  const needsReconfiguration = flag(cursor, 'Needs reconfiguration');
  const isMember = flag(cursor, 'Is Member');
  const serviceState = text(cursor, 'Service State', /GOSSIP|LOCAL|REMOTE|RESET/);
  const isMigrating = flag(cursor, 'Is Migrating');
  const epoch = text(cursor, 'Epoch', /-?\d+/);
  const shared = { identifier, members, needsReconfiguration, isMember, serviceState, isMigrating, epoch };
  if (cursor.ended && !isMember)
    return { ...shared, localPendingCount: null, commitsPaused: null, replicationFactor: null };
  const localPendingCount = Number(text(cursor, 'Local Pending Count', /\d+/));
  const commitsPaused = flag(cursor, 'Commits Paused');
  const factor = cursor.demand(/^Replication factor:(?: (.*))?$/, '"Replication factor:"');
  cursor.demandEnd();
  return { ...shared, localPendingCount, commitsPaused, replicationFactor: factor[1] || null };
}

function text(cursor: LineCursor, name: string, shape: RegExp): string {
  const line = cursor.demand(new RegExp(`^${name}: (${shape.source})$`), `"${name}: " and ${shape.source}`);
  return line[1] ?? '';
}

function flag(cursor: LineCursor, name: string): boolean {
  return text(cursor, name, /true|false/) === 'true';
}
