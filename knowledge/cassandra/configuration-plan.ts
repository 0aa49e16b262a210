/** What the planning of a target's configuration takes and gives. */
import type { Release } from '../topology.ts';
import type { Files } from './merge-jvm-options.ts';
import type { FileChange } from './say-change.ts';

export interface ConfigurationInput {
  /** The operator's, file name to text. */
  readonly conf: Files;
  /** Names of the operator's files that are no text, such as key stores. */
  readonly otherFiles: readonly string[];
  /** The conf folder of the target as it was shipped. */
  readonly targetDefaults: Files;
  /** The same of the source; null: not known. */
  readonly oldDefaults: Files | null;
  readonly fromRelease: Release;
  readonly toRelease: Release;
  /** Java major that the target will run on; that of the source where known. */
  readonly jdkMajor: number;
  readonly fromJdkMajor?: number | null;
  /** As the plan has it; null: the target has no modes. */
  readonly storageMode: string | null;
  /** The release in use and the link that names it, where known: what lies in them is not there after the switch. */
  readonly releaseFolders?: readonly string[] | undefined;
  /** Give keys of cassandra.yaml the names of the target's line. */
  readonly names?: 'new' | undefined;
}

export interface FileRefusal {
  readonly file: string;
  readonly key: string;
  readonly why: string;
  readonly remedy: string;
}

export interface PlannedConfiguration {
  /** Every text file of the target's conf folder; only to be used when nothing is refused. */
  readonly files: Files;
  readonly copyAsIs: readonly string[];
  readonly changes: readonly FileChange[];
  readonly refused: readonly FileRefusal[];
  /** Unified, of all files that differ from the operator's; secrets hidden. */
  readonly diff: string;
}
