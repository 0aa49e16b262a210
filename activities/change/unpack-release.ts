import type { StepOutcome } from '../../knowledge/plan.ts';
import type { NodeTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import type { Host } from '../hosts/host.ts';
import { hostOf } from '../observe/host-of.ts';
import { stagePackages } from './packages/stage-packages.ts';
import { outcomeOf } from './outcome.ts';
import { releaseFile } from '../hosts/release-file.ts';
import { releaseFolder } from '../hosts/release-folder.ts';
import { stateFolderOf } from '../hosts/state-folder.ts';
import { uploadFile } from '../hosts/ssh-upload.ts';
import { changeHost } from './change-host.ts';

/** Brings the release to the host and unpacks it beside the old one, its digest checked on both sides. */
export async function unpackRelease(context: ActivityContext, task: NodeTask): Promise<StepOutcome> {
  const host = await hostOf(context, task);
  switch (host.settings.install.method) {
    case 'tarball':
      return unpackTarball(context, task, host);
    case 'deb':
    case 'rpm':
      return stagePackages(context, task, host);
    case 'commands':
      return { outcome: 'done', says: 'nothing is unpacked: your own command brings the release' };
  }
}

async function unpackTarball(context: ActivityContext, task: NodeTask, host: Host): Promise<StepOutcome> {
  const { install } = host.settings;
  const { sha256 = '' } = install;
  const folder = releaseFolder(host.settings, task.plan.to);
  const tarball = `${stateFolderOf(host.settings, task.plan)}/${sha256}.tar.gz`;
  const says = `${task.plan.to} lies in ${folder}, sha256 ${sha256.slice(0, 12)}…`;
  const marker = { args: [`${folder}/.ringlift-sha256`], timeoutMillis: 30_000, signal: context.signal };
  const unpacked = await host.run('read-kept', marker);
  if (unpacked.stdout.trim() === sha256) return outcomeOf('alreadyDone', says);
  await uploadFile(host, await releaseFile(install), tarball, {
    sha256,
    timeoutMillis: 30 * 60_000,
    onProgress: (sent, total) => context.say(`sent ${Math.round((100 * sent) / total)} % of the release`),
    signal: context.signal,
  });
  context.say('unpacking');
  const { result } = await changeHost(context, task, host, 'unpack-release', {
    step: 'unpackRelease',
    args: [tarball, sha256, folder, install.home],
    timeoutMillis: 15 * 60_000,
    next: 'Move what lies there out of the way, or give another folder as install.releases, then retry.',
  });
  return outcomeOf(result, says);
}
