import type { StepOutcome } from '../../knowledge/plan.ts';
import type { NodeTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import { hostOf } from '../observe/host-of.ts';
import { changeHost } from './change-host.ts';
import { outcomeOf } from './outcome.ts';

const next = 'Look at the journal on the host, then retry.';

/** The host belongs to this upgrade until unlockHost: no other upgrade, and no older attempt of this one, may act. */
export async function lockHost(context: ActivityContext, task: NodeTask): Promise<StepOutcome> {
  const host = await hostOf(context, task);
  const change = { step: 'lockHost', timeoutMillis: 60_000, next };
  const { result } = await changeHost(context, task, host, 'lock-host', change);
  return outcomeOf(result, `${host.settings.name} is locked for this upgrade`);
}

export async function unlockHost(context: ActivityContext, task: NodeTask): Promise<StepOutcome> {
  const host = await hostOf(context, task);
  const change = { step: 'unlockHost', timeoutMillis: 60_000, next };
  const { result } = await changeHost(context, task, host, 'unlock-host', change);
  return outcomeOf(result, `${host.settings.name} is unlocked`);
}
