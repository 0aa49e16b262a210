/** A writer that knows when each of its rows was acknowledged: what a way back may lose is said by time. */
import { types } from 'cassandra-driver';
import { cqlClient, withCql } from '../../lab/cluster/cql-client.ts';
import { dataCenter } from '../../lab/cluster/lab-node.ts';
import type { LabCluster } from '../../lab/cluster/lab-cluster.ts';

export interface LostWrite {
  readonly number: number;
  readonly acknowledgedAt: number;
}

export interface WritesReport {
  readonly acknowledged: number;
  readonly failed: number;
  readonly lost: readonly LostWrite[];
}

export interface DatedWrites {
  /** Ends the writing. */
  stop(): Promise<void>;
  /** Reads all rows at QUORUM; may be called again. */
  compare(): Promise<WritesReport>;
}

const quorum = { prepare: true, consistency: types.consistencies.quorum };

export async function makeWritesTable(lab: LabCluster): Promise<void> {
  const replicas = Math.min(3, lab.nodes.length);
  const statements = [
    `CREATE KEYSPACE IF NOT EXISTS ledger WITH replication = {'class': 'NetworkTopologyStrategy', '${dataCenter}': ${replicas}}`,
    'CREATE TABLE IF NOT EXISTS ledger.writes (run text, number int, PRIMARY KEY ((run, number)))',
  ];
  await withCql(addressesOf(lab), async (client) => {
    for (const statement of statements) await client.execute(statement, [], { prepare: false });
  });
}

/** Writes some twenty rows a second at QUORUM, until stopped. @param run names its rows */
export async function startDatedWrites(lab: LabCluster, run: string): Promise<DatedWrites> {
  const client = cqlClient(addressesOf(lab));
  await client.connect();
  const acknowledged = new Map<number, number>();
  const open = new Set<Promise<void>>();
  let number = 0;
  let failed = 0;
  const write = async (own: number) => {
    try {
      await client.execute('INSERT INTO ledger.writes (run, number) VALUES (?, ?)', [run, own], quorum);
      acknowledged.set(own, Date.now());
    } catch {
      failed += 1;
    }
  };
  const pace = setInterval(() => {
    const one = write(number++).finally(() => open.delete(one));
    open.add(one);
  }, 50);
  return {
    async stop() {
      clearInterval(pace);
      await Promise.all(open);
      await client.shutdown();
    },
    async compare() {
      const there = await rowsOf(lab, run);
      const lost = [...acknowledged].filter(([each]) => !there.has(each));
      return {
        acknowledged: acknowledged.size,
        failed,
        lost: lost.map(([each, acknowledgedAt]) => ({ number: each, acknowledgedAt })),
      };
    },
  };
}

async function rowsOf(lab: LabCluster, run: string): Promise<Set<number>> {
  const found = new Set<number>();
  await withCql(addressesOf(lab), async (client) => {
    const options = { ...quorum, fetchSize: 500 };
    for await (const row of await client.execute('SELECT run, number FROM ledger.writes', [], options))
      if (row.get('run') === run) found.add(Number(row.get('number')));
  });
  return found;
}

function addressesOf(lab: LabCluster): string[] {
  return lab.nodes.map(({ address }) => address);
}
