import type { StepOutcome } from '../../knowledge/plan.ts';
import type { NodeTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import { hostOf } from '../observe/host-of.ts';
import { changeHost } from './change-host.ts';
import { outcomeOf } from './outcome.ts';
import { requireFreshGates } from './require-fresh-gates.ts';
import { serviceCommand } from './service-commands.ts';

const limitSeconds = 10 * 60;

/** Stops the service and waits until the process is gone: what a stop command returns proves nothing. */
export async function stopNode(context: ActivityContext, task: NodeTask): Promise<StepOutcome> {
  const host = await hostOf(context, task);
  const { name, install, service } = host.settings;
  await requireFreshGates(context, task, host);
  context.say('stopping');
  const { result } = await changeHost(context, task, host, 'stop-node', {
    step: 'stopNode',
    args: [
      ...[String(limitSeconds), install.conf, install.home, install.releases],
      ...serviceCommand(service, 'stop'),
    ],
    timeoutMillis: (limitSeconds + 120) * 1_000,
    next: 'The node is drained and its process still runs: find out why the stop command does not stop it, then retry.',
  });
  return outcomeOf(result, `${name} is stopped, its process is gone`);
}
