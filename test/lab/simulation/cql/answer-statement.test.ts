import { expect, test } from 'vitest';
import { answerStatement } from '../../../../lab/simulation/cql/answer-statement.ts';
import { CqlRefusal } from '../../../../lab/simulation/cql/cql-table.ts';
import type { ClusterModel } from '../../../../lab/simulation/model/cluster-model.ts';
import { makeCluster } from '../../../../lab/simulation/model/make-cluster.ts';

function rowsOf(cluster: ClusterModel, statement: string, node = cluster.nodes[0]!) {
  const answer = answerStatement(cluster, node, statement);
  if (answer === 'void' || 'schema' in answer) throw new Error(`no rows: ${statement}`);
  return answer.table.rows;
}

test('a node tells its release, its peers and the schema', () => {
  const cluster = makeCluster();
  expect(rowsOf(cluster, "SELECT * FROM system.local WHERE key='local'")).toMatchObject([
    { key: 'local', release_version: '5.0.9', data_center: 'dc1' },
  ]);
  expect(rowsOf(cluster, 'SELECT * FROM system.peers')).toHaveLength(2);
  const tables = rowsOf(cluster, 'SELECT keyspace_name, table_name FROM system_schema.tables');
  expect(tables).toContainEqual(expect.objectContaining({ keyspace_name: 'shop', table_name: 'orders' }));
});

test('a keyspace is made, altered, written, read and dropped, and every node sees it', () => {
  const cluster = makeCluster();
  const [one, two] = cluster.nodes;
  const replication = "{'class': 'NetworkTopologyStrategy', 'dc1': 3}";
  expect(answerStatement(cluster, one!, `CREATE KEYSPACE k WITH replication = ${replication}`)).toEqual({
    schema: { change: 'CREATED', keyspace: 'k' },
  });
  answerStatement(cluster, one!, 'CREATE TABLE k.probe (id int PRIMARY KEY, word text)');
  answerStatement(cluster, one!, 'ALTER TABLE k.probe ADD more text');
  answerStatement(cluster, one!, "INSERT INTO k.probe (id, word, more) VALUES (1, 'it''s', 'way')");
  expect(rowsOf(cluster, 'SELECT word, more FROM k.probe WHERE id = 1', two)).toMatchObject([
    { word: "it's", more: 'way' },
  ]);
  expect(answerStatement(cluster, one!, 'DROP KEYSPACE IF EXISTS k')).toMatchObject({
    schema: { change: 'DROPPED' },
  });
  expect(answerStatement(cluster, one!, 'DROP KEYSPACE IF EXISTS k')).toBe('void');
  expect(() => answerStatement(cluster, two!, 'SELECT * FROM k.probe')).toThrow(CqlRefusal);
});

test('6.0 changes no schema before the CMS is there, and logs each change afterwards', () => {
  const cluster = makeCluster({ release: '6.0-alpha2' });
  const [node] = cluster.nodes;
  for (const each of cluster.nodes) each.mode = 'NORMAL';
  const create = "CREATE KEYSPACE k WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': 1}";
  expect(() => answerStatement(cluster, node!, create)).toThrow('gossip mode');
  cluster.cms.beginInitialization(node!, []);
  cluster.cms.finishInitialization();
  answerStatement(cluster, node!, create);
  const kinds = rowsOf(cluster, 'SELECT epoch, kind FROM system_views.cluster_metadata_log').map(
    ({ epoch, kind }) => `${String(epoch)} ${String(kind)}`,
  );
  expect(kinds).toEqual([
    ...['1 PRE_INITIALIZE_CMS', '2 INITIALIZE_CMS', '3 TRIGGER_SNAPSHOT', '4 SCHEMA_CHANGE'],
  ]);
});

test('what is not simulated is refused as a node refuses what it does not understand', () => {
  const cluster = makeCluster();
  expect(() => answerStatement(cluster, cluster.nodes[0]!, 'TRUNCATE shop.orders')).toThrow(
    'no viable alternative',
  );
  expect(() => rowsOf(cluster, 'SELECT nothing FROM system.local')).toThrow('Undefined column name');
});
