import { dseReleaseOf } from '../../knowledge/cassandra/dse-release.ts';
import { isBefore, lineOf } from '../../knowledge/cassandra/release-line.ts';
import { RingliftError } from '../../knowledge/errors.ts';
import type { StepOutcome } from '../../knowledge/plan.ts';
import { millis } from '../../knowledge/spec/duration.ts';
import type { NodeTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import type { Host } from '../hosts/host.ts';
import { changeMillis, nodetoolJava, nodetoolOptions, nodetoolWords, problemOf } from '../hosts/nodetool.ts';
import { awaitUndisturbed } from '../observe/await-undisturbed.ts';
import { hostOf } from '../observe/host-of.ts';
import { lookAtJob } from '../observe/look-at-job.ts';
import { readConfiguration } from '../observe/read-configuration.ts';
import { listedTables } from '../observe/snapshot-is-there.ts';
import { changeHost } from './change-host.ts';
import { type SnapshotProof, judgeSnapshot } from './judge-snapshot.ts';
import { listSSTables } from './list-sstables.ts';
import { type JobEnd, jobIdOf, runJob } from './run-job.ts';
import { foldersOfNode } from '../hosts/folders-of-node.ts';

const step = 'takeSnapshot';

/**
 * A snapshot of all keyspaces, system ones included, proven by listing and by comparing its files with the sstables
 * that were live while it was taken. A snapshot of this tag that proves itself is not taken again, unless it is older
 * than this run's plan: an earlier run may have ended weeks ago.
 * @throws RingliftError SnapshotIncomplete
 */
export async function takeSnapshot(context: ActivityContext, task: NodeTask): Promise<StepOutcome> {
  const host = await hostOf(context, task);
  const { name } = host.settings;
  const { tag } = task.plan;
  const folders = await dataFolders(context, host);
  const job = await lookAtJob(context, task, host, jobIdOf(task, step), 0);
  // Of an earlier attempt: what it has taken until now is no incomplete snapshot.
  if (job.state === 'running') await runSnapshot(context, task, host, 'attached');
  const listed = await listedTables(context, host, tag);
  // Releases that list none of their own keyspaces may have begun with these: what lies there counts too.
  if (listed.size > 0 || (!listsLocal(task) && (await isOnDisk(context, host, tag, folders)))) {
    const proof = await prove(context, task, host, { folders, listed, liveBefore: [] });
    if (proof.missing.length === 0 && isOfThisRun(task, proof)) {
      return outcome('alreadyDone', name, tag, proof);
    }
    await awaitUndisturbed(context, task, true);
    // A crash while it was taken leaves a part of it, and a second one of the same name would be refused.
    context.say('clearing a snapshot of an earlier run, or an incomplete one');
    await changeHost(context, task, host, 'clear-snapshot', clearing(host, tag));
  } else {
    await awaitUndisturbed(context, task, true);
  }
  const before = await liveComponents(context, host, folders);
  context.say('taking the snapshot');
  const end = await runSnapshot(context, task, host, 'taken');
  const after = await listedTables(context, host, tag);
  const proof = await prove(context, task, host, { folders, listed: after, liveBefore: before });
  if (end.exitCode === 0 && proof.missing.length === 0) return outcome('done', name, tag, proof);
  throw new RingliftError('SnapshotIncomplete', {
    where: name,
    what: `snapshot ${tag} does not hold all that was live`,
    expected: `${proof.expected} files`,
    found: `nodetool: ${problemOf(end)}; missing: ${proof.missing.slice(0, 5).join(', ')}${proof.missing.length > 5 ? ` and ${proof.missing.length - 5} more` : ''}`,
    changed: `snapshot ${tag} was taken`,
    next: 'Look whether compactions or disk space stand in the way, then retry: it is cleared and taken again.',
  });
}

/** By the host's clock, which may differ from the worker's by what the file allows. Plans of before do not know since when. */
function isOfThisRun({ spec, plan }: NodeTask, { takenAt }: SnapshotProof): boolean {
  if (plan.at === undefined) return true;
  return takenAt !== null && takenAt >= Date.parse(plan.at) - millis(spec.gates.maxClockSkew);
}

/** Every data folder of a node, as its own cassandra.yaml names them. */
export async function dataFolders(context: ActivityContext, host: Host): Promise<string[]> {
  const { texts } = await readConfiguration(context, host, host.settings.install.conf);
  const folders = foldersOfNode(host.settings, texts['cassandra.yaml'] ?? '').filter(
    ({ role }) => role === 'data',
  );
  return folders.flatMap(({ path }) => (path === null ? [] : [path]));
}

/** @param how what an earlier attempt's job left was proven, or cleared: never is its result taken for that of another */
async function runSnapshot(
  context: ActivityContext,
  task: NodeTask,
  host: Host,
  how: 'attached' | 'taken',
): Promise<JobEnd> {
  const { settings } = host;
  try {
    return await runJob(context, task, host, {
      step,
      request: `${context.request}/${context.attempt}/${how}`,
      command: nodetoolWords(settings, 'snapshot', '-t', task.plan.tag),
      limitMillis: changeMillis(settings),
      restartWhenLost: false,
      next: 'Look at the node and its free space, then retry: what is incomplete is cleared and taken again.',
    });
  } catch (error) {
    if (!(error instanceof RingliftError) || error.name !== 'JobLost') throw error;
    // A part of it may be there, which the next attempt clears.
    throw new RingliftError('CommandFailed', error.parts, { cause: error });
  }
}

function clearing({ settings }: Host, tag: string) {
  const limitMillis = changeMillis(settings);
  return {
    step: 'clearSnapshot',
    args: [tag, String(limitMillis / 1_000), nodetoolJava(settings), settings.nodetool.path].concat(
      nodetoolOptions(settings),
    ),
    timeoutMillis: limitMillis + 60_000,
    next: 'Look at the node and its free space, then retry.',
  };
}

async function liveComponents(context: ActivityContext, host: Host, folders: readonly string[]) {
  const lines = await listSSTables(context, host, null, folders);
  return lines.filter((line) => line !== '');
}

async function isOnDisk(context: ActivityContext, host: Host, tag: string, folders: readonly string[]) {
  const lines = await listSSTables(context, host, tag, folders);
  return lines.some((line) => /^(kept|taken) /.test(line));
}

interface Seen {
  readonly folders: readonly string[];
  readonly listed: ReadonlySet<string>;
  readonly liveBefore: readonly string[];
}

async function prove(
  context: ActivityContext,
  task: NodeTask,
  host: Host,
  { folders, listed, liveBefore }: Seen,
): Promise<SnapshotProof> {
  const { tag } = task.plan;
  const found = await listSSTables(context, host, tag, folders);
  return judgeSnapshot(tag, found, liveBefore, listed, listsLocal(task));
}

function outcome(kind: 'done' | 'alreadyDone', name: string, tag: string, proof: SnapshotProof): StepOutcome {
  return {
    outcome: kind,
    says: `snapshot ${tag} on ${name} holds all ${proof.expected} live files of ${proof.tables} tables, names and sizes equal`,
  };
}

/** DSE to 5.1 is made from Apache's lines up to 3.11: what it does was not tried, and is not asked for. */
function listsLocal({ plan, node }: NodeTask): boolean {
  const release = plan.nodes.find((each) => each.node === node)?.release ?? '';
  if (dseReleaseOf(release) !== null) return false;
  const line = lineOf(release);
  return line === null || !isBefore(line, '4.0');
}
