import { createHash } from 'node:crypto';
import { changeSetting } from '../../knowledge/cassandra/change-setting.ts';
import { configurationDiff } from '../../knowledge/cassandra/configuration-diff.ts';
import { foldersOf } from '../../knowledge/cassandra/yaml-settings.ts';
import { RingliftError } from '../../knowledge/errors.ts';
import type { StepOutcome } from '../../knowledge/plan.ts';
import { sayChange } from '../../knowledge/setting-change.ts';
import type { RestartTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import type { Host } from '../hosts/host.ts';
import { hostOf } from '../observe/host-of.ts';
import { keptConfiguration } from '../observe/kept-configuration.ts';
import { readConfiguration } from '../observe/read-configuration.ts';
import { turnFolderOf } from '../turn-folder.ts';
import { changeHost } from './change-host.ts';
import { outcomeOf } from './outcome.ts';

/** Roles of folders that must be at the start what they were at the stop. */
const checked = ['data', 'commitlog', 'hints'];
const file = 'cassandra.yaml';

/** Before the node is stopped: its whole configuration, as it is now, is kept on its host. */
export async function keepConfiguration(context: ActivityContext, task: RestartTask): Promise<StepOutcome> {
  const host = await hostOf(context, task);
  const { name, install } = host.settings;
  // What a restart that was broken off has changed already must not take the place of what was before.
  if (changeSetting(await yamlOf(context, host), task.change) === null && (await isKept(context, task, host)))
    return { outcome: 'alreadyDone', says: `the configuration of before is kept on ${name} already` };
  const { result } = await changeHost(context, task, host, 'keep-configuration', {
    step: 'keepConfiguration',
    args: [turnFolderOf(task), install.conf],
    timeoutMillis: 60_000,
    next: 'Nothing was stopped: mend what is named, then retry.',
  });
  return outcomeOf(result, `the configuration of ${name} is kept on it, as it was`);
}

/**
 * Below the stopped node: one setting of its cassandra.yaml, and no other byte of it.
 * @throws RingliftError ConfigurationRefused when the file can't be read as YAML
 */
export async function changeConfiguration(context: ActivityContext, task: RestartTask): Promise<StepOutcome> {
  const host = await hostOf(context, task);
  const before = await yamlOf(context, host);
  const after = changeSetting(before, task.change) ?? before;
  return write(context, task, host, { step: 'changeConfiguration', before, after });
}

/** The file of before again, byte by byte, where nobody but the restart has changed it since. */
export async function putConfigurationBack(
  context: ActivityContext,
  task: RestartTask,
): Promise<StepOutcome> {
  const host = await hostOf(context, task);
  const { name } = host.settings;
  const { yaml: kept, folder } = await keptConfiguration(context, task, host);
  const before = await yamlOf(context, host);
  const changed = changeSetting(kept, task.change) ?? kept;
  if (before !== kept && before !== changed) {
    throw new RingliftError('PreconditionChanged', {
      where: name,
      what: 'its cassandra.yaml was changed by somebody since the restart',
      expected: `the text of ${folder}/${file}, with ${sayChange(task.change)}`,
      found: 'another text',
      next: 'Put the setting back by hand, then retry.',
    });
  }
  return write(context, task, host, { step: 'putConfigurationBack', before, after: kept });
}

interface Writing {
  readonly step: string;
  readonly before: string;
  readonly after: string;
}

async function write(
  context: ActivityContext,
  task: RestartTask,
  host: Host,
  { step, before, after }: Writing,
): Promise<StepOutcome> {
  const { name, install } = host.settings;
  const folders = foldersOf(after).flatMap(({ role, path }) =>
    path !== null && checked.includes(role) ? [path] : [],
  );
  const { result } = await changeHost(context, task, host, 'change-configuration', {
    step,
    args: [
      ...[turnFolderOf(task), install.conf, install.home, install.releases],
      ...[sha256(before), sha256(after), ...folders],
    ],
    input: after,
    timeoutMillis: 5 * 60_000,
    next: 'The node is stopped, and its configuration was not changed by this: mend what is named, then retry.',
  });
  const says =
    step === 'changeConfiguration'
      ? `cassandra.yaml of ${name} says ${sayChange(task.change)}`
      : `cassandra.yaml of ${name} is what it was before the restart`;
  const evidence = await context.evidence.put(
    configurationDiff({ [file]: before }, { [file]: after }, 'before', 'after'),
  );
  return { ...outcomeOf(result, says), evidence };
}

async function yamlOf(context: ActivityContext, host: Host): Promise<string> {
  const { texts } = await readConfiguration(context, host, host.settings.install.conf);
  return texts[file] ?? '';
}

async function isKept(context: ActivityContext, task: RestartTask, host: Host): Promise<boolean> {
  try {
    await keptConfiguration(context, task, host);
    return true;
  } catch (error) {
    if (error instanceof RingliftError && error.name === 'FileMissing') return false;
    throw error;
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
