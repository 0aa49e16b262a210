import { patched } from '@temporalio/workflow';
import { howNodeStands, letGo } from './leave-out.ts';
import { Aborted } from './until-done.ts';
import type { Upgrade } from './upgrade.ts';

/**
 * The nearest state that can be left alone: every node that was in hand serves, on the target or else on its old
 * release. Where that fails a person is asked, and only a second abort with `force` leaves the node as it is.
 */
export async function leaveAllServing(upgrade: Upgrade): Promise<void> {
  // Before, an abort left everything as it was.
  if (!patched('ends-serving')) return;
  const begunBefore = upgrade.plan?.inHand ?? [];
  const inHand = upgrade.record.status.nodes.filter(
    ({ node, state }) => state === 'failed' || (state === 'waiting' && begunBefore.includes(node)),
  );
  for (const { node } of inHand) await leaveServing(upgrade, node);
}

async function leaveServing(upgrade: Upgrade, node: string): Promise<void> {
  const { record, touched, halfBack, restarting } = upgrade;
  const name = upgrade.nameOf(node);
  const standing = await howNodeStands(upgrade, node);
  if (standing.serves && !halfBack.has(node)) {
    record.tell(`${name} is left as it is: ${standing.says}`);
    return letGo(upgrade, node);
  }
  // Nothing was done to it: whatever it is like, it is not ours to mend.
  if (!touched.has(node) && !restarting.has(node) && standing.inHand !== true)
    return record.tell(`${name} was not changed: ${standing.says}`);
  record.tell(`${name} must not be left so: ${standing.says}`);
  try {
    await upgrade.bringToServe(node, 'abort');
  } catch (error) {
    if (!(error instanceof Aborted)) throw error;
    record.tell(`${name} is left as it is, as a person said by force: ${standing.says}`);
  }
}
