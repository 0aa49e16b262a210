import { RingliftError } from '../../knowledge/errors.ts';
import type { NodeBaseline } from '../../knowledge/gates/gate-input.ts';
import { parseNetStats } from '../../knowledge/nodetool/netstats.ts';
import type { StepOutcome } from '../../knowledge/plan.ts';
import type { NodeTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import type { Host } from '../hosts/host.ts';
import { changeMillis, nodetoolJava, nodetoolOptions, questionMillis } from '../hosts/nodetool.ts';
import { type Section, readSections } from '../hosts/sections.ts';
import { hostOf } from '../observe/host-of.ts';
import { lookAtNode } from '../observe/look-at-node.ts';
import { baselineFile, isOfThisRun, readBaseline } from '../observe/read-baseline.ts';
import { classesOf } from '../observe/read-log-since.ts';
import { changeHost } from './change-host.ts';
import { requireFreshGates } from './require-fresh-gates.ts';
import { stateFolderOf } from '../hosts/state-folder.ts';
import { turnFolderOf } from '../turn-folder.ts';

/**
 * Drains the node, after keeping what it is like now for the gates after its start. `nodetool drain` exits 0 also when
 * it failed (StorageService catches the errors), so that only its mode or its log is believed.
 * @throws RingliftError DrainNotConfirmed; GatesOutdated when the gates before it are no longer of now
 */
export async function drainNode(context: ActivityContext, task: NodeTask): Promise<StepOutcome> {
  const host = await hostOf(context, task);
  const { name, install, nodetool } = host.settings;
  await requireFreshGates(context, task, host);
  await keepBaseline(context, task, host);
  context.say('draining');
  const limitSeconds = Math.ceil(changeMillis(host.settings) / 1_000);
  const questionSeconds = Math.ceil(questionMillis(host.settings) / 1_000);
  const { result, stdout } = await changeHost(context, task, host, 'drain-node', {
    step: 'drainNode',
    args: [
      ...[String(limitSeconds), String(questionSeconds)],
      nodetoolJava(host.settings),
      nodetool.path,
      ...[install.log, install.conf, install.home, install.releases],
      ...nodetoolOptions(host.settings),
    ],
    timeoutMillis: (limitSeconds + 2 * questionSeconds + 60) * 1_000,
    next: 'Look at the node, then retry.',
  });
  if (result === 'notRunning') return { outcome: 'alreadyDone', says: `${name} is stopped already` };
  const sections = readSections(name, stdout, ['before', 'drain', 'after', 'log']);
  const [before, after] = [modeIn(sections['before']), modeIn(sections['after'])];
  const logged = /\bDRAINED\b/.test(sections['log']?.stdout ?? '');
  const evidence = await context.evidence.put(JSON.stringify(sections, null, 1));
  if (before === 'DRAINED') return { outcome: 'alreadyDone', says: `${name} was drained already`, evidence };
  if (after === 'DRAINED' || logged) {
    const why = after === 'DRAINED' ? 'its mode is DRAINED' : 'its log says DRAINED';
    return { outcome: 'done', says: `${name} is drained: ${why}`, evidence };
  }
  throw new RingliftError('DrainNotConfirmed', {
    where: name,
    what: 'the drain was not confirmed',
    expected: 'mode DRAINED in nodetool netstats, or DRAINED in the log',
    found: `mode ${after ?? 'unknown'}; ${sections['log']?.stdout.trim().split('\n').at(-1) || 'nothing about it in the log'}`,
    changed: 'the drain was asked for: the node may have stopped serving clients',
    next: `Look at ${install.log} on the node and retry; if it does not drain, restart it on its old release first.`,
  });
}

function modeIn(section: Section | undefined): string | null {
  if (!section || section.exitCode !== 0) return null;
  try {
    return parseNetStats(section.stdout).mode;
  } catch {
    // Unreadable is unknown: the log may still tell.
    return null;
  }
}

/**
 * Kept on the host once in a run: a retry after the drain must not take a drained node for its normal state. One of an
 * earlier run is replaced while the node serves.
 */
async function keepBaseline(context: ActivityContext, task: NodeTask, host: Host): Promise<void> {
  const kept = await readBaseline(context, task, host);
  if (kept && isOfThisRun(task, kept)) return;
  const stateFolder = stateFolderOf(host.settings, task.plan);
  const [seen, log] = await Promise.all([
    lookAtNode(
      host,
      { views: ['version', 'latency'], host: true, cql: true },
      { evidence: context.evidence, stateFolder, signal: context.signal },
    ),
    host.run('look-log', {
      args: [host.settings.install.log],
      timeoutMillis: 60_000,
      signal: context.signal,
    }),
  ]);
  if (seen.cql?.answers !== true) return;
  const classes = classesOf(log.stdout.split('\n'));
  const baseline: NodeBaseline = {
    at: seen.at,
    release: seen.version?.release ?? 'unknown',
    readP99Micros: seen.latency?.readP99Micros ?? null,
    writeP99Micros: seen.latency?.writeP99Micros ?? null,
    readMillis: seen.cql.readMillis,
    logClasses: Object.fromEntries(classes.map(({ key, count }) => [key, count])),
  };
  await changeHost(context, task, host, 'keep-file', {
    step: 'keepBaseline',
    args: [turnFolderOf(task), baselineFile, 'anew'],
    input: JSON.stringify(baseline),
    timeoutMillis: 60_000,
    next: 'Look at the state folder on the host, then retry.',
  });
}
