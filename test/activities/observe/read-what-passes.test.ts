import { afterEach, expect, test } from 'vitest';
import { readClients } from '../../../activities/observe/read-clients.ts';
import { readTables } from '../../../activities/observe/read-tables.ts';
import type { CqlSession } from '../../../activities/hosts/cql-connection.ts';
import { answerStatement } from '../../../lab/simulation/cql/answer-statement.ts';
import { makeCluster } from '../../../lab/simulation/model/make-cluster.ts';

let asked: string[] = [];
afterEach(() => {
  asked = [];
});

/** Answered from the simulation's state, without a driver between. */
function sessionOf(release: string): CqlSession {
  const cluster = makeCluster({ release });
  const [node] = cluster.nodes;
  if (!node) throw new Error('a cluster has nodes');
  return {
    query: (statement) => {
      asked.push(statement);
      const answer = answerStatement(cluster, node, statement);
      if (typeof answer === 'string' || !('table' in answer)) return Promise.reject(new Error('no rows'));
      return Promise.resolve(answer.table.rows as never);
    },
  };
}

test('tables of users come with their flags and the simple name of their compaction strategy', async () => {
  expect(await readTables(sessionOf('3.11.11'))).toEqual([
    ...[
      ['shop', 'orders'],
      ['shop', 'items'],
    ].map(([keyspace, table]) => ({
      ...{ keyspace, table, flags: ['compound'] },
      compaction: 'SizeTieredCompactionStrategy',
    })),
  ]);
});

test('clients are counted by protocol version, with their drivers', async () => {
  expect(await readClients(sessionOf('4.0.7'))).toEqual([
    { protocol: 4, connections: 1, drivers: ['DataStax Node.js Driver for Apache Cassandra 4.8.0'] },
  ]);
  expect(asked).toHaveLength(1);
});

test('3.x has no table of clients', async () => {
  await expect(readClients(sessionOf('3.11.11'))).rejects.toThrow();
});
