import { keptByInstaller } from '../../../knowledge/cassandra/kept-by-installer.ts';
import { RingliftError } from '../../../knowledge/errors.ts';
import type { StepOutcome } from '../../../knowledge/plan.ts';
import type { NodeTask } from '../../activities.ts';
import type { ActivityContext } from '../../activity-context.ts';
import type { Host } from '../../hosts/host.ts';
import { stateFolderOf } from '../../hosts/state-folder.ts';
import { readConfiguration } from '../../observe/read-configuration.ts';
import { outcomeOf } from '../outcome.ts';
import { askInstalled, commandsOf } from './ask-installed.ts';
import { requireInUse } from './require-in-use.ts';
import { runInstaller } from './run-installer.ts';

/**
 * Lets the operator's own commands install the target, unless it is installed and in use. What a node must keep of its
 * configuration is compared with its restore point before it is ever started.
 * @throws RingliftError PreconditionChanged, CommandFailed, ConfigurationRefused
 */
export async function installByCommand(
  context: ActivityContext,
  task: NodeTask,
  host: Host,
): Promise<StepOutcome> {
  const { name } = host.settings;
  const { remove, install } = commandsOf(host);
  const release = task.plan.to;
  const former = task.plan.nodes.find(({ node }) => node === task.node)?.release ?? release;
  const releases = { release, former };
  const { isInstalled, isInUse } = await askInstalled(host, releases, context.signal);
  const isThere = isInstalled && isInUse;
  if (!isThere) {
    const step = 'switchRelease';
    if (remove)
      await runInstaller(context, task, host, { step, verb: 'remove', command: remove, ...releases });
    await runInstaller(context, task, host, { step, verb: 'install', command: install, ...releases });
    await requireInUse(host, releases, 'install.commands.install', context.signal);
  }
  await refuseOtherNode(context, task, host);
  return outcomeOf(isThere ? 'alreadyDone' : 'done', `your own command has installed ${release} on ${name}`);
}

/** A configuration of another cluster, other tokens or other folders would make it another node. */
async function refuseOtherNode(context: ActivityContext, task: NodeTask, host: Host): Promise<void> {
  const { settings } = host;
  const point = `${stateFolderOf(settings, task.plan)}/${task.plan.tag}/restore-point/conf`;
  const before = (await readConfiguration(context, host, point)).texts['cassandra.yaml'] ?? '';
  const after = (await readConfiguration(context, host, settings.install.conf)).texts['cassandra.yaml'] ?? '';
  const lost = keptByInstaller(before, after, task.plan.storageMode);
  if (lost.length === 0) return;
  throw new RingliftError('ConfigurationRefused', {
    where: settings.name,
    what: 'the configuration that your own command left would make it another node',
    expected: lost.map(({ key, expected }) => `${key}: ${expected}`).join('; '),
    found: lost.map(({ key, found }) => `${key}: ${found}`).join('; '),
    changed: 'the node is stopped, and was not started on it',
    next: `Correct ${settings.install.conf}/cassandra.yaml, and what writes it, then retry.`,
  });
}
