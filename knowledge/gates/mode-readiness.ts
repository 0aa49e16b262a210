import { hasReached } from '../cassandra/mode-order.ts';
import type { Verdict } from '../verdict.ts';
import { allOnTarget } from './all-on-target.ts';
import { allUp } from './all-up.ts';
import { clusterFacts } from './door-facts.ts';
import { standingOf } from './door-input.ts';
import type { DoorInput } from './door-input.ts';
import { downNodesDownAtTheDoor } from './down-nodes-stay-down.ts';
import { idleFindings } from './idle-findings.ts';
import { judge } from './judge.ts';
import { modeBefore } from './mode-before.ts';
import type { ModeDoorInput } from './mode-before.ts';
import { oneSchema } from './one-schema.ts';
import { sameMembers } from './same-members.ts';
import { schemaUntouched } from './schema-untouched.ts';

export interface ModeReadiness {
  readonly verdicts: readonly Verdict[];
  /** What an approval is bound to. */
  readonly facts: readonly string[];
  /** Every node runs in the mode already. */
  readonly isBehind: boolean;
}

/**
 * May all nodes be restarted in a later storage mode? From UPGRADING on there is no way back by a change of binaries, so
 * that it is judged as the door of the CMS is, but for what is only of the CMS.
 */
export function judgeModeReadiness(input: ModeDoorInput): ModeReadiness {
  const { plan, wanted, running } = input;
  const gates = [
    ...[allOnTarget, allUp, oneSchema, sameMembers, schemaUntouched, nobodyWorks],
    ...(plan.down?.length ? [downNodesDownAtTheDoor] : []),
  ];
  const standing = standingOf(input);
  const byMode = new Map<string, string[]>();
  for (const { node } of standing) {
    const mode = running[node] ?? 'unknown';
    byMode.set(mode, [...(byMode.get(mode) ?? []), node]);
  }
  return {
    verdicts: [...gates.map((gate) => gate(input)), modeBefore(input)],
    facts: [
      ...clusterFacts(input),
      `storage mode to restart in: ${wanted}`,
      ...[...byMode].map(([mode, nodes]) => `runs in storage mode ${mode}: ${nodes.toSorted().join(' ')}`),
    ].toSorted(),
    isBehind: standing.length > 0 && standing.every(({ node }) => hasReached(running[node] ?? null, wanted)),
  };
}

function nobodyWorks(input: DoorInput): Verdict {
  return judge('nothingRunning', {
    ...idleFindings(input.inventory.nodes, standingOf(input)),
    standsFor: ['S1-4', 'S4-7', 'S4-9'],
  });
}
