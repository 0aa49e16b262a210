/** One setting of cassandra.yaml that a rolling restart changes on every node. Imported by workflows: stable under replay. */
import type { StorageMode } from './cassandra/releases.ts';

export type SettingChange =
  | { readonly setting: 'storageMode'; readonly to: StorageMode }
  /** `enable_legacy_ssl_storage_port` of server_encryption_options, off. */
  | { readonly setting: 'legacyPort' };

/** A word that names the change in the state folder of a host and in ids. */
export function nameOfChange(change: SettingChange): string {
  return change.setting === 'storageMode' ? `storage-mode-${change.to}` : 'legacy-port-off';
}

/** `storage_compatibility_mode: UPGRADING`, as it stands in the file afterwards. */
export function sayChange(change: SettingChange): string {
  return change.setting === 'storageMode'
    ? `storage_compatibility_mode: ${change.to}`
    : 'server_encryption_options: enable_legacy_ssl_storage_port: false';
}
