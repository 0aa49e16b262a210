import { sameRelease } from '../../knowledge/cassandra/release-name.ts';
import { RingliftError } from '../../knowledge/errors.ts';
import { parseRepair } from '../../knowledge/nodetool/repair.ts';
import { parseRepairAdminList } from '../../knowledge/nodetool/repair-admin-list.ts';
import type { StepOutcome } from '../../knowledge/plan.ts';
import { millis } from '../../knowledge/spec/duration.ts';
import type { NodeTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import type { Host } from '../hosts/host.ts';
import { nodetool, nodetoolJava, nodetoolOptions } from '../hosts/nodetool.ts';
import { allPlannedSettings, hostOf } from '../observe/host-of.ts';
import { lookAtNodes } from '../observe/look-at-cluster.ts';
import { changeHost } from './change-host.ts';

/**
 * A full, sequential repair of one node. Never while two releases run: between 5.0 and 6.0 under CASSANDRA_4 nodetool
 * would even report success (measured), so that Ringlift must forbid it by itself.
 * @throws RingliftError RepairFailed; PreconditionChanged when not every node runs the target
 */
export async function repairNode(context: ActivityContext, task: NodeTask): Promise<StepOutcome> {
  const host = await hostOf(context, task);
  const { name, nodetool: tool } = host.settings;
  await refuseMixedReleases(context, task, name);
  await awaitOtherRepairs(context, host);
  const seconds = Math.round(millis(task.spec.repair.limit) / 1_000);
  context.say('repairing');
  const { result, stdout } = await changeHost(context, task, host, 'repair-node', {
    step: 'repairNode',
    args: [
      task.plan.tag,
      String(seconds),
      nodetoolJava(host.settings),
      tool.path,
      ...nodetoolOptions(host.settings),
    ],
    timeoutMillis: (seconds + 60) * 1_000,
    maxOutputBytes: 64 * 2 ** 20,
    onOutput: (piece) => {
      const share = /\(progress: (\d+)%\)/.exec(piece.slice(piece.lastIndexOf('(progress')))?.[1];
      if (share) context.say(`repairing: ${share} %`);
    },
    next: 'Look at the log of the node for the reason, bring every node up, then retry.',
  });
  if (result === 'alreadyDone')
    return { outcome: 'alreadyDone', says: `${name} was repaired in this upgrade already` };
  const evidence = await context.evidence.put(stdout);
  const { success, failedSessions } = parseRepair(stdout.replace(/^result: .*$/m, ''));
  if (success) return { outcome: 'done', says: `${name} is repaired (-full -seq)`, evidence };
  throw new RingliftError('RepairFailed', {
    where: name,
    what: 'the repair did not complete',
    expected: 'every session successful',
    found: `${failedSessions} failed sessions`,
    changed: 'what could be repaired was; nothing is lost',
    next: 'Look at the log of the node for the reason, then retry.',
  });
}

async function refuseMixedReleases(context: ActivityContext, task: NodeTask, name: string): Promise<void> {
  const seen = await lookAtNodes(context, task.spec, allPlannedSettings(task), () => ({
    views: ['version'],
  }));
  const others = seen.filter(({ version }) => !version || !sameRelease(version.release, task.plan.to));
  if (others.length === 0) return;
  throw new RingliftError('PreconditionChanged', {
    where: name,
    what: 'a repair must not run while nodes run different releases',
    expected: `${task.plan.to} on every node`,
    found: others.map((node) => `${node.name} ${node.version?.release ?? 'silent'}`).join(', '),
    next: 'Bring those nodes to the target first, then retry; or skip the repair with a reason.',
  });
}

/** A repair of an earlier attempt, or of somebody else, is waited for: two at once harm each other. */
async function awaitOtherRepairs(context: ActivityContext, host: Host): Promise<void> {
  for (;;) {
    const { stdout } = await nodetool(host, 'repair_admin list', 60_000, context.signal);
    const running = parseRepairAdminList(stdout);
    if (running.length === 0) return;
    context.say(`waits for ${running.length} repair sessions that run already: ${running[0]?.id ?? ''}`);
    await context.sleep(10_000);
  }
}
