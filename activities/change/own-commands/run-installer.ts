import { millis } from '../../../knowledge/spec/duration.ts';
import type { Release } from '../../../knowledge/topology.ts';
import type { NodeTask } from '../../activities.ts';
import type { ActivityContext } from '../../activity-context.ts';
import type { Host } from '../../hosts/host.ts';
import { changeHost } from '../change-host.ts';
import { commandsOf } from './ask-installed.ts';
import { wordsFor } from './words-for.ts';

export interface OwnCommand {
  readonly step: 'switchRelease' | 'switchBack';
  readonly verb: 'remove' | 'install' | 'goBack';
  readonly command: readonly string[];
  /** What it is to be when the command has ended. */
  readonly release: Release;
  /** What it was. */
  readonly former: Release;
}

/** Runs one command of the operator's own way of installing on a stopped node, under the host's lock. */
export async function runInstaller(
  context: ActivityContext,
  task: NodeTask,
  host: Host,
  { step, verb, command, release, former }: OwnCommand,
): Promise<void> {
  const { install } = host.settings;
  const limitMillis = millis(commandsOf(host).limit);
  context.say(`${verb}: ${command[0]}`);
  await changeHost(context, task, host, 'run-installer', {
    step,
    args: [
      ...[task.plan.tag, verb, String(Math.ceil(limitMillis / 1_000))],
      ...[install.conf, install.home, install.releases, release, former],
      ...wordsFor(command, release, former),
    ],
    timeoutMillis: limitMillis + 120_000,
    next: `The node is stopped. Find out on the node why install.commands.${verb} failed, mend it, then retry: it is run again.`,
  });
}
