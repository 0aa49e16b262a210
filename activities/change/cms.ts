import { parseCmsDescribe } from '../../knowledge/nodetool/cms-describe.ts';
import type { CmsView } from '../../knowledge/observation.ts';
import type { NodeTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import type { Host } from '../hosts/host.ts';
import { nodetool, nodetoolJava, nodetoolOptions, questionMillis } from '../hosts/nodetool.ts';
import { type Section, readSections } from '../hosts/sections.ts';
import { changeHost } from './change-host.ts';

/** One changing `nodetool cms ...`, under the host's lock and in its journal. Any exit code is returned. */
export async function runCms(
  context: ActivityContext,
  task: NodeTask,
  host: Host,
  words: readonly string[],
  limitMillis: number,
): Promise<Section> {
  const { stdout } = await changeHost(context, task, host, 'cms', asking(host, words, limitMillis));
  return readSections(host.settings.name, stdout, ['cms'])['cms'] as Section;
}

/**
 * `nodetool cms initialize`, unless the node says under the host's lock that it was begun already.
 * @returns what it answered, whatever its exit code; null: it was not asked
 */
export async function runCmsInitialize(
  context: ActivityContext,
  task: NodeTask,
  host: Host,
  ignored: readonly string[],
  limitMillis: number,
): Promise<Section | null> {
  const words = ['initialize', ...ignored.flatMap((node) => ['--ignore', node])];
  const change = asking(host, words, limitMillis);
  const { stdout, result } = await changeHost(context, task, host, 'initialize-cms', change);
  if (result === 'notAsked') return null;
  return readSections(host.settings.name, stdout, ['cms'])['cms'] as Section;
}

function asking({ settings }: Host, words: readonly string[], limitMillis: number) {
  return {
    step: `cms ${words.join(' ')}`,
    args: [
      ...[String(Math.round(limitMillis / 1_000)), nodetoolJava(settings), settings.nodetool.path],
      ...[String(words.length + 1), 'cms', ...words],
      ...nodetoolOptions(settings),
    ],
    timeoutMillis: limitMillis + 90_000,
    next: 'Look at `nodetool cms describe` on the node, then retry.',
  };
}

/** @throws RingliftError of nodetool or UnreadableOutput */
export async function describeCms(context: ActivityContext, host: Host): Promise<CmsView> {
  const { stdout } = await nodetool(host, 'cms describe', questionMillis(host.settings), context.signal);
  return parseCmsDescribe(stdout);
}
