import { dseReleaseOf } from '../../knowledge/cassandra/dse-release.ts';
import { olderSSTables, writtenBy } from '../../knowledge/cassandra/older-sstables.ts';
import { selectedFormat } from '../../knowledge/cassandra/storage-mode.ts';
import { RingliftError } from '../../knowledge/errors.ts';
import type { StepOutcome } from '../../knowledge/plan.ts';
import { readYamlText } from '../../knowledge/cassandra/yaml-text.ts';
import type { NodeTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import type { Host } from '../hosts/host.ts';
import { hostOf } from '../observe/host-of.ts';
import { readConfiguration } from '../observe/read-configuration.ts';
import { rewriteOld } from './rewrite-old.ts';

/**
 * After the roll: rewrites what is of another format than the target writes.
 * @throws RingliftError SSTablesNotRewritten
 */
export async function rewriteSSTables(context: ActivityContext, task: NodeTask): Promise<StepOutcome> {
  const host = await hostOf(context, task);
  const { to } = task.plan;
  if (dseReleaseOf(to)) {
    return rewriteOld(context, task, host, {
      step: 'rewriteSSTables',
      expected: `nothing older than ${to} writes`,
      isOld: (format) => Object.keys(olderSSTables(to, null, { [format]: 1 }) ?? { [format]: 1 }).length > 0,
    });
  }
  const wanted = await wantedFormat(context, task, host);
  return rewriteOld(context, task, host, {
    step: 'rewriteSSTables',
    expected: `only ${wanted}`,
    isOld: (format) => format !== wanted,
  });
}

/** What the node writes now: the target's format in the plan's mode, BIG or BTI as its cassandra.yaml selects. */
async function wantedFormat(context: ActivityContext, { plan }: NodeTask, host: Host): Promise<string> {
  const { texts } = await readConfiguration(context, host, host.settings.install.conf);
  const selected = selectedFormat(
    readYamlText(texts['cassandra.yaml'] ?? '').valueOf('sstable', 'selected_format'),
  );
  const version = writtenBy(plan.to, plan.storageMode)?.[selected];
  if (version) return `${selected}-${version}`;
  throw new RingliftError('UnsupportedPath', {
    where: host.settings.name,
    what: `what ${plan.to} writes is not known here`,
    next: 'Leave this step out with a reason.',
  });
}
