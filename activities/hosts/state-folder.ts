import type { NodeSettings } from '../../knowledge/spec/node-settings.ts';

/** Where Ringlift keeps the lock, the journal and restore points of this cluster's upgrades on a host. */
export function stateFolderOf(
  { stateFolder }: NodeSettings,
  { cluster }: { readonly cluster: string },
): string {
  return `${stateFolder}/${cluster}`;
}
