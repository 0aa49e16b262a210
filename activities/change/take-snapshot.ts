import { foldersOf } from '../../knowledge/cassandra/yaml-settings.ts';
import { RingliftError } from '../../knowledge/errors.ts';
import type { StepOutcome } from '../../knowledge/plan.ts';
import type { NodeTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import type { Host } from '../hosts/host.ts';
import { nodetoolJava, nodetoolOptions } from '../hosts/nodetool.ts';
import { hostOf } from '../observe/host-of.ts';
import { readConfiguration } from '../observe/read-configuration.ts';
import { listedTables } from '../observe/snapshot-is-there.ts';
import { changeHost } from './change-host.ts';
import { type SnapshotProof, judgeSnapshot } from './judge-snapshot.ts';
import { listSSTables } from './list-sstables.ts';

const limitMillis = 30 * 60_000;

/**
 * A snapshot of all keyspaces, system ones included, proven by listing and by comparing its files with the sstables
 * that were live while it was taken. A snapshot of this tag that proves itself is not taken again.
 * @throws RingliftError SnapshotIncomplete
 */
export async function takeSnapshot(context: ActivityContext, task: NodeTask): Promise<StepOutcome> {
  const host = await hostOf(context, task);
  const { name } = host.settings;
  const { tag } = task.plan;
  const folders = await dataFolders(context, host);
  const listed = await listedTables(context, host, tag);
  if (listed.size > 0) {
    const proof = await prove(context, host, tag, folders, listed, []);
    if (proof.missing.length === 0) return outcome('alreadyDone', name, tag, proof);
    // A crash while it was taken leaves a part of it, and a second one of the same name would be refused.
    context.say('clearing an incomplete snapshot of an earlier attempt');
    await changeHost(context, task, host, 'clear-snapshot', snapshotChange(host, 'clearSnapshot', tag));
  }
  const before = await liveComponents(context, host, folders);
  context.say('taking the snapshot');
  await changeHost(context, task, host, 'take-snapshot', snapshotChange(host, 'takeSnapshot', tag));
  const proof = await prove(context, host, tag, folders, await listedTables(context, host, tag), before);
  if (proof.missing.length === 0) return outcome('done', name, tag, proof);
  throw new RingliftError('SnapshotIncomplete', {
    where: name,
    what: `snapshot ${tag} does not hold all that was live`,
    expected: `${proof.expected} files`,
    found: `missing: ${proof.missing.slice(0, 5).join(', ')}${proof.missing.length > 5 ? ` and ${proof.missing.length - 5} more` : ''}`,
    changed: `snapshot ${tag} was taken`,
    next: 'Look whether compactions or disk space stand in the way, then retry: it is cleared and taken again.',
  });
}

/** Every data folder of a node, as its own cassandra.yaml names them. */
export async function dataFolders(context: ActivityContext, host: Host): Promise<string[]> {
  const { texts } = await readConfiguration(context, host, host.settings.install.conf);
  const folders = foldersOf(texts['cassandra.yaml'] ?? '').filter(({ role }) => role === 'data');
  return folders.flatMap(({ path }) => (path === null ? [] : [path]));
}

function snapshotChange(host: Host, step: string, tag: string) {
  return {
    step,
    args: [tag, String(limitMillis / 1_000), nodetoolJava(host.settings), host.settings.nodetool.path].concat(
      nodetoolOptions(host.settings),
    ),
    timeoutMillis: limitMillis + 60_000,
    next: 'Look at the node and its free space, then retry.',
  };
}

async function liveComponents(context: ActivityContext, host: Host, folders: readonly string[]) {
  const lines = await listSSTables(context, host, null, folders);
  return lines.filter((line) => line !== '');
}

async function prove(
  context: ActivityContext,
  host: Host,
  tag: string,
  folders: readonly string[],
  listed: ReadonlySet<string>,
  liveBefore: readonly string[],
): Promise<SnapshotProof> {
  return judgeSnapshot(tag, await listSSTables(context, host, tag, folders), liveBefore, listed);
}

function outcome(kind: 'done' | 'alreadyDone', name: string, tag: string, proof: SnapshotProof): StepOutcome {
  return {
    outcome: kind,
    says: `snapshot ${tag} on ${name} holds all ${proof.expected} live files of ${proof.tables} tables, names and sizes equal`,
  };
}
