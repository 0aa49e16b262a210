import type { RestartTask } from '../activities/activities.ts';
import type { RestartStepKind } from '../knowledge/plan.ts';
import { describeRestartStep } from '../knowledge/procedures/describe-restart-step.ts';
import { sayChange } from '../knowledge/setting-change.ts';
import { call } from './call.ts';
import { type Turn, type Walked, walkTurn } from './walk-turn.ts';

export interface RestartResult extends Walked {
  readonly node: string;
}

/** Up to here nothing of the node is touched, so that a cancellation may end the walk. */
const harmless: readonly RestartStepKind[] = ['lockHost', 'keepConfiguration', 'awaitGatesBefore'];

/** Activities whose failure leaves the node as it was. */
export const harmlessRestartSteps: readonly string[] = ['planRestart', ...harmless];

/**
 * Restarts one node with a setting of its cassandra.yaml changed, or put back. As with an upgrade, started again it looks at
 * the node and goes on from there, and from the drain on it does not heed a cancellation.
 */
export async function restartNode(task: RestartTask): Promise<RestartResult> {
  const name = task.plan.nodes.find((each) => each.node === task.node)?.name ?? task.node;
  const what = task.putsBack === true ? 'back from' : 'restarted with';
  const { walked } = await walkTurn<RestartStepKind, Turn<RestartStepKind>>(task.node, async () => {
    const { steps } = await call('planRestart', task, `look at ${name} and plan its restart`);
    return {
      ...{ steps, harmless, isWhole: steps.includes('awaitGatesBefore') },
      titleOf: (kind) => describeRestartStep(kind).title,
      head: `**${name}** ${what} ${sayChange(task.change)}`,
      perform: (kind, title, gates) => call(kind, { ...task, ...gates }, `${name}: ${title}`),
      unlock: () => call('unlockHost', task, `unlock ${name}: cancelled before anything was changed`),
    };
  });
  return { node: task.node, ...walked };
}
