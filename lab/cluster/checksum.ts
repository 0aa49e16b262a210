/** Whether a cluster still holds the same rows: one digest over all of them. */
import { createHash } from 'node:crypto';
import { types } from 'cassandra-driver';
import { withCql } from './cql-client.ts';
import type { LabCluster } from './lab-cluster.ts';
import { shopTables } from './shop-schema.ts';

/**
 * Hexadecimal SHA-256 of every row of the shop's tables as JSON, read at QUORUM in the order of their tokens, which
 * is the same in every release that has the same partitioner.
 */
export async function checksum(lab: LabCluster): Promise<string> {
  const hash = createHash('sha256');
  await withCql(
    lab.nodes.map(({ address }) => address),
    async (client) => {
      for (const table of shopTables) {
        hash.update(`${table}\n`);
        const options = { prepare: true, fetchSize: 500, consistency: types.consistencies.quorum };
        for await (const row of await client.execute(`SELECT JSON * FROM shop.${table}`, [], options)) {
          hash.update(`${row.get(0)}\n`);
        }
      }
    },
  );
  return hash.digest('hex');
}
