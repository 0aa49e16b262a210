import { selectedFormat, writtenFormat } from '../../knowledge/cassandra/storage-mode.ts';
import { readYamlText } from '../../knowledge/cassandra/yaml-text.ts';
import { lineOf } from '../../knowledge/cassandra/release-line.ts';
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
import { hostOf } from '../observe/host-of.ts';
import { isBegun } from '../observe/is-begun.ts';
import { readConfiguration } from '../observe/read-configuration.ts';
import { listSSTables } from './list-sstables.ts';
import { type JobEnd, jobIdOf, runJob } from './run-job.ts';
import { sstableFormatsIn } from './sstable-formats.ts';
import { dataFolders } from './take-snapshot.ts';
import { withThroughput } from './with-throughput.ts';

const gossipSilenceMillis = 120_000;
const step = 'rewriteSSTables';
const limitMillis = 6 * 24 * 3_600_000;

/**
 * Rewrites what older formats are left on a node, as a job of it. `nodetool upgradesstables` exits 0 also when it gave up (4.1 and
 * later swallow the failures), so that only the names of the files and what gossip says of them are believed.
 * @throws RingliftError SSTablesNotRewritten
 */
export async function rewriteSSTables(context: ActivityContext, task: NodeTask): Promise<StepOutcome> {
  const host = await hostOf(context, task);
  const { name } = host.settings;
  const wanted = await wantedFormat(context, task, host);
  const before = await formatsOf(context, host);
  const old = Object.keys(before).filter((format) => format !== wanted);
  if (old.length === 0) {
    return { outcome: 'alreadyDone', says: `nothing to rewrite on ${name}: ${sayFormats(before)}` };
  }
  if (!(await isBegun(context, task, host, jobIdOf(task, step)))) await awaitUndisturbed(context, task);
  const end = await rewrite(context, task, host, sayFormats(before));
  const after = await formatsOf(context, host);
  const gossiped = await gossipedFormats(context, host);
  const left = [...new Set([...Object.keys(after), ...gossiped])].filter((format) => format !== wanted);
  if (left.length === 0) return { outcome: 'done', says: `sstables of ${name} are ${sayFormats(after)}` };
  throw new RingliftError('SSTablesNotRewritten', {
    where: name,
    what: 'sstables of older formats are left after nodetool upgradesstables',
    expected: `only ${wanted}`,
    found: `files: ${sayFormats(after)}; gossip: ${gossiped.join(', ') || 'nothing'}; nodetool: ${problemOf(end)}`,
    changed: 'what could be rewritten was; nothing is lost',
    next: `Look for "upgrad" and for running compactions in the log and the free space of ${name}, then retry: it goes on.`,
  });
}

/** What the node writes now: the target's format in the plan's mode, BIG or BTI as its cassandra.yaml selects. */
async function wantedFormat(context: ActivityContext, { plan }: NodeTask, host: Host): Promise<string> {
  const { texts } = await readConfiguration(context, host, host.settings.install.conf);
  const selected = readYamlText(texts['cassandra.yaml'] ?? '').valueOf('sstable', 'selected_format');
  const line = lineOf(plan.to);
  if (line) return writtenFormat(line, plan.storageMode, selectedFormat(selected));
  throw new RingliftError('UnsupportedPath', {
    where: host.settings.name,
    what: `what ${plan.to} writes is not known here`,
    next: 'Leave this step out with a reason.',
  });
}

/** @returns nodetool's exit code, which alone proves nothing */
async function rewrite(context: ActivityContext, task: NodeTask, host: Host, found: string): Promise<JobEnd> {
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
  return (
    Object.entries(formats)
      .map(([format, count]) => `${count} ${format}`)
      .join(', ') || 'no sstables'
  );
}
