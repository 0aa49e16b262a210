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
  readonly dataCenter: string;
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
/** Of a lab with one. */
export const dataCenter = 'dc1';

/** The first node of each data center is its seed; data centers dc1, dc2 take turns, and in each of them racks r1, r2, r3. */
export function labNodes(
  count: number,
  place: (number: number, name: string) => Omit<LabNode, 'name' | 'number' | 'dataCenter' | 'rack' | 'seed'>,
  dataCenters = 1,
): LabNode[] {
  return Array.from({ length: count }, (_, index) => {
    const number = index + 1;
    const name = `cass-${String(number).padStart(2, '0')}`;
    const own = Math.floor(index / dataCenters);
    return {
      ...{ name, number, dataCenter: `dc${(index % dataCenters) + 1}`, rack: `r${(own % 3) + 1}` },
      ...{ seed: own === 0, ...place(number, name) },
    };
  });
}
