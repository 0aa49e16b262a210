import type { NodeObservation } from '../observation.ts';
import { millis, sayMillis } from '../spec/duration.ts';
import type { Verdict } from '../verdict.ts';
import type { PreflightInput } from './gate-input.ts';
import { judge } from './judge.ts';
import type { Objection } from './judge.ts';
import { looked } from './looked.ts';
import { count, sayNode } from './say.ts';

interface Clock {
  readonly seen: NodeObservation;
  /** Milliseconds that it is ahead of the worker's. */
  readonly ahead: number;
}

/**
 * The nodes' clocks lie within the file's limit of each other, and of the worker's: writes win by timestamp, and logs,
 * baselines and approvals are compared by time.
 */
export function clockSkew({ spec, inventory }: PreflightInput): Verdict {
  const limit = millis(spec.gates.maxClockSkew);
  const { nodes, unknown } = looked(inventory.nodes, ['host']);
  const clocks = nodes
    .flatMap((seen): Clock[] => (seen.host ? [{ seen, ahead: -seen.host.clockSkewMillis }] : []))
    .filter(({ ahead }) => Number.isFinite(ahead))
    .toSorted((one, other) => one.ahead - other.ahead);
  return judge('clockSkew', {
    seen: sayClocks(clocks),
    against: [...unknown, ...nodes.flatMap(untold), ...objectionsTo(clocks, limit)],
    standsFor: ['S4-9'],
  });
}

function untold(seen: NodeObservation): Objection[] {
  if (seen.host === null || Number.isFinite(seen.host.clockSkewMillis)) return [];
  return [
    {
      found: `${sayNode(seen)} did not tell its clock`,
      remedy: `Run \`date +%s%3N\` on ${sayNode(seen)} and see why it gives no number.`,
    },
  ];
}

function spreadOf(clocks: readonly Clock[]): number {
  return (clocks.at(-1)?.ahead ?? 0) - (clocks[0]?.ahead ?? 0);
}

/** The middle one: a few wrong clocks do not move it. */
function medianOf(clocks: readonly Clock[]): number {
  return clocks[Math.floor((clocks.length - 1) / 2)]?.ahead ?? 0;
}

function sayClocks(clocks: readonly Clock[]): string[] {
  if (clocks.length === 0) return [];
  return [
    `the clocks of ${count(clocks.length, 'node')} lie within ${sayMillis(spreadOf(clocks))}, ${sayMillis(Math.abs(medianOf(clocks)))} from the worker's`,
  ];
}

function objectionsTo(clocks: readonly Clock[], limit: number): Objection[] {
  const median = medianOf(clocks);
  const apart = spreadOf(clocks) > limit;
  // Of clocks further apart than the limit at least one is further than half of it from the middle.
  const odd = apart ? clocks.filter(({ ahead }) => Math.abs(ahead - median) * 2 > limit) : [];
  return [
    ...odd.map(({ seen, ahead }) => ({
      found: `${sayNode(seen)}: its clock is ${sayOffset(ahead - median)} the other nodes', at most ${sayMillis(limit)} apart is allowed`,
      remedy: `Mend the time service of ${sayNode(seen)} (\`chronyc tracking\` or \`timedatectl\`), then look again.`,
    })),
    ...(Math.abs(median) > limit
      ? [
          {
            found: `the nodes' clocks are ${sayOffset(median)} the worker's, at most ${sayMillis(limit)} is allowed`,
            remedy: 'Mend the time service of the machine that the worker runs on, then look again.',
          },
        ]
      : []),
  ];
}

function sayOffset(ahead: number): string {
  return `${sayMillis(Math.abs(ahead))} ${ahead < 0 ? 'behind' : 'ahead of'}`;
}
