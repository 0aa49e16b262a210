import { sleep } from '@temporalio/workflow';
import type { Step } from '../knowledge/plan.ts';
import { millis } from '../knowledge/spec/duration.ts';
import type { Spec } from '../knowledge/spec/spec.ts';
import { call } from './call.ts';
import { takeNodeTurn } from './node-turn.ts';
import { passDoor, standAtDoor } from './pass-door.ts';
import { restartTurnOf } from './restart-turn.ts';
import type { Upgrade } from './upgrade.ts';

/** Does one step of the plan. The switch fails to compile until a new kind of step is handled. */
export async function performStep(upgrade: Upgrade, step: Step, title: string): Promise<void> {
  const { task } = upgrade;
  switch (step.kind) {
    case 'awaitPreflight':
      return upgrade.note(title, await call(step.kind, { ...task, ...wholeOf(upgrade) }, title));
    case 'pauseActors': {
      const outcome = await call(step.kind, task, title);
      upgrade.pausedActors = outcome.actors ?? [];
      return upgrade.note(title, outcome);
    }
    case 'resumeActors':
      return upgrade.note(title, await call(step.kind, { ...task, found: upgrade.pausedActors }, title));
    case 'measureService':
      return upgrade.note(title, await call(step.kind, { ...task, when: step.when }, title));
    case 'takeSnapshot':
    case 'rewriteLeftovers':
    case 'rewriteSSTables':
    case 'repairBefore':
    case 'repairNode':
      return upgrade.note(title, await call(step.kind, { ...task, node: step.node }, title));
    case 'upgradeNode':
      return takeNodeTurn(upgrade, step.node);
    case 'upgradeGroup':
      throw new RangeError('a group is walked by walkGroup');
    case 'restartNode':
      // Its turn is a work of its own, as that of an upgrade.
      return restartTurnOf(upgrade, step).do();
    case 'soak': {
      await sleep(millis(step.duration), { summary: title });
      const { node, change } = step;
      const gates = { ...upgrade.taskNow, node, ...(change && { change }) };
      return upgrade.note(title, await call('awaitGatesAfter', gates, `${title}: gates again`));
    }
    case 'awaitApproval':
      return standAtDoor(upgrade, step.door);
    case 'initializeCms':
      return passDoor(upgrade, step, title);
    case 'reconfigureCms': {
      const { node, replication } = step;
      const reconfigure = { ...upgrade.taskBehindDoor, node: upgrade.standInFor(node), replication };
      return upgrade.note(title, await call(step.kind, reconfigure, title));
    }
    case 'smokeTestCms': {
      const smokeTest = { ...upgrade.taskBehindDoor, node: upgrade.standInFor(step.node) };
      return upgrade.note(title, await call(step.kind, smokeTest, title));
    }
    case 'verifyCms': {
      const verify = { ...upgrade.taskBehindDoor, members: step.members };
      return upgrade.note(title, await call(step.kind, verify, title));
    }
  }
}

/** In a chain what comes later is judged too, by the whole file. */
function wholeOf({ plan, whole }: Upgrade): { readonly whole?: Spec } {
  return plan?.hop && whole ? { whole } : {};
}
