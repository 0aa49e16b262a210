import type { UpgradeStatus } from '../../knowledge/messages.ts';

/**
 * When the last node will have been carried over, if those to come take as long as those so far.
 * Only while nodes are being changed: how long a soak's watchers, a repair or a person will take nobody knows.
 * @returns epoch milliseconds, or null when nothing is known
 */
export function expectedEndOfNodes(status: UpgradeStatus, now: number): number | null {
  if (status.state !== 'running' || !['canary', 'roll'].includes(status.phase.name)) return null;
  const took = status.nodes.flatMap((node) =>
    node.state === 'done' && node.tookMillis !== undefined ? [node.tookMillis] : [],
  );
  const left = status.nodes.filter((node) => node.state === 'waiting' || node.state === 'running').length;
  if (took.length === 0 || left === 0) return null;
  const mean = took.reduce((sum, each) => sum + each, 0) / took.length;
  return now + mean * left;
}
