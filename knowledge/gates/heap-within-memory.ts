import type { NodeObservation } from '../observation.ts';
import type { Verdict } from '../verdict.ts';
import type { PreflightInput } from './gate-input.ts';
import { judge } from './judge.ts';
import type { Objection } from './judge.ts';
import { looked } from './looked.ts';
import { sayBytes, sayNode } from './say.ts';

/**
 * The heap of each running process is at most the file's share of its machine's memory: the rest is the page cache
 * that reads live on.
 *
 * @source seed 001, JDK requirement ("avoid setting -Xmx above 50% of available system RAM")
 */
export function heapWithinMemory({ spec, inventory }: PreflightInput): Verdict {
  const limit = spec.gates.maxHeapShareOfMemory;
  const { nodes, unknown } = looked(inventory.nodes, ['host']);
  return judge('heapWithinMemory', {
    seen: nodes.flatMap((seen) => sayHeap(seen) ?? []),
    against: [...unknown, ...nodes.flatMap((seen) => objectionTo(seen, limit) ?? [])],
    standsFor: ['S1-6', 'S1-25'],
  });
}

function sayHeap({ node, name, host }: NodeObservation): string | null {
  if (host?.maxHeapBytes == null) return null;
  return `${sayNode({ node, name })}: heap ${sayBytes(host.maxHeapBytes)} of ${sayBytes(host.memoryBytes)} memory`;
}

function objectionTo(seen: NodeObservation, limit: number): Objection | null {
  const who = sayNode(seen);
  if (!seen.host) return null;
  const { maxHeapBytes, memoryBytes } = seen.host;
  if (maxHeapBytes === null || !(maxHeapBytes > 0) || !(memoryBytes > 0)) {
    return {
      found: `${who}: the heap of its process or the memory of its machine was not told`,
      remedy: `Set -Xmx explicitly in the JVM options of ${who}, and see that Cassandra runs there.`,
    };
  }
  const most = memoryBytes * limit;
  if (maxHeapBytes <= most) return null;
  return {
    found: `${who}: heap ${sayBytes(maxHeapBytes)} is more than ${limit * 100}% of ${sayBytes(memoryBytes)} memory`,
    remedy: `Set -Xmx to at most ${Math.floor(most / 1024 ** 2)}M in the JVM options of ${who} and restart it, or raise gates.maxHeapShareOfMemory in the file.`,
  };
}
