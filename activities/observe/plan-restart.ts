import { changeSetting, runningSetting } from '../../knowledge/cassandra/change-setting.ts';
import { releaseOfFolder } from '../../knowledge/cassandra/release-of-folder.ts';
import { cqlAddressOf } from '../../knowledge/cassandra/yaml-settings.ts';
import type { RestartPlan } from '../../knowledge/plan.ts';
import {
  type RestartSeen,
  planNodeRestart,
  planNodeRestartBack,
} from '../../knowledge/procedures/node-restart.ts';
import type { RestartTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import type { Host } from '../hosts/host.ts';
import { stateFolderOf } from '../hosts/state-folder.ts';
import { hostOf } from './host-of.ts';
import { lookAtNode } from './look-at-node.ts';
import { refuseHalfBack } from './plan-node.ts';
import { refuseUnreadable } from './refuse-unreadable.ts';
import { settingOf } from './read-setting.ts';

/** Looks at one node and plans the steps by which it runs with the changed setting, or with the one of before again. */
export async function planRestart(context: ActivityContext, task: RestartTask): Promise<RestartPlan> {
  const host = await hostOf(context, task);
  await refuseHalfBack(context, task, host);
  const seen = await lookAtRestart(context, task, host);
  if (task.putsBack !== true) return planNodeRestart(task.plan, task.node, seen);
  const plan = planNodeRestartBack(task.plan, task.node, seen);
  if (plan.steps.includes('putConfigurationBack')) await refuseUnreadable(context, task, host);
  return plan;
}

async function lookAtRestart(
  context: ActivityContext,
  { plan, node, change }: RestartTask,
  host: Host,
): Promise<RestartSeen> {
  const stateFolder = stateFolderOf(host.settings, plan);
  const { evidence, signal } = context;
  const wanted = { views: ['version'], host: true, cql: true } as const;
  const seen = await lookAtNode(host, wanted, { evidence, stateFolder, signal });
  const yaml = seen.host?.configuration['cassandra.yaml'] ?? '';
  const { row, wanted: value } = runningSetting(change);
  const told =
    seen.cql?.answers === true ? await settingOf(host, cqlAddressOf(yaml, node), row, signal) : null;
  return {
    name: seen.name,
    running: seen.running === true,
    runningRelease: seen.version?.release ?? null,
    installedRelease: seen.host?.releaseInUse ? releaseOfFolder(seen.host.releaseInUse) : null,
    inHand: seen.host?.lockedBy === context.owner,
    changed: changeSetting(yaml, change) === null,
    inUse: told === null ? null : told.value?.toLowerCase() === value.toLowerCase(),
  };
}
