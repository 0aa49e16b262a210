import { cqlAddressOf } from '../../knowledge/cassandra/yaml-settings.ts';
import { RingliftError } from '../../knowledge/errors.ts';
import type { SettingInUse } from '../../knowledge/gates/gate-input.ts';
import type { NodeTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import { withCql } from '../hosts/cql-connection.ts';
import type { Host } from '../hosts/host.ts';
import { hostOf } from './host-of.ts';
import { readConfiguration } from './read-configuration.ts';

/** What the running process says of one of its settings; null: it does not answer, or has no such row. */
export async function readSetting(
  context: ActivityContext,
  task: NodeTask,
  row: string,
): Promise<SettingInUse | null> {
  const host = await hostOf(context, task);
  const { texts } = await readConfiguration(context, host, host.settings.install.conf);
  return settingOf(host, cqlAddressOf(texts['cassandra.yaml'] ?? '', task.node), row, context.signal);
}

/** @source db/virtual/SettingsTable.java: 4.0 and later have the table, a row for each key, null where it is not set */
export async function settingOf(
  host: Host,
  listen: string,
  row: string,
  signal?: AbortSignal,
): Promise<SettingInUse | null> {
  try {
    const rows = await withCql(host, { listen, signal }, (cql) =>
      cql.query(`SELECT name, value FROM system_views.settings WHERE name = '${row}'`),
    );
    if (rows.length !== 1) return null;
    const value = rows[0]?.['value'] ?? null;
    return { value: value === null || value === 'null' ? null : String(value) };
  } catch (error) {
    if (error instanceof RingliftError) return null;
    throw error;
  }
}
