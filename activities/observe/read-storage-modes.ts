import { lineOf } from '../../knowledge/cassandra/release-line.ts';
import { runningSetting } from '../../knowledge/cassandra/change-setting.ts';
import type { StorageMode } from '../../knowledge/cassandra/releases.ts';
import { effectiveStorageMode } from '../../knowledge/cassandra/storage-mode.ts';
import { cqlAddressOf } from '../../knowledge/cassandra/yaml-settings.ts';
import { RingliftError } from '../../knowledge/errors.ts';
import type { NodeObservation } from '../../knowledge/observation.ts';
import type { NodeSettings } from '../../knowledge/spec/node-settings.ts';
import type { ActivityContext } from '../activity-context.ts';
import { settingOf } from './read-setting.ts';

const { row } = runningSetting({ setting: 'storageMode', to: 'NONE' });

/** The mode that each process runs in, by its own word; null: it does not tell. */
export async function readStorageModes(
  context: ActivityContext,
  settings: readonly NodeSettings[],
  nodes: readonly NodeObservation[],
): Promise<Record<string, StorageMode | null>> {
  const told = await Promise.all(
    settings.map(async (own) => {
      const seen = nodes.find(({ node }) => node === own.node);
      return [own.node, seen ? await modeOf(context, own, seen) : null] as const;
    }),
  );
  return Object.fromEntries(told);
}

async function modeOf(
  context: ActivityContext,
  settings: NodeSettings,
  seen: NodeObservation,
): Promise<StorageMode | null> {
  const line = seen.version ? lineOf(seen.version.release) : null;
  if (line === null || seen.cql?.answers !== true) return null;
  try {
    const host = await context.hosts.get(settings);
    const listen = cqlAddressOf(seen.host?.configuration['cassandra.yaml'] ?? '', seen.node);
    const setting = await settingOf(host, listen, row, context.signal);
    return setting === null ? null : effectiveStorageMode(line, setting.value);
  } catch (error) {
    if (error instanceof RingliftError) return null;
    throw error;
  }
}
