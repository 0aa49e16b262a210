import { judgeUndisturbed } from '../../knowledge/gates/judge-undisturbed.ts';
import type { Verdict } from '../../knowledge/verdict.ts';
import type { NodeTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import { allPlannedSettings } from './host-of.ts';
import { keepLooking } from './keep-looking.ts';
import { lookAround } from './look-around.ts';
import { lookAtNodes } from './look-at-cluster.ts';
import type { Wanted } from './look-at-node.ts';

const wanted: Wanted = {
  views: ['version', 'ring', 'net', 'compactions', 'repairs', 'threadPools'],
  host: true,
  cql: true,
};

/**
 * Waits, at the begin of a step that stops no node, until nobody does anything behind our back that it would meet. Asked
 * only by who is about to begin: what an earlier attempt has begun runs already, and would be taken for somebody else's.
 * @throws RingliftError GateShut with the evidence
 */
export async function awaitUndisturbed(
  context: ActivityContext,
  task: NodeTask,
  isItselfIdle = false,
): Promise<readonly Verdict[]> {
  const { spec, plan, node } = task;
  const where = plan.nodes.find((each) => each.node === node)?.name ?? node;
  const { verdicts } = await keepLooking(context, where, spec.gates, async () => {
    const observations = await lookAtNodes(context, spec, allPlannedSettings(task), () => wanted);
    const around = await lookAround(context, task, observations);
    const input = { spec, plan, node, observations, around, before: null, log: null };
    return { verdicts: judgeUndisturbed(input, isItselfIdle) };
  });
  return verdicts;
}
