import type { StorageMode } from './releases.ts';
import { foldersOf, yamlValueOf } from './yaml-settings.ts';

/** One thing that a node must keep when something else than Ringlift brings its configuration. */
export interface LostSetting {
  readonly key: string;
  readonly expected: string;
  readonly found: string;
}

/** Of another value the node would be another one, or none at all. */
const identity = ['cluster_name', 'partitioner', 'num_tokens'];

/**
 * What an installer changed that a node must keep: its cluster, its tokens, its folders, its storage mode.
 * @source org.apache.cassandra.db.SystemKeyspace#checkHealth (saved cluster name), dht/BootStrapper (num_tokens), seed 003:
 *   "pointed to existing data and commit_log directories"
 */
export function keptByInstaller(before: string, after: string, mode: StorageMode | null): LostSetting[] {
  const pairs = [
    ...identity.map((key) => [key, yamlValueOf(before, key), yamlValueOf(after, key)] as const),
    ...rolesOf(before).map((role) => [role, pathsOf(before, role), pathsOf(after, role)] as const),
    ...(mode === null
      ? []
      : [['storage_compatibility_mode', mode, yamlValueOf(after, 'storage_compatibility_mode')] as const]),
  ];
  return pairs.flatMap(([key, expected, found]) =>
    expected === found ? [] : [{ key, expected: say(expected), found: say(found) }],
  );
}

/** Caches may be lost. */
function rolesOf(yaml: string): string[] {
  const roles = foldersOf(yaml).map(({ role }) => role);
  return [...new Set(roles)].filter((role) => role !== 'saved_caches');
}

function pathsOf(yaml: string, role: string): string {
  const paths = foldersOf(yaml).filter((folder) => folder.role === role);
  return paths.map(({ path }) => path ?? 'not named').join(', ');
}

function say(value: string | null): string {
  return value === null || value === '' ? 'not named' : value;
}
