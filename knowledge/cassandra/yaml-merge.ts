/** What goes into the merge of a cassandra.yaml and what comes out of it: the words of those who judge its keys. */
import type { ReleaseLine } from './release-line.ts';
import type { StorageMode } from './releases.ts';
import type { Edit } from './yaml-text.ts';

export interface MergeYamlInput {
  /** As the operator has it. */
  readonly text: string;
  readonly fromLine: ReleaseLine;
  readonly toLine: ReleaseLine;
  /** Null where the target has no modes. */
  readonly storageMode: StorageMode | null;
  /**
   * `new`: keys get the names of the target's line, and their values the unit that the old name had. Absent, an old name
   * stays as long as the target takes it: a file that need not change is one thing less that can go wrong.
   */
  readonly names?: 'new';
}

export interface YamlChange {
  readonly key: string;
  readonly action: 'kept' | 'removed' | 'renamed' | 'translated' | 'added';
  readonly from?: string;
  readonly to?: string;
  readonly why: string;
}

export interface YamlRefusal {
  readonly key: string;
  readonly why: string;
  /** An imperative sentence. */
  readonly remedy: string;
}

export interface MergedYaml {
  /** Differs from the operator's text in the lines of `changes` only; what is refused stands in it unchanged. */
  readonly text: string;
  /** `kept` only where there is something to say: an old name that is still taken. */
  readonly changes: readonly YamlChange[];
  readonly refused: readonly YamlRefusal[];
  /** What the file leaves open and the hop changes. */
  readonly notes: readonly { readonly key: string; readonly why: string }[];
}

export interface Judged {
  readonly edits: readonly Edit[];
  readonly changes: readonly YamlChange[];
  readonly refused: readonly YamlRefusal[];
}

/** Keys that Ringlift itself writes. */
export interface Addition {
  readonly edits: readonly Edit[];
  readonly changes: readonly YamlChange[];
}
