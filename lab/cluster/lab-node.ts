/** The nodes of a lab and where things are on them. */

export type LabMode = 'machines' | 'processes';

export interface LabNode {
  /** `cass-01`, ... */
  readonly name: string;
  /** 1, 2, ... */
  readonly number: number;
  /** For SSH, gossip and CQL. */
  readonly address: string;
  readonly sshPort: number;
  readonly jmxPort: number;
  readonly rack: string;
  readonly seed: boolean;
  readonly paths: NodePaths;
}

/** Absolute, as the node itself sees them. */
export interface NodePaths {
  /** Symlink to the release in use. */
  readonly home: string;
  /** Folder in which releases lie beside each other. */
  readonly releases: string;
  /** Holds data, commitlog, hints, saved_caches and cdc_raw. */
  readonly data: string;
  readonly logs: string;
  readonly pidFile: string;
  readonly javaHome: string;
}

export const nativePort = 9042;
export const dataCenter = 'dc1';

/** cass-01 is the seed; racks r1, r2, r3 take turns. */
export function labNodes(
  count: number,
  place: (number: number, name: string) => Omit<LabNode, 'name' | 'number' | 'rack' | 'seed'>,
): LabNode[] {
  return Array.from({ length: count }, (_, index) => {
    const number = index + 1;
    const name = `cass-${String(number).padStart(2, '0')}`;
    return { name, number, rack: `r${(index % 3) + 1}`, seed: number === 1, ...place(number, name) };
  });
}
