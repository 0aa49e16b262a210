import { RingliftError } from '../../knowledge/errors.ts';
import { isBefore, lineOf } from '../../knowledge/cassandra/release-line.ts';
import { repairsOf, viewsOfActivity } from '../../knowledge/gates/activity.ts';
import { parseRepair } from '../../knowledge/nodetool/repair.ts';
import type { NodeObservation } from '../../knowledge/observation.ts';
import { millis } from '../../knowledge/spec/duration.ts';
import type { Release } from '../../knowledge/topology.ts';
import type { NodeTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import type { Host } from '../hosts/host.ts';
import { nodetoolWords, problemOf } from '../hosts/nodetool.ts';
import { stateFolderOf } from '../hosts/state-folder.ts';
import { awaitAnswering } from '../observe/await-answering.ts';
import { lookAtJob } from '../observe/look-at-job.ts';
import { lookAtNode } from '../observe/look-at-node.ts';
import { type JobEnd, jobIdOf, runJob } from './run-job.ts';

export interface RepairOptions {
  /** Names it in the journal, and the job. */
  readonly step: string;
  /** What the node runs: 3.x knows no `-force`. */
  readonly release: Release;
  /** Only what it is the first replica of: every range once, where all nodes do so. */
  readonly primaryRange: boolean;
}

/**
 * `nodetool repair -full -seq` as a job of the node. Whether it may run now is for the caller to know.
 * @returns digest of its whole output in the evidence store
 * @throws RingliftError RepairFailed
 */
export async function runRepair(
  context: ActivityContext,
  task: NodeTask,
  host: Host,
  { step, release, primaryRange }: RepairOptions,
): Promise<string> {
  const { settings } = host;
  const quiet = () => awaitOtherRepairs(context, task, host);
  // Our own of an earlier attempt is not waited for but attached to.
  const own = await lookAtJob(context, task, host, jobIdOf(task, step), 0);
  const isOurs = own.state === 'running' || (own.state === 'ended' && own.request === context.request);
  if (!isOurs) await quiet();
  context.say('repairing');
  // A replica that is down for ever would make it fail: it is left out, and every other one was just seen to be up.
  const line = lineOf(release);
  const canForce = line === null || !isBefore(line, '4.0');
  const words = [
    ...['repair', '-full', '-seq'],
    ...(primaryRange ? ['-pr'] : []),
    ...(task.plan.down?.length && canForce ? ['-force'] : []),
  ];
  const end = await runJob(context, task, host, {
    step,
    command: nodetoolWords(settings, ...words),
    limitMillis: millis(task.spec.repair.limit),
    restartWhenLost: true,
    beforeRestart: async () => {
      await awaitAnswering(context, task, host);
      await quiet();
    },
    stop: nodetoolWords(settings, 'stop', 'VALIDATION'),
    progress: (stdout) => {
      const percent = [...stdout.matchAll(/\(progress: (\d+)%\)/g)].at(-1)?.[1];
      return percent === undefined ? null : `repairing: ${percent} %`;
    },
    next: 'Look at the log of the node for the reason, bring every node up, then retry.',
  });
  const evidence = await context.evidence.put(`${end.stdout}${end.stderr}`);
  judge(settings.name, end);
  return evidence;
}

/** From 4.0 on the exit code tells of a failed session; the lines tell which, and guard against a cut output. */
function judge(where: string, end: JobEnd): void {
  const failed = (found: string) =>
    new RingliftError('RepairFailed', {
      where,
      what: 'the repair did not complete',
      expected: 'every session successful',
      found,
      changed: 'what could be repaired was; nothing is lost',
      next: 'Look at the log of the node for the reason, bring every node up, then retry.',
    });
  if (end.exitCode !== 0) throw failed(problemOf(end));
  const { success, failedSessions } = parseRepair(lastPartOf(end));
  if (!success) throw failed(`${failedSessions} failed sessions`);
}

/** Where the middle of a very long output was left out, the whole lines after it. */
function lastPartOf({ stdout, isCut }: JobEnd): string {
  return isCut ? stdout.replace(/^[\s\S]*\n\[output left out here\]\n[^\n]*\n/, '') : stdout;
}

/** A repair of somebody else, or what is left of a broken-off one, is waited for: two at once harm each other. */
async function awaitOtherRepairs(context: ActivityContext, task: NodeTask, host: Host): Promise<void> {
  for (;;) {
    const seen = await lookAtNode(
      host,
      { views: ['version', 'compactions', 'threadPools', 'repairs'] },
      {
        evidence: context.evidence,
        stateFolder: stateFolderOf(host.settings, task.plan),
        signal: context.signal,
      },
    );
    if (!seen.compactions || !seen.threadPools || !knowsSessions(seen)) {
      throw new RingliftError('CommandFailed', {
        where: seen.name,
        what: 'whether a repair runs can not be told',
        found: seen.problems.map(({ asked, problem }) => `${asked}: ${problem}`).join('; '),
        next: 'Look at the node, then retry.',
      });
    }
    const running = repairsOf(seen);
    if (running.length === 0) return;
    context.say(`waits for a repair that runs already: ${running[0]?.found ?? ''}`);
    await context.sleep(10_000);
  }
}

/** 3.x has no command that tells them; its thread pools do. */
function knowsSessions(seen: NodeObservation): boolean {
  return seen.repairs !== null || !viewsOfActivity(seen).includes('repairs');
}
