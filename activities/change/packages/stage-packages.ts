import type { StepOutcome } from '../../../knowledge/plan.ts';
import type { PackageFile } from '../../../knowledge/spec/spec.ts';
import type { Release } from '../../../knowledge/topology.ts';
import type { NodeTask } from '../../activities.ts';
import type { ActivityContext } from '../../activity-context.ts';
import type { Host } from '../../hosts/host.ts';
import { readKept } from '../../hosts/read-kept.ts';
import { releaseFile } from '../../hosts/release-file.ts';
import { packageFolder } from '../../hosts/release-folder.ts';
import { uploadFile } from '../../hosts/ssh-upload.ts';
import { changeHost } from '../change-host.ts';
import { outcomeOf } from '../outcome.ts';
import { packageName } from './package-name.ts';

/**
 * Lays the packages of the target and of the release that is left on the host, before anything is stopped: checked,
 * unpacked for the merge of the configuration, and tried by the package tool.
 */
export async function stagePackages(
  context: ActivityContext,
  task: NodeTask,
  host: Host,
): Promise<StepOutcome> {
  const { install } = host.settings;
  const { to } = task.plan;
  const from = task.plan.nodes.find(({ node }) => node === task.node)?.release ?? to;
  const { version, former = [] } = install;
  const files = version === undefined ? [install, ...(install.also ?? [])].map(asFile) : [];
  // What an earlier hop brought, or an earlier attempt, is there already.
  const isKept =
    (await readKept(host, `${packageFolder(host.settings, from)}/packages`, context.signal)) !== '';
  const left = isKept ? [] : former;
  const results = [
    await stage(context, task, host, { release: to, version: version ?? '-', files, isTried: true }),
    await stage(context, task, host, { release: from, version: '-', files: left, isTried: false }),
  ];
  const isDone = results.every((result) => result === 'alreadyDone');
  const says = `the packages of ${to}, and of ${from} for the way back, lie in ${packageFolder(host.settings, to)} and beside it`;
  return outcomeOf(isDone ? 'alreadyDone' : 'done', says);
}

function asFile({ file, url, sha256 = '' }: Partial<PackageFile>): PackageFile {
  return { ...(file !== undefined && { file }), ...(url !== undefined && { url }), sha256 };
}

interface Staged {
  readonly release: Release;
  /** Of a repository; `-`: the one that is installed. */
  readonly version: string;
  /** None: from a repository. */
  readonly files: readonly PackageFile[];
  readonly isTried: boolean;
}

async function stage(
  context: ActivityContext,
  task: NodeTask,
  host: Host,
  { release, version, files, isTried }: Staged,
): Promise<string> {
  const { install } = host.settings;
  const folder = packageFolder(host.settings, release);
  const wanted = files.map(({ sha256 }) => sha256).join(' ') || '-';
  const isThere = (await readKept(host, `${folder}/wanted`, context.signal)) === wanted;
  for (const file of isThere ? [] : files) {
    await uploadFile(host, await releaseFile(file), `${folder}.in/${file.sha256}`, {
      sha256: file.sha256,
      timeoutMillis: 30 * 60_000,
      onProgress: (sent, total) => context.say(`sent ${Math.round((100 * sent) / total)} % of a package`),
      signal: context.signal,
    });
  }
  context.say(`unpacking the packages of ${release}`);
  const { result } = await changeHost(context, task, host, 'stage-package', {
    step: 'unpackRelease',
    args: [
      ...[install.method, packageName(install), release, version, folder, wanted],
      isTried ? 'yes' : 'no',
    ],
    timeoutMillis: 30 * 60_000,
    next: isTried
      ? 'The node runs as before: mend what is named, or name other packages in install, then retry.'
      : 'The node runs as before: name the packages of the release that is left as install.former in the file, then retry.',
  });
  return result;
}
