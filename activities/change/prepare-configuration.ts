import { releaseOfFolder } from '../../knowledge/cassandra/release-of-folder.ts';
import { planConfiguration } from '../../knowledge/cassandra/carry-configuration.ts';
import { dseLinesCalled, dseReleaseOf } from '../../knowledge/cassandra/dse-release.ts';
import { rejoinConfiguration } from '../../knowledge/cassandra/rejoin-configuration.ts';
import { RingliftError } from '../../knowledge/errors.ts';
import type { StepOutcome } from '../../knowledge/plan.ts';
import type { Release } from '../../knowledge/topology.ts';
import type { NodeTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import { exitCodes } from '../hosts/exit-codes.ts';
import type { Host } from '../hosts/host.ts';
import { hostOf } from '../observe/host-of.ts';
import { readConfiguration } from '../observe/read-configuration.ts';
import { changeHost } from './change-host.ts';
import { withJdk } from './jdk/with-jdk.ts';
import { javaForTarget } from './java-for-target.ts';
import { keptIdentity } from './keep-identity.ts';
import { outcomeOf } from './outcome.ts';
import { shippedConf, shippedRelease, stagedConf, unpackedConf } from '../hosts/release-folder.ts';

const judgeLimitSeconds = 120;

/**
 * Merges the operator's configuration with the target's and lays it where the switch will find it. The target's own
 * parser judges the result, before the node is stopped. The diff of old and new is kept as evidence.
 * @throws RingliftError ConfigurationRefused with every key that is in the way, each with its remedy
 */
export async function prepareConfiguration(context: ActivityContext, task: NodeTask): Promise<StepOutcome> {
  const host = await hostOf(context, task);
  const { settings } = host;
  const { to, tag, storageMode } = task.plan;
  const machine = await withJdk(context, task, host);
  const planned = task.plan.nodes.find(({ node }) => node === task.node)?.release;
  const inUse = releaseOfFolder(machine.releaseInUse ?? '');
  // Of a stopped node of DSE gossip tells four numbers, and its folder the rest.
  const from = (planned !== undefined && dseLinesCalled(planned).length > 0 ? inUse : planned) ?? inUse ?? to;
  const java = javaForTarget(settings, machine, to);
  if (settings.install.method === 'commands') {
    return { outcome: 'done', says: 'nothing is merged: your own command brings the configuration' };
  }
  const shipped = shippedConf(settings, to);
  const released = await readConfiguration(context, host, shipped);
  const merged = planConfiguration({
    conf: machine.configuration,
    otherFiles: machine.otherFiles,
    targetDefaults: released.texts,
    oldDefaults: await shippedBefore(context, host, machine.releaseInUse, from),
    fromRelease: from,
    toRelease: to,
    jdkMajor: java.major,
    fromJdkMajor: machine.jdks.find(({ home }) => home === machine.processJavaHome)?.major ?? null,
    storageMode,
    releaseFolders: [settings.install.home, ...(machine.releaseInUse === null ? [] : [machine.releaseInUse])],
  });
  if (merged.refused.length > 0) throw refused(settings.name, to, merged.refused);
  const rejoin = await rejoining(context, task, host, from);
  const joined = rejoin && rejoinConfiguration(merged.files, rejoin);
  if (joined?.refused) throw refused(settings.name, to, [joined.refused]);
  const files = joined?.files ?? merged.files;
  const evidence = await context.evidence.put(merged.diff);
  const target = stagedConf(settings, to, tag);
  const lines = Object.entries(files).map(
    ([name, text]) => `${name} ${Buffer.from(text).toString('base64') || '-'}\n`,
  );
  const { result } = await changeHost(context, task, host, 'write-configuration', {
    step: 'prepareConfiguration',
    args: [settings.install.conf, target, shipped, ...merged.copyAsIs],
    input: lines.join(''),
    timeoutMillis: 60_000,
    next: 'Mend what is named, then retry.',
  });
  context.say("the target's parser judges the merged configuration");
  const judged = await judge(context, task, host, target, java.home);
  const changed = merged.changes.map(({ says }) => says);
  const says = `merged ${Object.keys(files).length} files, ${changed.length} changes (${changed.slice(0, 3).join('; ')}); ${judged}`;
  return { ...outcomeOf(result, says.slice(0, 1_000)), evidence };
}

/** What a node that leaves DSE must be told for its first start; null: it starts as any other. */
async function rejoining(context: ActivityContext, task: NodeTask, host: Host, from: Release) {
  const leavesDse = dseReleaseOf(from) !== null && dseReleaseOf(task.plan.to) === null;
  if (!leavesDse || task.spec.dse?.systemTables !== 'rejoin') return null;
  return keptIdentity(context, task, host);
}

/** What the release in use was shipped with, where Ringlift had unpacked it and kept that beside; null: not known. */
async function shippedBefore(
  context: ActivityContext,
  host: Host,
  releaseInUse: string | null,
  from: Release,
) {
  if (releaseInUse === null) return null;
  const isTarball = host.settings.install.method === 'tarball';
  try {
    const folder = isTarball
      ? unpackedConf(releaseInUse, releaseOfFolder(releaseInUse) ?? '')
      : shippedConf(host.settings, from);
    return (await readConfiguration(context, host, folder)).texts;
  } catch (error) {
    if (error instanceof RingliftError && error.name === 'FileMissing') return null;
    throw error;
  }
}

/** Starts nothing and writes nothing: the target's classes only load the file. */
async function judge(
  context: ActivityContext,
  task: NodeTask,
  host: Host,
  conf: string,
  java: string,
): Promise<string> {
  const { settings } = host;
  const { exitCode, stdout, stderr } = await host.run('judge-configuration', {
    args: [String(judgeLimitSeconds), java, shippedRelease(settings, task.plan.to), conf],
    timeoutMillis: (judgeLimitSeconds + 30) * 1_000,
    signal: context.signal,
  });
  if (exitCode === 0) return `the parser of ${task.plan.to} accepts it`;
  if (exitCode === exitCodes.noSuchTool)
    return `${task.plan.to} ships nothing that would judge it without a start`;
  const said = `${stdout}\n${stderr}`.trim();
  throw new RingliftError('ConfigurationRefused', {
    where: settings.name,
    what: `the parser of ${task.plan.to} refuses the merged cassandra.yaml`,
    expected: 'a configuration that loads',
    found: said.slice(0, 1_500) || `exit ${exitCode}`,
    changed: `files in ${conf}, which is not in use`,
    next: `Correct ${settings.install.conf}/cassandra.yaml on the node, then retry: it is merged again.`,
  });
}

function refused(
  where: string,
  to: string,
  problems: readonly {
    readonly file?: string;
    readonly key: string;
    readonly why: string;
    readonly remedy: string;
  }[],
): RingliftError {
  return new RingliftError('ConfigurationRefused', {
    where,
    what: `${problems.length} ${problems.length === 1 ? 'setting stands' : 'settings stand'} in the way of ${to}`,
    found: problems.map(({ file, key, why }) => `${file ? `${file}: ` : ''}${key}: ${why}`).join('; '),
    next: `${problems.map(({ remedy }) => remedy).join(' ')} Then retry.`,
  });
}
