import { sameRelease } from '../../knowledge/cassandra/release-name.ts';
import { withoutInHand } from '../../knowledge/gates/left-out.ts';
import type { PreflightInput } from '../../knowledge/gates/gate-input.ts';
import { type CommandsSeen, ownCommandsReady } from '../../knowledge/gates/own-commands-ready.ts';
import { type NodePackages, packagesReady } from '../../knowledge/gates/packages-ready.ts';
import { sayNode } from '../../knowledge/gates/say.ts';
import { dataCenterOf } from '../../knowledge/gates/with-settings.ts';
import type { NodeObservation } from '../../knowledge/observation.ts';
import { type NodeSettings, settingsOf } from '../../knowledge/spec/node-settings.ts';
import type { Verdict } from '../../knowledge/verdict.ts';
import type { ActivityContext } from '../activity-context.ts';
import { askInstalled } from '../change/own-commands/ask-installed.ts';
import { lookAtPackages } from './look-at-packages.ts';

/** Whether every node can install the target by the way that the file names, and come back. Of a tarball others tell. */
export async function judgeInstaller(context: ActivityContext, input: PreflightInput): Promise<Verdict[]> {
  const { spec } = input;
  const { nodes } = withoutInHand(input.inventory);
  switch (spec.install.method) {
    case 'tarball':
      return [];
    case 'deb':
    case 'rpm':
      return [packagesReady(spec.target, await all(nodes, (seen) => packagesOf(context, input, seen)))];
    case 'commands':
      return [ownCommandsReady(spec.target, await all(nodes, (seen) => commandsOf(context, input, seen)))];
  }
}

function all<Found>(
  nodes: readonly NodeObservation[],
  look: (seen: NodeObservation) => Promise<Found>,
): Promise<Found[]> {
  return Promise.all(nodes.map(look));
}

function settingsIn({ spec }: PreflightInput, seen: NodeObservation): NodeSettings {
  return { ...settingsOf(spec, seen.node, dataCenterOf(seen)), name: seen.name };
}

async function packagesOf(
  context: ActivityContext,
  input: PreflightInput,
  seen: NodeObservation,
): Promise<NodePackages> {
  const settings = settingsIn(input, seen);
  const release = seen.version?.release;
  const node = {
    who: sayNode(seen),
    settings,
    isDone: release !== undefined && sameRelease(release, input.spec.target),
  };
  try {
    const view = await lookAtPackages(await context.hosts.get(settings), context.signal);
    return { ...node, view };
  } catch (error) {
    return { ...node, view: null, problem: sayError(error) };
  }
}

async function commandsOf(
  context: ActivityContext,
  input: PreflightInput,
  seen: NodeObservation,
): Promise<CommandsSeen> {
  const { target } = input.spec;
  const running = seen.version?.release ?? null;
  const node = { who: sayNode(seen), running };
  if (running === null) return { ...node, finds: null, problem: 'which release it runs is not known' };
  try {
    const settings = settingsIn(input, seen);
    const host = await context.hosts.get(settings);
    const now = await askInstalled(host, { release: running, former: running }, context.signal);
    const next = await askInstalled(host, { release: target, former: running }, context.signal);
    return {
      ...node,
      finds: { running: now.isInstalled, target: next.isInstalled },
      inUse: { isRunning: now.isInUse, home: settings.install.home, holds: now.inUse },
    };
  } catch (error) {
    return { ...node, finds: null, problem: sayError(error) };
  }
}

function sayError(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
