import type { Release } from '../topology.ts';

/** What the files of one node say of going back. Null is never "none": it could not be had. */
export interface FilesSeen {
  /** Live sstables, counted by keyspace and format (`big-nb`); a file whose name tells no format is of `unknown`. */
  readonly sstables: readonly SSTableCount[] | null;
  /**
   * Live sstables of system.local_metadata_log. From 6.0 on each epoch of cluster metadata is flushed into it, and
   * before `cms initialize` there are none.
   * @source tcm/log/SystemKeyspaceStorage.java (append) of 6.0-alpha2; looked at on disks of nodes before and after
   */
  readonly metadataLog: number | null;
  /** Distinct versions in the names of commit log segments, lowest first; 0: a name without one. */
  readonly commitLogs: readonly number[] | null;
  /** The same of files of hints. */
  readonly hints: readonly number[] | null;
  /**
   * Files of data, commit log and hints that the restore point does not have, or lacks now. Null: not compared, since
   * the node runs or there is no restore point.
   */
  readonly changed: number | null;
  /** Null: none, or none that is whole; `restorePointLacks` then says what of it is missing. */
  readonly restorePoint: RestorePointSeen | null;
  readonly restorePointLacks: string | null;
  readonly snapshot: SnapshotSeen | null;
  /** ISO 8601: a restore point of that time was put back, and no repair has refilled the node yet. */
  readonly owesRepairSince: string | null;
}

export interface SSTableCount {
  readonly keyspace: string;
  readonly format: string;
  readonly count: number;
}

export interface RestorePointSeen {
  /** ISO 8601, by the clock of the host. */
  readonly since: string;
  /** The release whose folder was in use; null: a folder of another name. */
  readonly release: Release | null;
  /** storage_compatibility_mode of the configuration that was in use; null: the key was absent. */
  readonly storageMode: string | null;
}

export interface SnapshotSeen {
  /** Nothing that was written before is missing from it. ISO 8601, by the clock of the host. */
  readonly since: string;
  readonly tables: number;
}
