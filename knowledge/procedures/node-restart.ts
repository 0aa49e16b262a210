import { sameRelease } from '../cassandra/release-name.ts';
import { RingliftError } from '../errors.ts';
import type { Plan, RestartPlan, RestartStepKind } from '../plan.ts';
import type { NodeId, Release } from '../topology.ts';

/** What is seen of a node when its turn to be restarted comes. */
export interface RestartSeen {
  readonly name: string;
  /** The process runs. */
  readonly running: boolean;
  /** What the running process says it is; null while it does not answer. */
  readonly runningRelease: Release | null;
  readonly installedRelease: Release | null;
  /** Our own lock is on the host: what is half done is our own. */
  readonly inHand: boolean;
  /** cassandra.yaml says what is wanted. */
  readonly changed: boolean;
  /** The process says that it runs with it; null: it does not tell. */
  readonly inUse: boolean | null;
}

/** The runbook of one node's restart, in order. What fails before the drain stops nothing; its gates are the last of it. */
export const restartRunbook: readonly RestartStepKind[] = [
  'lockHost',
  'keepConfiguration',
  'awaitGatesBefore',
  'drainNode',
  'stopNode',
  'changeConfiguration',
  'startNode',
  'awaitServing',
  'awaitGatesAfter',
  'unlockHost',
];

/** The way back of a node that does not serve with the changed setting, or does so in some eyes only. */
export const restartBackRunbook: readonly RestartStepKind[] = [
  'lockHost',
  'awaitGatesBefore',
  'drainNode',
  'stopNode',
  'putConfigurationBack',
  'startNode',
  'awaitServing',
  'awaitGatesAfter',
  'unlockHost',
];

const proof: readonly RestartStepKind[] = ['lockHost', 'awaitServing', 'awaitGatesAfter', 'unlockHost'];

/**
 * The steps that one node still needs to run with a changed setting. Planning again is resuming: one that runs with it only
 * proves that it serves, one that was left stopped goes on from there.
 * @throws RingliftError PreconditionChanged when it is not on the plan's release, or down and not by this upgrade
 */
export function planNodeRestart(plan: Pick<Plan, 'to'>, node: NodeId, seen: RestartSeen): RestartPlan {
  return { node, steps: stepsFor(plan.to, seen) };
}

/**
 * The steps by which it runs with the setting of before again.
 * @throws as above
 */
export function planNodeRestartBack(plan: Pick<Plan, 'to'>, node: NodeId, seen: RestartSeen): RestartPlan {
  refuseStranger(plan.to, seen);
  const isBack = seen.running && !seen.changed && seen.inUse === false;
  return { node, steps: isBack ? [...proof] : backFrom(seen) };
}

/** One that runs may serve still, and is not stopped beside another that is down; what tells nothing can't be drained. */
function backFrom({ running, inUse }: RestartSeen): RestartStepKind[] {
  const passed: readonly RestartStepKind[] = running
    ? inUse === null
      ? ['drainNode']
      : []
    : ['awaitGatesBefore', 'drainNode'];
  return restartBackRunbook.filter((kind) => !passed.includes(kind));
}

function stepsFor(to: Release, seen: RestartSeen): RestartStepKind[] {
  refuseStranger(to, seen);
  const isStarted = seen.changed && (seen.inUse === true || (seen.inUse === null && seen.inHand));
  if (seen.running) return isStarted ? [...proof] : [...restartRunbook];
  return restartRunbook.filter((kind) => kind !== 'awaitGatesBefore' && kind !== 'drainNode');
}

function refuseStranger(to: Release, seen: RestartSeen): void {
  const release = seen.runningRelease ?? seen.installedRelease;
  if (release === null || !sameRelease(release, to)) {
    throw new RingliftError('PreconditionChanged', {
      where: seen.name,
      what: 'it is not on the release whose setting is changed',
      expected: to,
      found: release ?? 'an unknown release',
      next: 'Bring it to that release first: end this upgrade and start it again with the same file; or leave it out with a reason.',
    });
  }
  if (!seen.running && !seen.inHand) {
    throw new RingliftError('PreconditionChanged', {
      where: seen.name,
      what: 'its Cassandra process is not running, and this upgrade did not stop it',
      expected: 'a running node',
      found: 'no process',
      next: 'Find out who stopped it, start it, then retry.',
    });
  }
}
