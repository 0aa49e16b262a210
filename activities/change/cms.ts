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
  const { settings } = host;
  const { stdout } = await changeHost(context, task, host, 'cms', {
    step: `cms ${words.join(' ')}`,
    args: [
      ...[String(Math.round(limitMillis / 1_000)), nodetoolJava(settings), settings.nodetool.path],
      ...[String(words.length + 1), 'cms', ...words],
      ...nodetoolOptions(settings),
    ],
    timeoutMillis: limitMillis + 30_000,
    next: 'Look at `nodetool cms describe` on the node, then retry.',
  });
  return readSections(settings.name, stdout, ['cms'])['cms'] as Section;
}

/** @throws RingliftError of nodetool or UnreadableOutput */
export async function describeCms(context: ActivityContext, host: Host): Promise<CmsView> {
  return parseCmsDescribe(
    (await nodetool(host, 'cms describe', questionMillis(host.settings), context.signal)).stdout,
  );
}

/** Identifier 0 and state GOSSIP: transactional cluster metadata was never initialized. */
export function isInitialized(cms: CmsView): boolean {
  return cms.identifier !== '0' && cms.serviceState !== 'GOSSIP';
}
