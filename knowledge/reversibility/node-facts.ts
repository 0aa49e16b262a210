import type { NodeId, Release } from '../topology.ts';
import type { FilesSeen } from './files-seen.ts';

/** What one node's way back is judged from. Null is "not known", and never makes it cheaper. */
export interface NodeFacts {
  readonly node: NodeId;
  readonly name: string;
  /** What it runs, or would run when it is started now. */
  readonly release: Release | null;
  readonly running: boolean | null;
  /** What the upgrade brings it to. */
  readonly target: Release;
  /** What it ran when the upgrade began, where the restore point does not say so. */
  readonly before: Release | null;
  /** Text of the cassandra.yaml in use. */
  readonly yaml: string | null;
  /** Null: they were not looked at, or could not be. */
  readonly files: FilesSeen | null;
}
