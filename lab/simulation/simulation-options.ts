import type { Takes } from './machine/timings.ts';

export interface SimulatedPlace {
  /** Default `dc1`. */
  readonly dataCenter?: string;
  /** Default `rack1`, `rack2`, `rack3` in turn. */
  readonly rack?: string;
  /** Default: the first node of each data center. */
  readonly isSeed?: boolean;
}

export interface SimulationOptions {
  /** Default `sim`. */
  readonly clusterName?: string;
  /** Default: three nodes in one data center. Named n1, n2, ... at 127.0.1.1, 127.0.1.2, ... */
  readonly nodes?: readonly SimulatedPlace[];
  /** What all of them run at first; default 5.0.9. */
  readonly release?: string;
  /** The release that specFor upgrades to; default 6.0-alpha2. */
  readonly target?: string;
  /** storage_compatibility_mode in cassandra.yaml; default, or null: the key is absent. */
  readonly storageMode?: string | null;
  /** Work that takes longer or shorter than usual, in ms. */
  readonly takes?: Partial<Takes>;
}
