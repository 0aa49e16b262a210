import type { ReleaseLine } from './release-line.ts';
import { factsOf } from './releases.ts';

/** What is not in an sstable, and has a version of its own in the name of its file. */
export type LogKind = 'commitLog' | 'hints';

// What every line since 3.0 still reads.
const oldest = { commitLog: 6, hints: 1 } as const;

/**
 * Does a node of this line read a commit log segment or a file of hints of this version? In any storage mode: the mode
 * decides only what is written.
 * @source CommitLogDescriptor.java (getMessagingVersion: "Unknown commitlog version 9", measured on 5.0.9) and
 *   HintsDescriptor.java (messagingVersion fails an assertion)
 */
export function readsLog(line: ReleaseLine, kind: LogKind, version: number): boolean {
  const written = Object.values(factsOf[line].writes).map((formats) => formats[kind]);
  return version >= oldest[kind] && version <= Math.max(...written);
}
