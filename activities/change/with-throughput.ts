import type { NodeTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import type { Host } from '../hosts/host.ts';
import { readKept } from '../hosts/read-kept.ts';
import { nodetool, questionMillis } from '../hosts/nodetool.ts';
import { stateFolderOf } from '../hosts/state-folder.ts';
import { undisturbed } from '../undisturbed.ts';
import { changeHost } from './change-host.ts';

/**
 * Does the work under another compaction throughput, and puts back the one of before. That one is kept on the host: an
 * attempt after a crash finds only the other.
 * @param wanted in MiB/s; undefined: as it is
 */
export async function withThroughput<Result>(
  context: ActivityContext,
  task: NodeTask,
  host: Host,
  wanted: number | undefined,
  work: () => Promise<Result>,
): Promise<Result> {
  if (wanted === undefined) return work();
  const before = await keptThroughput(context, task, host);
  await setThroughput(context, host, wanted);
  try {
    return await work();
  } finally {
    // Where this attempt alone ends, the work goes on and so does its throughput.
    if (before !== null && context.cancellation() !== 'left') {
      await setThroughput(undisturbed(context), host, before);
    }
  }
}

/** That of before the first attempt in this run; null: nodetool told none. */
async function keptThroughput(context: ActivityContext, task: NodeTask, host: Host): Promise<number | null> {
  const name = `compaction-throughput.${context.request.split('/')[0]}`;
  const file = `${stateFolderOf(host.settings, task.plan)}/${task.plan.tag}/${name}`;
  const kept = await readKept(host, file, context.signal);
  if (kept !== '') return Number(kept);
  const { stdout } = await nodetool(
    host,
    'getcompactionthroughput',
    questionMillis(host.settings),
    context.signal,
  );
  const found = /throughput:? (\d+(?:\.\d+)?) ?M/i.exec(stdout)?.[1];
  if (found === undefined) return null;
  const value = Math.round(Number(found));
  await changeHost(context, task, host, 'keep-file', {
    step: 'keepThroughput',
    args: [task.plan.tag, name],
    input: `${value}\n`,
    timeoutMillis: 60_000,
    next: 'Look at the state folder on the host, then retry.',
  });
  return value;
}

async function setThroughput(context: ActivityContext, host: Host, value: number): Promise<void> {
  await nodetool(host, `setcompactionthroughput ${value}`, questionMillis(host.settings), context.signal);
}
