import { hasReached } from '../cassandra/mode-order.ts';
import { type LaterMode, laterModes } from '../cassandra/mode-cost.ts';
import type { StorageMode } from '../cassandra/releases.ts';
import type { NodeObservation } from '../observation.ts';
import type { NodeId } from '../topology.ts';
import type { Verdict } from '../verdict.ts';
import { lookedAtStanding } from './door-input.ts';
import type { DoorInput } from './door-input.ts';
import { judge } from './judge.ts';
import type { Objection } from './judge.ts';
import { sayHowMany, sayNode } from './say.ts';
import { storageModeOnDisk } from './storage-mode-as-planned.ts';

export interface ModeDoorInput extends DoorInput {
  readonly wanted: LaterMode;
  /** What each process runs in, by its own word; null: it does not tell. */
  readonly running: Readonly<Record<NodeId, StorageMode | null>>;
}

/**
 * Every process runs in the storage mode that its file says, and no node is restarted in NONE before each has run in
 * UPGRADING.
 *
 * @source utils/StorageCompatibilityMode.java of 5.0.9 and 6.0-alpha2
 */
export function modeBefore(input: ModeDoorInput): Verdict {
  const { wanted, running } = input;
  const { nodes, unknown } = lookedAtStanding(input, ['host']);
  return judge('modeBefore', {
    seen: sayHowMany(
      nodes.map(({ node }) => `runs in storage_compatibility_mode ${running[node] ?? 'unknown'}`),
    ),
    against: [...unknown, ...nodes.flatMap((seen) => objectionsTo(seen, running[seen.node] ?? null, wanted))],
    standsFor: ['S4-7'],
  });
}

function objectionsTo(seen: NodeObservation, running: StorageMode | null, wanted: LaterMode): Objection[] {
  const who = sayNode(seen);
  if (running === null) {
    return [
      {
        found: `${who} does not tell the storage_compatibility_mode that it runs in`,
        remedy: `Read system_views.settings on ${who} by cqlsh: its process alone knows.`,
      },
    ];
  }
  const onDisk = storageModeOnDisk(seen);
  if (onDisk !== null && onDisk !== 'absent' && onDisk !== running) {
    return [
      {
        found: `${who} runs in ${running}, and its cassandra.yaml says ${onDisk}`,
        remedy: `Find out who changed it on ${who}, and put back what it runs in: it is changed by the restart.`,
      },
    ];
  }
  const [first] = laterModes;
  if (wanted === first || hasReached(running, first)) return [];
  return [
    {
      found: `${who} runs in ${running}: ${wanted} comes only after every node has run in ${first}`,
      remedy: `End this upgrade and start it again with the same file: it restarts ${who} in ${first} first.`,
    },
  ];
}
