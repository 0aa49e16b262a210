import { dseReleaseOf } from '../../knowledge/cassandra/dse-release.ts';
import { olderSSTables, writtenBy } from '../../knowledge/cassandra/older-sstables.ts';
import { lineOf, releaseLines } from '../../knowledge/cassandra/release-line.ts';
import type { StorageMode } from '../../knowledge/cassandra/releases.ts';
import { effectiveStorageMode } from '../../knowledge/cassandra/storage-mode.ts';
import { yamlValueOf } from '../../knowledge/cassandra/yaml-settings.ts';
import { RingliftError } from '../../knowledge/errors.ts';
import { parseVersion } from '../../knowledge/nodetool/version.ts';
import type { StepOutcome } from '../../knowledge/plan.ts';
import type { NodeTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import type { Host } from '../hosts/host.ts';
import { nodetool, questionMillis } from '../hosts/nodetool.ts';
import { namedVersion } from '../observe/look-at-dse.ts';
import { hostOf } from '../observe/host-of.ts';
import { readConfiguration } from '../observe/read-configuration.ts';
import { rewriteOld } from './rewrite-old.ts';

/**
 * Before a hop of a chain: rewrites what is older than what the running release writes, so that the next one can read it.
 * @throws RingliftError SSTablesNotRewritten, UnsupportedPath
 */
export async function rewriteLeftovers(context: ActivityContext, task: NodeTask): Promise<StepOutcome> {
  const host = await hostOf(context, task);
  const { stdout } = await nodetool(host, 'version', questionMillis(host.settings), context.signal);
  const { release } = await namedVersion(host, parseVersion(stdout), context.signal);
  if (dseReleaseOf(release)?.line) {
    return rewriteOld(context, task, host, {
      step: 'rewriteLeftovers',
      expected: `nothing older than ${release} writes`,
      isOld: (format) => isOlder(release, null, format),
    });
  }
  const mode = await modeOf(context, host, release);
  const written = writtenBy(release, mode);
  if (!written) throw unknownRelease(host, release);
  return rewriteOld(context, task, host, {
    step: 'rewriteLeftovers',
    expected: `nothing older than big-${written.big}${written.bti === null ? '' : ` or bti-${written.bti}`}, which ${release} writes`,
    isOld: (format) => isOlder(release, mode, format),
  });
}

function isOlder(release: string, mode: StorageMode | null, format: string): boolean {
  return Object.keys(olderSSTables(release, mode, { [format]: 1 }) ?? {}).length > 0;
}

async function modeOf(context: ActivityContext, host: Host, release: string): Promise<StorageMode | null> {
  const { texts } = await readConfiguration(context, host, host.settings.install.conf);
  const line = lineOf(release);
  if (!line) throw unknownRelease(host, release);
  return effectiveStorageMode(line, yamlValueOf(texts['cassandra.yaml'] ?? '', 'storage_compatibility_mode'));
}

function unknownRelease(host: Host, release: string): RingliftError {
  return new RingliftError('UnsupportedPath', {
    where: host.settings.name,
    what: `what ${release} writes is not known here`,
    expected: `a release of ${releaseLines.join(', ')} in a storage mode that it has`,
    found: release,
    next: 'Bring the node to a release that is known, then retry.',
  });
}
