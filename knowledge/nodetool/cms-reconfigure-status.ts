import { LineCursor } from './line-cursor.ts';

export interface CmsReconfigurationView {
  /** A change of the members is under way, or was interrupted and must be resumed or cancelled. */
  readonly active: boolean;
  /** As printed, one line each: `ACTIVE: [/10.0.0.1:7000]`; empty when none is active. */
  readonly detail: readonly string[];
}

/**
 * Reads `nodetool cms reconfigure --status` (6.0).
 *
 * @source tools/nodetool/CMSAdmin.java and tcm/CMSOperations.java (reconfigureCMSStatus) of 6.0-alpha2
 * @throws RingliftError UnreadableOutput
 */
export function parseCmsReconfigureStatus(stdout: string): CmsReconfigurationView {
  const cursor = new LineCursor('cms reconfigure --status', stdout);
  const none = cursor.accept(/^No active reconfiguration$/) !== null;
  const shape = /^(ACTIVE|ADDITIONS|REMOVALS|INCOMPLETE): \[.*\]$/;
  const lines = none ? [] : cursor.demandAll(shape, '"No active reconfiguration" or what is under way');
  cursor.demandEnd();
  return { active: !none, detail: lines.map(([line]) => line) };
}
