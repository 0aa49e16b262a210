import { sameRelease } from '../../knowledge/cassandra/release-name.ts';
import { RingliftError } from '../../knowledge/errors.ts';
import type { NodeObservation } from '../../knowledge/observation.ts';
import type { StepOutcome } from '../../knowledge/plan.ts';
import { sayChange } from '../../knowledge/setting-change.ts';
import { millis, sayMillis } from '../../knowledge/spec/duration.ts';
import type { NodeTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import { stateFolderOf } from '../hosts/state-folder.ts';
import type { Host } from '../hosts/host.ts';
import { allPlannedSettings, hostOf } from './host-of.ts';
import { lookAtNodes } from './look-at-cluster.ts';
import { lookAtNode } from './look-at-node.ts';
import { readLogSince } from './read-log-since.ts';

/** What still lacks, in the order in which a start goes. */
type Lack = string | null;

/**
 * Waits until a started node really is back: its process lives, CQL answers, it says the target's release, and it is
 * UN in its own and in every peer's eyes. `nodetool status` says UN seconds before CQL answers, so that UN alone is
 * not believed.
 * @throws RingliftError StartFailed when the process is gone; NodeNotServing when the file's startLimit has passed
 */
export async function awaitServing(context: ActivityContext, task: NodeTask): Promise<StepOutcome> {
  const host = await hostOf(context, task);
  const { startLimit, lookEvery } = task.spec.gates;
  const from = Date.now();
  for (let looks = 1; ; looks += 1) {
    const lack = (await lackOfNode(context, task, host)) ?? (await lackInPeersEyes(context, task));
    if (lack === null) {
      return {
        outcome: 'done',
        says: `UN in every node's eyes and serving CQL after ${sayMillis(Date.now() - from)}`,
      };
    }
    context.say(`look ${looks}: ${lack}`);
    if (Date.now() - from > millis(startLimit)) throw await notServing(context, task, host, lack, looks);
    await context.sleep(Math.min(millis(lookEvery), 2_000));
  }
}

async function lackOfNode(context: ActivityContext, task: NodeTask, host: Host): Promise<Lack> {
  const options = {
    evidence: context.evidence,
    stateFolder: stateFolderOf(host.settings, task.plan),
    signal: context.signal,
  };
  // The cheap questions first: no JVM is started on the node while it is busy starting its own.
  const machine = await lookAtNode(host, { views: [], host: true, cql: true }, options);
  if (machine.running !== true) throw await startFailed(context, task, host);
  if (machine.cql?.answers !== true) return `CQL does not answer yet: ${machine.cql?.detail ?? 'not asked'}`;
  const seen = await lookAtNode(host, { views: ['version', 'ring', 'net'] }, options);
  if (!seen.version || !seen.ring || !seen.net) {
    return seen.problems.map(({ asked, problem }) => `${asked}: ${problem}`).join('; ');
  }
  if (!sameRelease(seen.version.release, task.plan.to)) {
    throw new RingliftError('PreconditionChanged', {
      where: seen.name,
      what: 'it runs another release than the one it was switched to',
      expected: task.plan.to,
      found: seen.version.release,
      next: 'Look which folder the service starts from (CASSANDRA_HOME, unit file, init script), correct it, then retry.',
    });
  }
  if (seen.net.mode !== 'NORMAL') return `its mode is ${seen.net.mode}`;
  return lackInView(seen, task);
}

async function lackInPeersEyes(context: ActivityContext, task: NodeTask): Promise<Lack> {
  // Those of its group may be down themselves.
  const away = [task.node, ...(task.beside ?? [])];
  const peers = allPlannedSettings(task).filter(({ node }) => !away.includes(node));
  const views = await lookAtNodes(context, task.spec, peers, () => ({ views: ['ring'] }));
  return views.map((seen) => lackInView(seen, task)).find((lack) => lack !== null) ?? null;
}

/** How one node sees the started one. */
function lackInView(viewer: NodeObservation, { node, plan }: NodeTask): Lack {
  if (!viewer.ring) return `${viewer.name} did not tell its ring`;
  const states = viewer.ring.nodes.filter((member) => member.address === node).map((member) => member.state);
  if (states.length === 1 && states[0] === 'UN') {
    const missing = plan.nodes.filter(
      (each) => !viewer.ring?.nodes.some(({ address }) => address === each.node),
    );
    return missing.length === 0
      ? null
      : `${viewer.name} does not see ${missing.map(({ name }) => name).join(', ')}`;
  }
  return `${viewer.name} sees it ${states.join(' and ') || 'not at all'}`;
}

async function startFailed(context: ActivityContext, task: NodeTask, host: Host): Promise<RingliftError> {
  const log = await readLogSince(context, task, host);
  return new RingliftError('StartFailed', {
    where: host.settings.name,
    what: `Cassandra ${task.plan.to} was started and its process is gone`,
    expected: 'a running process',
    found: sayErrors(log?.classes ?? []),
    changed: task.change
      ? `it is stopped, and its cassandra.yaml says ${sayChange(task.change)}; the one of before is kept on the node`
      : `it is switched to ${task.plan.to} and stopped; its data is as it was, and the restore point is there`,
    next: `Look at ${host.settings.install.log} on the node, mend the cause, then retry: it is started again.`,
  });
}

async function notServing(
  context: ActivityContext,
  task: NodeTask,
  host: Host,
  lack: string,
  looks: number,
): Promise<RingliftError> {
  const log = await readLogSince(context, task, host);
  return new RingliftError('NodeNotServing', {
    where: host.settings.name,
    what: `it did not serve within ${task.spec.gates.startLimit} of its start (${looks} looks)`,
    expected: "UN in every node's eyes and CQL answering",
    found: `${lack}; ${sayErrors(log?.classes ?? [])}`,
    changed: task.change
      ? `it runs with ${sayChange(task.change)}; the cassandra.yaml of before is kept on the node`
      : `it runs ${task.plan.to} with the merged configuration; its restore point is there`,
    tried: `${looks} looks in ${task.spec.gates.startLimit}`,
    next: `Look at ${host.settings.install.log} on the node; retry waits again.`,
  });
}

function sayErrors(classes: readonly { level: string; count: number; example: string }[]): string {
  const errors = classes.filter(({ level }) => level === 'ERROR');
  if (errors.length === 0) return 'no ERROR in its log since the start';
  return `its log since the start: ${errors.map(({ count, example }) => `${count} x ${example}`).join(' | ')}`;
}
