import { patched } from '@temporalio/workflow';
import type { NodeStanding } from '../knowledge/node-standing.ts';
import { call } from './call.ts';
import { reportOf } from './failure.ts';
import type { Upgrade } from './upgrade.ts';

/** How a node stands now. It never throws: what can't be seen neither serves nor is it down for sure. */
export async function howNodeStands(upgrade: Upgrade, node: string): Promise<NodeStanding> {
  const name = upgrade.nameOf(node);
  try {
    const task = { ...upgrade.nodeTask(node), ...upgrade.taskNow };
    return await call('howNodeStands', task, `look how ${name} stands`);
  } catch (error) {
    return { serves: false, isDown: false, release: null, says: reportOf(error).message };
  }
}

/** The node is no longer in hand. What stands in the way of saying so on its host is told, and no more. */
export async function letGo(upgrade: Upgrade, node: string): Promise<void> {
  const name = upgrade.nameOf(node);
  try {
    await call('unlockHost', { ...upgrade.task, node }, `unlock ${name}: it is left as it is`);
  } catch (error) {
    upgrade.record.tell(`the lock stays on ${name}: ${reportOf(error).message}`);
  }
}

/** Leaves a node on its old release, serving, or down for ever where it is down in every eye and was not stopped by us. */
export async function leaveNodeOut(upgrade: Upgrade, node: string): Promise<void> {
  // Before, it was left as it was.
  if (!patched('left-out-serving')) return upgrade.leaveOut(node);
  const { record, touched } = upgrade;
  const name = upgrade.nameOf(node);
  let standing = await howNodeStands(upgrade, node);
  const isOurs = touched.has(node) || standing.inHand === true;
  if (!standing.serves && (isOurs || !standing.isDown)) {
    await upgrade.bringToServe(node, 'skip');
    standing = await howNodeStands(upgrade, node);
  }
  touched.delete(node);
  upgrade.halfBack.delete(node);
  upgrade.leaveOut(node, standing.isDown);
  if (standing.release !== null) record.setNode(node, { release: standing.release });
  record.tell(`${name} is left out: ${standing.says}`);
  if (standing.serves) await letGo(upgrade, node);
}
