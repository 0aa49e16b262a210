import { CancellationScope, isCancellation } from '@temporalio/workflow';
import { describeStep } from '../knowledge/procedures/describe-step.ts';
import { call } from './call.ts';
import { type FailureReport, reportOf } from './failure.ts';
import { turnOf } from './go-back.ts';
import { afterFailure, carryNode, takeBackTurn } from './node-turn.ts';
import { sayTried } from './say-tried.ts';
import { type Work, cancelledReport, untilDone } from './until-done.ts';
import type { Upgrade } from './upgrade.ts';
import { inWindow } from './window.ts';

/** Nodes that failed, with what a person is asked about each. */
type Failed = Map<string, FailureReport>;

/**
 * Carries nodes over side by side that may be down together. When one fails, those whose drain was not begun are held back,
 * so that nothing further is taken down beside it, and the others come to their end; then a person is asked about what failed,
 * one after the other, each alone. Those held back go on, side by side, once all of that is settled.
 */
export async function walkGroup(upgrade: Upgrade, nodes: readonly string[]): Promise<void> {
  do {
    // Each time anew: people may take longer than a window is open.
    await inWindow(upgrade, 'upgradeGroup');
    const failed: Failed = new Map();
    await untilDone(upgrade, sideBySide(upgrade, nodes, failed));
    for (const node of nodes) {
      const report = failed.get(node);
      if (report === undefined || isSettled(upgrade, node)) continue;
      await untilDone(upgrade, { ...turnOf(upgrade, node), first: besides(upgrade, node, report, failed) });
    }
  } while (!nodes.every((node) => isSettled(upgrade, node)));
  upgrade.together = [];
  const last = nodes.findLast((node) => upgrade.stateOf(node) === 'done');
  if (last !== undefined) await untilDone(upgrade, wholeAgain(upgrade, last));
}

function sideBySide(upgrade: Upgrade, nodes: readonly string[], failed: Failed): Work {
  const names = nodes.map((node) => upgrade.nameOf(node)).join(', ');
  return {
    title: `${describeStep({ kind: 'upgradeGroup' }).title} ${names}`,
    ...{ node: null, hold: 'untilDrain' },
    skippable: () => false,
    do: () => carryAll(upgrade, nodes, failed),
    // Asking about what failed is begun at any time.
    beforeAgain: () => (failed.size > 0 ? Promise.resolve() : inWindow(upgrade, 'upgradeGroup')),
    leaveOut: () => Promise.resolve(),
  };
}

/** @throws what broke it off; nodes that failed are in `failed` */
async function carryAll(upgrade: Upgrade, nodes: readonly string[], failed: Failed): Promise<void> {
  // Broken off after some had failed: a person is asked about these before any other is begun anew.
  if (failed.size > 0) return;
  const begun = Date.now();
  const pending = nodes.filter((node) => !isSettled(upgrade, node));
  upgrade.together = pending;
  const { fallen, broken } = await carrySideBySide(upgrade, pending);
  for (const { node } of fallen) failed.set(node, { error: '', message: '', verdicts: [] });
  upgrade.together = [...failed.keys()];
  // Those that go back by themselves do so as all do: the last one first, one at a time.
  for (const { node, error } of fallen.toReversed()) {
    const after = await afterFailure(upgrade, node, error);
    const report = isCancellation(after) ? cancelledReport(turnOf(upgrade, node)) : reportOf(after);
    failed.set(node, { ...report, tried: sayTried(after, report, Date.now() - begun, 0) });
  }
  if (broken !== undefined) throw broken.error;
}

interface Wrong {
  readonly node: string;
  readonly error: unknown;
}

/**
 * @returns which nodes failed, in their order; and one that was broken off with all of them, as somebody wanted. What was held
 *   back because another had failed is neither: it stands where it stood.
 */
async function carrySideBySide(
  upgrade: Upgrade,
  nodes: readonly string[],
): Promise<{ readonly fallen: readonly Wrong[]; readonly broken: Wrong | undefined }> {
  const all = CancellationScope.current();
  const mates = new CancellationScope();
  const wrong = new Map<string, Wrong>();
  const heldBack: string[] = [];
  // Somebody may want to break all of them off before those held back have told that they stand.
  let isHolding = false;
  const carryOne = async (node: string) => {
    try {
      await carry(upgrade, node);
    } catch (error) {
      if (isCancellation(error) && isHolding) {
        heldBack.push(upgrade.nameOf(node));
        return;
      }
      wrong.set(node, { node, error });
      isHolding ||= !(isCancellation(error) && all.consideredCancelled);
      mates.cancel();
    }
  };
  await mates.run(() => Promise.all(nodes.map(carryOne)));
  if (heldBack.length > 0)
    upgrade.record.tell(`held back until what failed is settled: ${heldBack.join(', ')}`);
  const inOrder = nodes.flatMap((node) => wrong.get(node) ?? []);
  const isBrokenOff = ({ error }: Wrong) => all.consideredCancelled && isCancellation(error);
  return { fallen: inOrder.filter((each) => !isBrokenOff(each)), broken: inOrder.find(isBrokenOff) };
}

async function carry(upgrade: Upgrade, node: string): Promise<void> {
  if (upgrade.halfBack.has(node)) await takeBackTurn(upgrade, node);
  await carryNode(upgrade, node);
}

function isSettled(upgrade: Upgrade, node: string): boolean {
  return upgrade.skipped.includes(node) || upgrade.stateOf(node) === 'done';
}

/** A person who is asked about one node is told of the others. */
function besides(upgrade: Upgrade, node: string, report: FailureReport, failed: Failed): FailureReport {
  const others = [...failed.keys()].filter((other) => other !== node && !isSettled(upgrade, other));
  if (others.length === 0) return report;
  const names = others.map((other) => upgrade.nameOf(other)).join(', ');
  return { ...report, message: `${report.message} Of the same group ${names} failed too: asked about next.` };
}

/** Each was judged without the others: now all of them are seen by all. */
function wholeAgain(upgrade: Upgrade, last: string): Work {
  const title = 'gates after the group';
  return {
    ...{ title, node: null, hold: 'breakable' },
    skippable: () => true,
    do: async () =>
      upgrade.note(title, await call('awaitGatesAfter', { ...upgrade.task, node: last }, title)),
    leaveOut: () => Promise.resolve(),
  };
}
