import { RingliftError } from '../../knowledge/errors.ts';
import { gatesGoodForMillis } from '../../knowledge/gates/gates-good-for.ts';
import type { NodeTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import type { Host } from '../hosts/host.ts';
import { stateFolderOf } from '../hosts/state-folder.ts';
import { lookAtNode } from '../observe/look-at-node.ts';

/**
 * Just before a serving node is taken down: what was judged of the others must be of now. What an earlier attempt has begun is
 * finished, whatever its gates: to leave a drained node waiting would only keep it away for longer.
 * @throws RingliftError GatesOutdated, by which the node's turn looks at its gates again
 */
export async function requireFreshGates(context: ActivityContext, task: NodeTask, host: Host): Promise<void> {
  const { gatesSeenAt: seenAt } = task;
  if (seenAt === undefined || isFresh(seenAt, Date.now())) return;
  if (await isBegun(context, task, host)) return;
  throw new RingliftError('GatesOutdated', {
    where: host.settings.name,
    what: 'its gates were judged too long ago to take it down now',
    expected: `a look of the last ${gatesGoodForMillis / 60_000} minutes`,
    found: seenAt === null ? 'one that does not tell its time' : `one of ${seenAt}`,
    next: 'Its turn looks at them again by itself, some times in a row; if a person reads this, see that the workers are not overloaded and that their clocks agree, then retry.',
  });
}

/** A time to come is of a clock that can't be compared. */
function isFresh(seenAt: string | null, now: number): boolean {
  return seenAt !== null && Math.abs(now - Date.parse(seenAt)) <= gatesGoodForMillis;
}

/** What does not tell its mode is not known to be begun. */
async function isBegun(context: ActivityContext, task: NodeTask, host: Host): Promise<boolean> {
  const { running, net } = await lookAtNode(
    host,
    { views: ['net'], host: true },
    {
      evidence: context.evidence,
      stateFolder: stateFolderOf(host.settings, task.plan),
      signal: context.signal,
    },
  );
  return running === false || net?.mode === 'DRAINING' || net?.mode === 'DRAINED';
}
