import type { NodeProgress, RollbackCommand } from '../knowledge/messages.ts';
import { describeStep } from '../knowledge/procedures/describe-step.ts';
import { leaveNodeOut } from './leave-out.ts';
import { type BackOptions, takeBackTurn, takeNodeTurn } from './node-turn.ts';
import { putSettingBack } from './restart-turn.ts';
import { nodeNamed } from './rollback-rules.ts';
import { type Work, untilDone } from './until-done.ts';
import type { Upgrade, WaysBack } from './upgrade.ts';
import { inWindow } from './window.ts';

/** One node goes back because a person said so; then a person says what becomes of it. */
const byName: WaysBack['byName'] = async (upgrade, errand, askedAbout) => {
  const node = nodeNamed(upgrade.record.status, errand.node ?? '');
  if (node === undefined) return null;
  const isBack = await bringBack(upgrade, node.node, {
    title: `back to its old release: ${node.name}`,
    named: true,
    consent: errand.consent,
  });
  if (!isBack) return null;
  const message = sayBack(upgrade, node, errand);
  if (node.node === askedAbout) return { message, verdicts: [] };
  const first = { error: 'RolledBack', message, verdicts: [] };
  await untilDone(upgrade, { ...turnOf(upgrade, node.node), first });
  return null;
};

const toServe: WaysBack['toServe'] = async (upgrade, node, needsForce) => {
  const change = upgrade.restarting.get(node);
  if (change !== undefined) return putSettingBack(upgrade, node, change, needsForce);
  const title = `bring ${upgrade.nameOf(node)} to serve`;
  await bringBack(upgrade, node, { title, named: true, needsForce });
};

export const waysBack: WaysBack = { byName, toServe };

/** The turn of a node to be upgraded. */
export function turnOf(upgrade: Upgrade, node: string): Work {
  return {
    title: `${describeStep({ kind: 'upgradeNode' }).title} ${upgrade.nameOf(node)}`,
    ...{ node, hold: 'untilDrain', isTurn: true },
    skippable: () => true,
    do: () => takeNodeTurn(upgrade, node),
    beforeAgain: () => inWindow(upgrade, 'upgradeNode'),
    leaveOut: () => leaveNodeOut(upgrade, node),
  };
}

interface BringBack extends BackOptions {
  readonly title: string;
  /** It does not serve: not to bring it back would leave it so. */
  readonly needsForce?: 'skip' | 'abort';
}

/** @returns false: a person gave it up */
async function bringBack(
  upgrade: Upgrade,
  node: string,
  { title, named = false, consent: given, needsForce }: BringBack,
): Promise<boolean> {
  let consent = given;
  let isBack = false;
  await untilDone(upgrade, {
    ...{ title, node, hold: 'untilDrain', whilePaused: true },
    // What was begun of it must be finished: a node between two releases is not left so.
    skippable: () => (needsForce ? needsForce === 'skip' : !upgrade.halfBack.has(node)),
    ...(needsForce && { needsForce }),
    do: async () => {
      await takeBackTurn(upgrade, node, { named, consent });
      isBack = true;
    },
    leaveOut: () => Promise.resolve(),
    heed: (command) => {
      if (nodeNamed(upgrade.record.status, command.node ?? '')?.node !== node) return false;
      consent = command.consent;
      return true;
    },
  });
  return isBack;
}

function sayBack(upgrade: Upgrade, { node, name }: NodeProgress, { by, reason }: RollbackCommand): string {
  const release = upgrade.record.status.nodes.find((each) => each.node === node)?.release ?? '?';
  return `${name} is back on ${release} and serves: asked for by ${by}: ${reason ?? ''}. Retry upgrades it again.`;
}
