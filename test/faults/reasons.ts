/** Whether what Ringlift tells a person is true: for each reason the faults that can be behind it. */
import type { ErrorName } from '../../knowledge/errors.ts';
import type { Waiting } from '../../knowledge/messages.ts';
import type { SimulatedCluster } from '../../lab/simulation/simulated-cluster.ts';
import type { Fault } from './fault.ts';
import type { FaultMet, World } from './world.ts';

export type ForPerson = Extract<Waiting, { for: 'person' }>;

/** Without an entry: no fault of this harness can be the reason, so that asking for it is a defect. */
const causes: Partial<Record<ErrorName, readonly Fault[]>> = {
  NodeUnreachable: ['cutSsh', 'sshdDown', 'rebootHost', 'killWorker', 'freezeWorker'],
  CommandTimedOut: ['hangNodetool', 'freezeWorker'],
  CommandFailed: ['hangNodetool', 'killNode', 'rebootHost', 'fillDisk'],
  NodeNotServing: ['killNode', 'rebootHost', 'hangNodetool', 'sshdDown'],
  GateShut: ['killNode', 'rebootHost', 'hangNodetool', 'fillDisk', 'clockJump', 'sshdDown', 'cutSsh'],
  PreconditionChanged: ['killNode', 'rebootHost', 'fillDisk', 'hangNodetool'],
  UnreadableOutput: ['fillDisk', 'hangNodetool', 'killNode', 'rebootHost'],
  DiskFull: ['fillDisk'],
  DrainNotConfirmed: ['killNode', 'rebootHost', 'hangNodetool'],
  SnapshotIncomplete: ['fillDisk', 'killNode', 'rebootHost', 'hangNodetool'],
  StartFailed: ['killNode', 'rebootHost', 'fillDisk'],
  ConfigurationRefused: ['fillDisk'],
  SSTablesNotRewritten: ['killNode', 'rebootHost', 'fillDisk'],
  RepairFailed: ['killNode', 'rebootHost', 'hangNodetool'],
  CmsRefused: ['killNode', 'rebootHost', 'hangNodetool', 'sshdDown'],
  CmsUnsettled: ['killNode', 'rebootHost', 'hangNodetool', 'sshdDown', 'cutSsh', 'fillDisk'],
  JobFailed: ['killNode', 'rebootHost', 'fillDisk', 'hangNodetool'],
  JobLost: ['killNode', 'rebootHost', 'fillDisk'],
};

/** How long after its end a fault may still be the reason: a step's attempts and the patience of gates take so long. */
const echoMillis = 90_000;

/** Why the reason is none; null: it is true. */
export function falseReason(waiting: ForPerson, world: World, cluster: SimulatedCluster): string | null {
  const allowed = causes[waiting.error as ErrorName] ?? [];
  const possible = world.faults.filter((fault) => allowed.includes(fault.injection.fault));
  const now = Date.now();
  const fresh = possible.filter((fault) => now - (overSince(fault, cluster) ?? now) < echoMillis);
  if (fresh.length > 0) return null;
  const met = world.faults.map(({ injection, node }) => `${injection.fault} on ${node}`).join(', ');
  return `asks a person at "${waiting.step}" for ${waiting.error}, and nothing that was done can be its reason (${met || 'nothing was done'}): ${waiting.message}`;
}

/** A killed node is back when it serves, whoever started it. */
function overSince({ injection, node, at, until }: FaultMet, cluster: SimulatedCluster): number | null {
  if (injection.fault !== 'killNode') return until;
  return cluster.node(node).events.find((event) => event.what === 'serving' && event.at > at)?.at ?? null;
}
