/** One upgraded node and what its files say, for tests to change one thing at a time. */
import type { FilesSeen, SSTableCount } from '../../../knowledge/reversibility/files-seen.ts';
import type { LedgerFacts } from '../../../knowledge/reversibility/make-ledger.ts';
import type { Replication } from '../../../knowledge/reversibility/loss.ts';

export type Facts = LedgerFacts['nodes'][number];

export const since = '2026-11-25T10:00:00.123Z';
export const notBegun = { state: 'notBegun', fact: 'cass1 says GOSSIP, identifier 0' } as const;

export function filesSeen(over: Partial<FilesSeen> = {}): FilesSeen {
  return {
    sstables: sstables('big-nb'),
    metadataLog: 0,
    commitLogs: [7],
    hints: [2],
    changed: null,
    restorePoint: { since, release: '5.0.9', storageMode: null },
    restorePointLacks: null,
    snapshot: { since: '2026-11-25T09:00:00.000Z', tables: 40 },
    owesRepairSince: null,
    ...over,
  };
}

/** 12 of system in the first format, 41 of shop in the second, 18 of system_schema in the third. */
export function sstables(system: string, shop = system, schema = shop): SSTableCount[] {
  return [
    { keyspace: 'system', format: system, count: 12 },
    { keyspace: 'shop', format: shop, count: 41 },
    { keyspace: 'system_schema', format: schema, count: 18 },
  ];
}

/** Runs 6.0-alpha2 in CASSANDRA_4, came from 5.0.9. */
export function upgradedNode(over: Partial<Facts> = {}, files: Partial<FilesSeen> | null = {}): Facts {
  return {
    node: '10.0.0.1',
    name: 'cass1',
    release: '6.0-alpha2',
    running: true,
    target: '6.0-alpha2',
    before: '5.0.9',
    yaml: 'storage_compatibility_mode: CASSANDRA_4\n',
    files: files && filesSeen(files),
    cms: null,
    ...over,
  };
}

/** Runs 6.0-alpha2 in NONE: it has written what 5.0.9 does not read. */
export function lossyNode(over: Partial<Facts> = {}, files: Partial<FilesSeen> = {}): Facts {
  return upgradedNode(
    { yaml: 'storage_compatibility_mode: NONE\n', ...over },
    { sstables: sstables('big-pa', 'big-nb', 'big-pa'), commitLogs: [9], hints: [], ...files },
  );
}

export function oldNode(over: Partial<Facts> = {}): Facts {
  return upgradedNode({ release: '5.0.9', ...over }, { sstables: null, restorePoint: null });
}

/** Nodes numbered from 1, by name and address. */
export function numbered(number: number): Pick<Facts, 'node' | 'name'> {
  return { node: `10.0.0.${number}`, name: `cass${number}` };
}

/** Three nodes of dc1; shop and audit have all three as replicas of every range. */
export function replication(over: Partial<Replication> = {}): Replication {
  const all = ['10.0.0.1', '10.0.0.2', '10.0.0.3'];
  return {
    keyspaces: [
      { keyspace: 'shop', strategy: 'NetworkTopologyStrategy', replicas: { dc1: 3 } },
      { keyspace: 'audit', strategy: 'NetworkTopologyStrategy', replicas: { dc1: 3 } },
    ],
    replicaSets: { shop: [all], audit: [all] },
    dataCenters: Object.fromEntries(all.map((node) => [node, 'dc1'])),
    down: [],
    ...over,
  };
}
