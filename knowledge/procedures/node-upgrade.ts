import type { NodePlan, NodeStep, NodeStepKind, Plan } from '../plan.ts';
import { RingliftError } from '../errors.ts';
import { isDse } from '../cassandra/dse-release.ts';
import { lineOf } from '../cassandra/release-line.ts';
import { sameRelease } from '../cassandra/release-name.ts';
import type { NodeId, Release } from '../topology.ts';

/** What is seen of a node when its turn comes. */
export interface NodeSeen {
  readonly name: string;
  /** The process runs. */
  readonly running: boolean;
  /** What the running process says it is; null while it does not answer. */
  readonly runningRelease: Release | null;
  /** Release whose folder the installation's symlink names; null: unknown folder. */
  readonly installedRelease: Release | null;
  /** An earlier attempt of this same upgrade left its lock here: what is half done is our own. */
  readonly inHand: boolean;
  /** Its data lie inside the release, and are carried. Absent: they don't. */
  readonly carriesData?: boolean;
  /** It was given other system tables and not compared with what it was. Absent: it was not. */
  readonly isUnsettled?: boolean;
}

/** The runbook of one node, in order. Unpacking and merging come before the drain: what fails there stops nothing. */
export const nodeRunbook: readonly NodeStepKind[] = [
  'lockHost',
  'unpackRelease',
  'prepareConfiguration',
  'awaitGatesBefore',
  'drainNode',
  'stopNode',
  'makeRestorePoint',
  'switchRelease',
  'startNode',
  'awaitServing',
  'awaitGatesAfter',
  'unlockHost',
];

/** The same where data lie inside the release: they are carried before the restore point is made of them. */
export function runbookOf(carriesData: boolean): readonly NodeStepKind[] {
  if (!carriesData) return nodeRunbook;
  return nodeRunbook.flatMap((kind) => (kind === 'makeRestorePoint' ? ['carryData' as const, kind] : [kind]));
}

/**
 * What a node that leaves DSE needs besides, at which step. Its identity is known before the configuration is merged, of which
 * it is a part, and compared before anything else is judged of a node that serves.
 */
const outOfDse: { readonly [kind in NodeStepKind]?: readonly NodeStepKind[] } = {
  unpackRelease: ['unpackRelease', 'keepIdentity'],
  makeRestorePoint: ['makeRestorePoint', 'replaceSystemTables'],
  awaitServing: ['awaitServing', 'settleSystemTables'],
};

/**
 * The steps that one node still needs. Planning again is resuming: a node that runs the target needs only to prove
 * that it serves, a node that we left stopped goes on from there.
 * @throws RingliftError PreconditionChanged when the node is down and it was not this upgrade that stopped it
 */
export function planNodeUpgrade(plan: Pick<Plan, 'to' | 'nodes'>, node: NodeId, seen: NodeSeen): NodePlan {
  const from = plan.nodes.find((planned) => planned.node === node)?.release ?? 'unknown';
  const kinds = stepsFor(plan.to, seen);
  // An earlier run may have carried it to the target, where nothing else tells any more that it was DSE's.
  const wasDse = seen.isUnsettled === true || [from, seen.installedRelease ?? ''].some(isDse);
  const leavesDse = lineOf(plan.to) !== null && wasDse;
  const all = leavesDse ? kinds.flatMap((kind) => outOfDse[kind] ?? kind) : kinds;
  // Of a node that was stopped it was kept before.
  const steps = all.filter((kind) => kind !== 'keepIdentity' || seen.running);
  return { node, from, to: plan.to, steps: steps.map((kind): NodeStep => ({ kind })) };
}

function stepsFor(to: Release, seen: NodeSeen): NodeStepKind[] {
  const switched = seen.installedRelease !== null && sameRelease(seen.installedRelease, to);
  const runsTarget = seen.running && seen.runningRelease !== null && sameRelease(seen.runningRelease, to);
  if (runsTarget) return ['lockHost', 'awaitServing', 'awaitGatesAfter', 'unlockHost'];
  if (!seen.running && !seen.inHand) {
    throw new RingliftError('PreconditionChanged', {
      where: seen.name,
      what: 'its Cassandra process is not running, and this upgrade did not stop it',
      expected: 'a running node',
      found: 'no process',
      next: 'Find out who stopped it, start it on its old release, then retry.',
    });
  }
  // A process of the target that does not answer nodetool yet is still starting.
  if (seen.running && switched) return ['lockHost', 'awaitServing', 'awaitGatesAfter', 'unlockHost'];
  const runbook = runbookOf(seen.carriesData === true);
  if (seen.running) return [...runbook];
  // Switched already: the merged configuration is in use, and perhaps mended by hand since.
  const leftOut: readonly NodeStepKind[] = switched
    ? ['unpackRelease', 'prepareConfiguration', 'awaitGatesBefore', 'drainNode', 'carryData']
    : ['awaitGatesBefore', 'drainNode'];
  return runbook.filter((kind) => !leftOut.includes(kind));
}
