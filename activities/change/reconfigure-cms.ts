import { RingliftError } from '../../knowledge/errors.ts';
import { parseCmsReconfigureStatus } from '../../knowledge/nodetool/cms-reconfigure-status.ts';
import type { StepOutcome } from '../../knowledge/plan.ts';
import type { ReconfigureCmsTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import type { Host } from '../hosts/host.ts';
import { nodetool } from '../hosts/nodetool.ts';
import { hostOf } from '../observe/host-of.ts';
import { awaitCmsAgreed } from './await-cms-agreed.ts';
import { describeCms, runCms } from './cms.ts';

const limitMillis = 10 * 60_000;

/**
 * Grows the CMS from its one first member to what was asked, and follows it until done. An interrupted one is resumed.
 * `cms reconfigure` may print errors and be right, or be silent and not done (measured): describe is what counts.
 * @throws RingliftError CmsRefused
 */
export async function reconfigureCms(
  context: ActivityContext,
  task: ReconfigureCmsTask,
): Promise<StepOutcome> {
  const host = await hostOf(context, task);
  const asked = task.replication.join(' ');
  const wanted = membersAsked(task.replication);
  const before = await describeCms(context, host);
  if (before.members.length === wanted && !before.needsReconfiguration && !(await isActive(context, host))) {
    const verdicts = await awaitCmsAgreed(context, task, wanted);
    return { outcome: 'alreadyDone', says: `the CMS has its ${wanted} members`, verdicts };
  }
  const words = (await isActive(context, host)) ? ['--resume'] : [...task.replication];
  context.say(`cms reconfigure ${words.join(' ')}`);
  const answer = await runCms(context, task, host, ['reconfigure', ...words], limitMillis);
  const evidence = await context.evidence.put(JSON.stringify(answer, null, 1));
  await untilIdle(context, host);
  const after = await describeCms(context, host);
  if (after.members.length !== wanted) {
    throw new RingliftError('CmsRefused', {
      where: host.settings.name,
      what: `cms reconfigure ${asked} did not reach its members`,
      expected: `${wanted} members`,
      found: `${after.members.length} (${after.members.join(', ')}); it said: ${`${answer.stdout} ${answer.stderr}`.trim().slice(0, 500) || 'nothing'}`,
      changed: 'the CMS is initialized and works with the members it has',
      next: 'Bring every node up, then retry: an interrupted reconfiguration is resumed.',
    });
  }
  const verdicts = await awaitCmsAgreed(context, task, wanted);
  return {
    outcome: 'done',
    says: `the CMS has ${wanted} members: ${after.members.join(', ')}`,
    verdicts,
    evidence,
  };
}

/** `3`, or `dc1:3 dc2:3`. */
function membersAsked(replication: readonly string[]): number {
  return replication.reduce((sum, word) => sum + Number(word.split(':').at(-1)), 0);
}

async function isActive(context: ActivityContext, host: Host): Promise<boolean> {
  const { stdout } = await nodetool(host, 'cms reconfigure --status', 60_000, context.signal);
  return parseCmsReconfigureStatus(stdout).active;
}

async function untilIdle(context: ActivityContext, host: Host): Promise<void> {
  const until = Date.now() + limitMillis;
  while (await isActive(context, host)) {
    if (Date.now() > until) return;
    context.say('the reconfiguration is under way');
    await context.sleep(3_000);
  }
}
