import { RingliftError } from '../../knowledge/errors.ts';
import type { StepOutcome } from '../../knowledge/plan.ts';
import { sayMillis } from '../../knowledge/spec/duration.ts';
import type { NodeId } from '../../knowledge/topology.ts';
import type { AbortInitializationTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import { problemOf } from '../hosts/nodetool.ts';
import { hostOf } from '../observe/host-of.ts';
import { askInitiators, stillMillis, lookAtCms } from '../observe/look-at-cms.ts';
import { runCms } from './cms.ts';

const limitMillis = 60_000;
const mostRounds = 5;

/**
 * Aborts what is left of a `cms initialize` that was broken off: `nodetool cms abortinitialization --initiator X` on a
 * node that still holds it, which tells the others. Only when no node says that the CMS is initialized, every node
 * tells, all of them name the same attempt of the very initiator that a person named, and it has stood still for longer
 * than an election takes. A node where an initialization succeeded would otherwise be left alone behind the door.
 *
 * @source 6.0 tcm/migration/Election.java (abortInitialization, AbortHandler)
 * @throws RingliftError CmsRefused: nothing is ever forced
 */
export async function abortInitialization(
  context: ActivityContext,
  task: AbortInitializationTask,
): Promise<StepOutcome> {
  const first = await attemptUnderWay(context, task);
  if (first === null) return nothingLeft(task, 'alreadyDone');
  // Longer than an election waits for its peers: what lives, moves on.
  const limit = stillMillis(task.spec);
  context.say(`it must stand still for ${sayMillis(limit)} before it counts as broken off`);
  await context.sleep(limit);
  const second = await attemptUnderWay(context, task);
  if (second === null) return nothingLeft(task, 'alreadyDone');
  if (second.token !== first.token) {
    throw refused(task, {
      what: 'the initialization has not stood still',
      expected: `the attempt ${first.token} of ${task.initiator}`,
      found: `the attempt ${second.token}`,
    });
  }
  let said = '';
  let left: readonly NodeId[] = second.nodes;
  for (let round = 0; left.length > 0 && round < mostRounds; round += 1) {
    said = await abortOn(context, task, left[round % left.length] as NodeId);
    // It tells the others by messages.
    await context.sleep(5_000);
    left = (await attemptUnderWay(context, task))?.nodes ?? [];
  }
  if (left.length === 0) return nothingLeft(task, 'done');
  throw refused(task, {
    what: 'the abort did not reach every node',
    expected: 'Is Migrating: false everywhere',
    found: `${left.join(', ')} still migrating; it said: ${said}`,
    changed: 'cms abortinitialization was run',
  });
}

interface Attempt {
  readonly token: string;
  /** The nodes that hold it. */
  readonly nodes: readonly NodeId[];
}

/** The one attempt that all migrating nodes hold; null: none does. @throws RingliftError CmsRefused for anything else */
async function attemptUnderWay(
  context: ActivityContext,
  task: AbortInitializationTask,
): Promise<Attempt | null> {
  const leftBehind = [...task.skipped, ...(task.plan.down ?? [])];
  const { state, nodes } = await lookAtCms(context, task, leftBehind);
  if (state === 'notBegun') return null;
  if (state !== 'migrating') {
    throw refused(task, {
      what:
        state === 'initialized'
          ? 'the CMS is initialized: what other nodes still hold must not be aborted'
          : 'not every node tells whether the CMS is initialized',
      expected: 'every node in state GOSSIP',
      found: `${state}: ${nodes.join(', ')}`,
    });
  }
  const initiators = Object.entries(await askInitiators(context, task, nodes));
  const tokens = new Set(initiators.map(([, initiator]) => initiator?.token ?? 'unknown'));
  const isNamed = initiators.every(([, initiator]) => initiator?.node === task.initiator);
  const [token] = [...tokens];
  if (isNamed && tokens.size === 1 && token !== undefined && token !== 'unknown') return { token, nodes };
  throw refused(task, {
    what: 'the nodes do not hold one attempt of that initiator',
    expected: task.initiator,
    found: initiators
      .map(([node, initiator]) =>
        `${node}: ${initiator?.node ?? 'does not tell'} ${initiator?.token ?? ''}`.trim(),
      )
      .join('; '),
  });
}

async function abortOn(
  context: ActivityContext,
  task: AbortInitializationTask,
  node: NodeId,
): Promise<string> {
  const nodeTask = { ...task, node };
  const host = await hostOf(context, nodeTask);
  context.say(
    `cms abortinitialization --initiator ${task.initiator} on ${host.settings.name}, said by ${task.by}`,
  );
  const words = ['abortinitialization', '--initiator', task.initiator];
  return problemOf(await runCms(context, nodeTask, host, words, limitMillis));
}

function nothingLeft({ initiator }: AbortInitializationTask, outcome: StepOutcome['outcome']): StepOutcome {
  return {
    outcome,
    says:
      outcome === 'done'
        ? `what was left of the initialization begun by ${initiator} is aborted: no node is migrating`
        : 'no node is migrating: there is nothing to abort',
  };
}

function refused(
  { plan }: AbortInitializationTask,
  parts: {
    readonly what: string;
    readonly expected: string;
    readonly found: string;
    readonly changed?: string;
  },
): RingliftError {
  return new RingliftError('CmsRefused', {
    where: plan.cluster,
    next: 'Run `nodetool cms describe` on every node and read their system.log before anything else is done.',
    ...parts,
  });
}
