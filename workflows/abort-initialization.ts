import type { AbortInitialization } from '../knowledge/messages.ts';
import { call } from './call.ts';
import { reportOf } from './failure.ts';
import { type Answers, type Listener, listen, refused } from './listen.ts';
import type { Standing } from './standing.ts';
import type { UpgradeRecord } from './upgrade-record.ts';

/**
 * What is left of a `cms initialize` that was broken off is aborted only when one of those who may approve says so, by
 * the name of its initiator, while the upgrade stands before the one-way door. The activity sees to it that it is so.
 */
export function listenForAbort(
  record: UpgradeRecord,
  standing: () => Standing | null,
  personRefusal: (by: string) => string | null,
  answers?: Answers,
): void {
  const listener: Listener<AbortInitialization> = {
    description:
      'Abort what is left of a broken-off cms initialize: {"by":"...","initiator":"10.0.0.1","reason":"..."}.',
    refusal: ({ by, initiator, reason }) => personRefusal(by) ?? refusalOf(standing(), initiator, reason),
    handle: async ({ by, initiator }) => {
      const { task } = standing() ?? {};
      if (!task) throw refused('the upgrade stands before no door now');
      record.tell(`abortInitialization by ${by}: ${initiator}`);
      try {
        const summary = `abort the initialization begun by ${initiator}`;
        const { says } = await call('abortInitialization', { ...task, initiator, by }, summary);
        record.tell(says);
        return { says: `${says}. The door looks again by itself within two minutes.` };
      } catch (error) {
        throw refused(reportOf(error).message);
      }
    },
    tellRefusal: (payload, reason) =>
      record.tell(`refused abortInitialization by ${payload?.by ?? 'nobody'}: ${reason}`),
  };
  listen('abortInitialization', listener, answers);
}

function refusalOf(standing: Standing | null, initiator?: string, reason?: string): string | null {
  if (standing?.task.door !== 'cms') return 'an initialization is aborted only before the door "cms"';
  if (!initiator?.trim())
    return 'it must name the initiator: {"by":"...","initiator":"10.0.0.1","reason":"..."}';
  return reason?.trim() ? null : 'an initialization is aborted only with a reason';
}
