/** What a rolling restart writes into cassandra.yaml, and how a running node tells that it runs with it. */
import type { SettingChange } from '../setting-change.ts';
import { withoutLegacyPort } from './legacy-ssl-port.ts';
import { withStorageMode } from './storage-mode-yaml.ts';

/**
 * @returns null when the text says so already
 * @throws RingliftError ConfigurationRefused when the text is unreadable
 */
export function changeSetting(text: string, change: SettingChange): string | null {
  return change.setting === 'storageMode' ? withStorageMode(text, change.to) : withoutLegacyPort(text);
}

export interface RunningSetting {
  /** A row of system_views.settings. */
  readonly row: string;
  /** What it says once the change is in use. */
  readonly wanted: string;
}

/**
 * A process keeps what its file said at its start, so that only it can tell what is in use.
 *
 * @source db/virtual/SettingsTable.java of 4.0.19 (addEncryptionOptions), 4.1.10 and 5.0.9
 *   (BACKWARDS_COMPATABLE_NAMES keeps the row's old name beside the new one)
 */
export function runningSetting(change: SettingChange): RunningSetting {
  return change.setting === 'storageMode'
    ? { row: 'storage_compatibility_mode', wanted: change.to }
    : { row: 'server_encryption_options_legacy_ssl_storage_port', wanted: 'false' };
}
