import { allHandlersFinished, condition, makeContinueAsNewFunc } from '@temporalio/workflow';
import { type CarriedOver, type UpgradeResult, workflowTypes } from '../knowledge/messages.ts';
import type { Plan } from '../knowledge/plan.ts';
import type { SpecInput } from '../knowledge/spec/spec.ts';
import type { Work } from './until-done.ts';
import type { Upgrade } from './upgrade.ts';

/** Another hop comes after the one that this plan is of. */
export function isMidChain({ hop }: Plan): boolean {
  return hop !== undefined && hop.number < hop.of;
}

/** A clause for the event that tells of the plan; empty outside of a chain. */
export function sayHop({ hop, to }: Plan): string {
  return hop ? `; hop ${hop.number} of ${hop.of}, to ${to}` : '';
}

/** A pause, an abort or a rollback that was said during the last step of a hop is heeded before the next one begins. */
export function goingOn({ hop }: Plan): Work {
  return {
    title: `go on with hop ${(hop?.number ?? 0) + 1} of ${hop?.of}`,
    node: null,
    hold: 'firm',
    skippable: () => false,
    do: () => Promise.resolve(),
    leaveOut: () => Promise.resolve(),
  };
}

/**
 * What keeps the chain from its next hop, as a sentence; null: nothing. The next hop begins only from a whole one: a node
 * that was left behind, or not rewritten, can't take it.
 */
export function whyNotOn({ record, notRewritten }: Upgrade): string | null {
  const { hop, to, nodes } = record.status;
  const behind = nodes.filter(({ state }) => state !== 'done' && state !== 'down');
  if (behind.length + notRewritten.length === 0 || !hop) return null;
  const left = behind.map(({ name, state }) => `${name} (${state})`);
  const old = notRewritten.length > 0 ? [`older sstables on ${notRewritten.join(', ')}`] : [];
  return (
    `Ended after hop ${hop.number} of ${hop.of}: not all is on ${to}: ${[...left, ...old].join(', ')}. ` +
    `The next hop, to ${hop.ahead[0]}, needs every node whole on ${to}: mend what was left out, then start again with the same file: it goes on from there.`
  );
}

/**
 * Goes on under the same id with the same input, as the next hop: the look at the cluster finds which one that is. A command
 * that arrives a second time behind the hop is answered as it was before it.
 */
export async function goOnWithNextHop(upgrade: Upgrade, input: SpecInput): Promise<never> {
  const { record, notifier, answers, desk } = upgrade;
  const { hop, to } = record.status;
  record.tell(
    `hop ${hop?.number} of ${hop?.of} is whole: ${record.status.cluster} runs ${to}; on to ${hop?.ahead[0]}`,
  );
  await notifier.settle();
  await condition(allHandlersFinished);
  const goOn = makeContinueAsNewFunc<(input: SpecInput, carried?: CarriedOver) => Promise<UpgradeResult>>({
    workflowType: workflowTypes.cluster,
  });
  return goOn(input, { answered: answers.latest(), ...(desk.windowWaived && { windowWaived: true }) });
}
