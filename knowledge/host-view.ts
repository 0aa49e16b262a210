/** What the machine of a node tells, typed: without Cassandra's word, and no judgement. */

export interface FileSystemView {
  /** The folder that was asked about. */
  readonly path: string;
  readonly mountPoint: string;
  readonly totalBytes: number;
  readonly freeBytes: number;
}

export interface DataFolderView {
  readonly path: string;
  /** data, commitlog, hints, saved_caches or cdc_raw. */
  readonly role: string;
  readonly exists: boolean;
  readonly owner: string | null;
  readonly bytes: number | null;
  /** It lies on a file system of its own, so that no hard links can be made beside it. */
  readonly isMountPoint: boolean;
}

/** A snapshot's folder, whoever made it. */
export interface SnapshotFound {
  readonly name: string;
  /** When its last table was linked, ISO 8601, by the worker's clock. */
  readonly madeAt: string;
}

/** How much the kernel lets gather before it is written: of bytes and ratio the one that was set last is not 0. */
export interface PageCacheView {
  readonly dirtyBytes: number;
  /** Percent of the memory that can be had. */
  readonly dirtyRatio: number;
  readonly dirtyBackgroundBytes: number;
  readonly dirtyBackgroundRatio: number;
}

export interface JdkView {
  readonly home: string;
  /** Feature release: 8, 11, 17, 21. */
  readonly major: number;
  readonly version: string;
}

/** What the machine itself tells, without Cassandra. */
export interface HostView {
  readonly hostName: string;
  /** Worker's clock minus the host's, corrected by half the round trip. */
  readonly clockSkewMillis: number;
  readonly memoryBytes: number;
  readonly bootId: string;
  /** Where the symlink of the installation points; null when it is none. */
  readonly releaseInUse: string | null;
  /** The user that the process runs as; null while it does not run. */
  readonly serviceUser: string | null;
  /** Home of the JDK that the process runs on; null while it does not run. */
  readonly processJavaHome: string | null;
  readonly processStartedAt: string | null;
  /** -Xmx of the running process in bytes; null when not told. */
  readonly maxHeapBytes: number | null;
  readonly jdks: readonly JdkView[];
  readonly folders: readonly DataFolderView[];
  readonly fileSystems: readonly FileSystemView[];
  /** File name (relative to the conf folder) to its text. */
  readonly configuration: Readonly<Record<string, string>>;
  /** Files of the conf folder that hold no configuration text, such as key stores. */
  readonly otherFiles: readonly string[];
  /** Snapshots in the data folders, the newest two hundred. */
  readonly snapshots: readonly SnapshotFound[];
  /** Who holds Ringlift's lock on the host; null: nobody. */
  readonly lockedBy: string | null;
  /** The upgrade, by its tag, that gave it other system tables and did not compare them yet. Absent: none. */
  readonly unsettled?: string;
  /** Absent: the kernel did not tell. */
  readonly pageCache?: PageCacheView;
}

export interface PackageVersion {
  readonly name: string;
  readonly version: string;
}

/** What a host says of its packages, where releases come as such. */
export interface PackageView {
  readonly missingTools: readonly string[];
  readonly isRoot: boolean;
  /** Cassandra's own: the package and its tools. */
  readonly installed: readonly (PackageVersion & { readonly isWhole: boolean; readonly isHeld: boolean })[];
  /** In repositories that are set up on the host, or in the cache of its package tool. */
  readonly available: readonly PackageVersion[];
  /** Laid aside on the host by Ringlift. */
  readonly kept: readonly PackageVersion[];
  /** Names of packages of any kind that are half installed. */
  readonly broken: readonly string[];
  /** What else the package tool would change for a pinned version; null: it can't say. */
  readonly changes: readonly string[] | null;
  /** Why it can't. */
  readonly said: string;
}
