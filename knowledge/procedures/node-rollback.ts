import { sameRelease } from '../cassandra/release-name.ts';
import { RingliftError } from '../errors.ts';
import type { BackTo, NodeRollbackPlan, RollbackStepKind } from '../rollback-plan.ts';
import type { NodeId, Release } from '../topology.ts';

/** What is seen of a node when its turn to go back comes. */
export interface RollbackSeen {
  readonly name: string;
  /** The process runs. */
  readonly running: boolean;
  /** What the running process says it is; null while it does not answer. */
  readonly runningRelease: Release | null;
  /** CQL answers. */
  readonly serving: boolean;
  /** The folder that the installation's symlink leads to; null: not known. */
  readonly installedFolder: string | null;
  /** Our own lock is on the host: what is half done is our own. */
  readonly inHand: boolean;
  /** A person named this very node. */
  readonly named: boolean;
  /** An earlier attempt of this way back was begun here and not finished. */
  readonly begun: boolean;
}

/** The runbook of one node's way back, in order. */
export const rollbackRunbook: readonly RollbackStepKind[] = [
  'lockHost',
  'awaitGatesBefore',
  'beginRollback',
  'drainNode',
  'stopNode',
  'archiveRelease',
  'putBackData',
  'switchBack',
  'startBack',
  'awaitServing',
  'awaitGatesAfter',
  'finishRollback',
  'unlockHost',
];

/** What a node that runs its old release needs: the proof that it serves. */
const proof: readonly RollbackStepKind[] = [
  'lockHost',
  'awaitServing',
  'awaitGatesAfter',
  'finishRollback',
  'unlockHost',
];

/**
 * The steps that one node still needs to be back. Planning again is resuming: what is done is not planned, a node that
 * was left stopped goes on from there, one that runs its old release only proves that it serves.
 * @throws RingliftError PreconditionChanged when the node is down, it was not Ringlift that stopped it, and nobody named it;
 *   RollbackRefused when it runs a release that is neither of the two
 */
export function planNodeRollback(
  node: NodeId,
  left: Release,
  back: BackTo,
  seen: RollbackSeen,
): NodeRollbackPlan {
  const kinds = stepsFor(left, back, seen);
  return { node, from: seen.runningRelease, back, steps: kinds.map((kind) => ({ kind })) };
}

function stepsFor(left: Release, back: BackTo, seen: RollbackSeen): readonly RollbackStepKind[] {
  const isBack = seen.installedFolder === back.folder;
  const { running, runningRelease } = seen;
  if (running && runningRelease !== null) refuseForeign(left, back, seen, runningRelease);
  if (running && isBack && (runningRelease === null || sameRelease(runningRelease, back.release))) {
    return proof;
  }
  if (!running && !seen.inHand && !seen.begun && !seen.named) throw notOurs(seen);
  // The upgrade left it stopped before its switch: it never ran the new release, there is nothing to put back.
  if (!running && isBack && !seen.begun) {
    return ['lockHost', 'beginRollback', 'putBackData', 'startBack', ...proof.slice(1)];
  }
  // Down already: gates of the others would only keep it down for longer.
  if (!running) return without(['awaitGatesBefore', 'drainNode', 'stopNode']);
  // One that does not serve can't be drained; its stop flushes what it can.
  return seen.serving ? rollbackRunbook : without(['drainNode']);
}

function without(leftOut: readonly RollbackStepKind[]): RollbackStepKind[] {
  return rollbackRunbook.filter((kind) => !leftOut.includes(kind));
}

function refuseForeign(left: Release, back: BackTo, { name }: RollbackSeen, running: Release): void {
  if (sameRelease(running, left) || sameRelease(running, back.release)) return;
  throw new RingliftError('RollbackRefused', {
    where: name,
    what: 'it runs a release that this upgrade neither came from nor led to',
    expected: `${left} or ${back.release}`,
    found: running,
    next: 'Find out who installed it; name the target that is to be undone in the file, then plan again.',
  });
}

function notOurs({ name }: RollbackSeen): RingliftError {
  return new RingliftError('PreconditionChanged', {
    where: name,
    what: 'its Cassandra process is not running, and Ringlift did not stop it',
    expected: 'a running node, or our own lock on its host',
    found: 'no process, no lock of ours',
    next: `Start it, then retry; if it can't be started on the new release, let it go back by name: ringlift rollback CLUSTER --node ${name}.`,
  });
}
