import { saySSTables } from '../../knowledge/cassandra/older-sstables.ts';
import { RingliftError } from '../../knowledge/errors.ts';
import { parseCompactionStats } from '../../knowledge/nodetool/compactionstats.ts';
import { parseGossipInfo } from '../../knowledge/nodetool/gossipinfo.ts';
import type { StepOutcome } from '../../knowledge/plan.ts';
import type { NodeTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import type { Host } from '../hosts/host.ts';
import { askNodetool, nodetool, nodetoolWords, problemOf, questionMillis } from '../hosts/nodetool.ts';
import { awaitAnswering } from '../observe/await-answering.ts';
import { awaitUndisturbed } from '../observe/await-undisturbed.ts';
import { isBegun } from '../observe/is-begun.ts';
import { listSSTables } from './list-sstables.ts';
import { type JobEnd, jobIdOf, runJob } from './run-job.ts';
import { sstableFormatsIn } from './sstable-formats.ts';
import { dataFolders } from './take-snapshot.ts';
import { withThroughput } from './with-throughput.ts';

const gossipSilenceMillis = 120_000;
const limitMillis = 6 * 24 * 3_600_000;

export interface Rewriting {
  readonly step: string;
  /** What may stay, for people: `only big-nb`. */
  readonly expected: string;
  /** Formats such as `big-mc` that may not. */
  readonly isOld: (format: string) => boolean;
}

/**
 * Rewrites what may not stay on a node, as a job of it. `nodetool upgradesstables` exits 0 also when it gave up (4.1 and
 * later swallow the failures), so that only the names of the files and what gossip says of them are believed.
 * @throws RingliftError SSTablesNotRewritten
 */
export async function rewriteOld(
  context: ActivityContext,
  task: NodeTask,
  host: Host,
  { step, expected, isOld }: Rewriting,
): Promise<StepOutcome> {
  const { name } = host.settings;
  const before = await formatsOf(context, host);
  if (!Object.keys(before).some(isOld)) {
    return { outcome: 'alreadyDone', says: `nothing to rewrite on ${name}: ${sayFormats(before)}` };
  }
  if (!(await isBegun(context, task, host, jobIdOf(task, step)))) await awaitUndisturbed(context, task);
  const end = await rewrite(context, task, host, { step, found: sayFormats(before) });
  const after = await formatsOf(context, host);
  const gossiped = await gossipedFormats(context, host);
  if (![...Object.keys(after), ...gossiped].some(isOld)) {
    return { outcome: 'done', says: `sstables of ${name} are ${sayFormats(after)}` };
  }
  throw new RingliftError('SSTablesNotRewritten', {
    where: name,
    what: 'sstables of older formats are left after nodetool upgradesstables',
    expected,
    found: `files: ${sayFormats(after)}; gossip: ${gossiped.join(', ') || 'nothing'}; nodetool: ${problemOf(end)}`,
    changed: 'what could be rewritten was; nothing is lost',
    next: `Look for "upgrad" and for running compactions in the log and the free space of ${name}, then retry: it goes on.`,
  });
}

/** @returns nodetool's exit code, which alone proves nothing */
async function rewrite(
  context: ActivityContext,
  task: NodeTask,
  host: Host,
  { step, found }: { readonly step: string; readonly found: string },
): Promise<JobEnd> {
  const { jobs, throughputMiBPerSecond } = task.spec.sstables;
  return withThroughput(context, task, host, throughputMiBPerSecond, () =>
    runJob(context, task, host, {
      step,
      command: nodetoolWords(host.settings, 'upgradesstables', '-j', String(jobs)),
      limitMillis,
      restartWhenLost: true,
      beforeRestart: () => awaitAnswering(context, task, host),
      stop: nodetoolWords(host.settings, 'stop', 'UPGRADE_SSTABLES'),
      watch: async (signal) => `${await progress(host, signal)} (was ${found})`,
      next: 'Look at the log of the node, then retry: it goes on where it was.',
    }),
  );
}

async function progress(host: Host, signal: AbortSignal): Promise<string> {
  const answer = await askNodetool(host, ['compactionstats'], questionMillis(host.settings), signal);
  const { pending, running } = parseCompactionStats(answer.get('compactionstats')?.stdout ?? '');
  const now = running.filter(({ type }) => type.startsWith('Upgrade'));
  const share = now.map(({ keyspace, table, completed, total }) =>
    completed !== null && total
      ? `${keyspace}.${table} ${Math.round((100 * completed) / total)} %`
      : `${keyspace}.${table}`,
  );
  return `rewriting ${share.join(', ') || 'nothing just now'}; ${pending} pending`;
}

async function formatsOf(context: ActivityContext, host: Host): Promise<Record<string, number>> {
  return sstableFormatsIn(await listSSTables(context, host, null, await dataFolders(context, host)));
}

/** Just after a boot gossip is silent for a while (measured on 6.0-alpha2): no words are no answer yet. */
async function gossipedFormats(context: ActivityContext, host: Host): Promise<readonly string[]> {
  const until = Date.now() + gossipSilenceMillis;
  for (;;) {
    const { stdout } = await nodetool(host, 'gossipinfo', questionMillis(host.settings), context.signal);
    if (stdout.trim() !== '' || Date.now() > until) {
      const { endpoints } = parseGossipInfo(stdout);
      return endpoints.find(({ address }) => address === host.settings.node)?.sstableVersions ?? [];
    }
    context.say('the node serves, and its gossip is silent yet');
    await context.sleep(3_000);
  }
}

function sayFormats(formats: Readonly<Record<string, number>>): string {
  return Object.keys(formats).length > 0 ? saySSTables(formats) : 'no sstables';
}
