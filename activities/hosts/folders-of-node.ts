import { type NamedFolder, foldersOf } from '../../knowledge/cassandra/yaml-settings.ts';
import type { NodeSettings } from '../../knowledge/spec/node-settings.ts';

/**
 * The folders of a node's state by its cassandra.yaml. Those that it does not name lie in the release's own folder: they
 * have a path only where the file says that they are carried from release to release.
 */
export function foldersOfNode({ install }: Pick<NodeSettings, 'install'>, yamlText: string): NamedFolder[] {
  return install.carryData === undefined ? foldersOf(yamlText) : foldersOf(yamlText, `${install.home}/data`);
}
