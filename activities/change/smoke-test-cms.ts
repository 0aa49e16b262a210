import { cqlAddressOf } from '../../knowledge/cassandra/yaml-settings.ts';
import { RingliftError } from '../../knowledge/errors.ts';
import type { StepOutcome } from '../../knowledge/plan.ts';
import type { NodeSettings } from '../../knowledge/spec/node-settings.ts';
import type { NodeTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import { type CqlSession, withCql } from '../hosts/cql-connection.ts';
import type { Host } from '../hosts/host.ts';
import { allPlannedSettings, hostOf } from '../observe/host-of.ts';
import { readConfiguration } from '../observe/read-configuration.ts';
import { describeCms } from './cms.ts';

const keyspace = 'ringlift_smoke_test';
const waitMillis = 60_000;

/**
 * Create, alter, insert, read and drop in a keyspace of its own: the epoch must move, every other node must see the
 * table, and the log of cluster metadata must show the changes. A keyspace left by a crash is dropped first.
 * @throws RingliftError CmsRefused naming what did not happen
 */
export async function smokeTestCms(context: ActivityContext, task: NodeTask): Promise<StepOutcome> {
  const host = await hostOf(context, task);
  const epochBefore = (await describeCms(context, host)).epoch;
  const listen = await listenOf(context, host);
  try {
    await withCql(host, { listen, signal: context.signal, timeoutMillis: waitMillis }, async (cql) => {
      await cql.query(`DROP KEYSPACE IF EXISTS ${keyspace}`);
      await createAndRead(cql, task);
      await Promise.all(allPlannedSettings(task).map((settings) => awaitSeen(context, settings)));
      await expectSchemaChange(cql, host.settings.name, epochBefore);
    });
  } finally {
    await withCql(host, { listen, timeoutMillis: waitMillis }, (cql) =>
      cql.query(`DROP KEYSPACE IF EXISTS ${keyspace}`),
    ).catch((error: unknown) =>
      context.say(`the keyspace ${keyspace} could not be dropped: ${String(error)}`),
    );
  }
  const epochAfter = (await describeCms(context, host)).epoch;
  if (BigInt(epochAfter) <= BigInt(epochBefore)) {
    throw failed(host.settings.name, `an epoch after ${epochBefore}`, `epoch ${epochAfter}`);
  }
  return {
    outcome: 'done',
    says: `created, altered, written, read and dropped; epoch ${epochBefore} to ${epochAfter}, seen by ${task.plan.nodes.length} nodes`,
  };
}

async function createAndRead(cql: CqlSession, { plan }: NodeTask): Promise<void> {
  const centers = new Map<string, number>();
  for (const { dataCenter } of plan.nodes) centers.set(dataCenter, (centers.get(dataCenter) ?? 0) + 1);
  const replication = [...centers].map(
    ([center, nodes]) => `'${center.replaceAll("'", "''")}': ${Math.min(3, nodes)}`,
  );
  await cql.query(
    `CREATE KEYSPACE ${keyspace} WITH replication = {'class': 'NetworkTopologyStrategy', ${replication.join(', ')}}`,
  );
  // Dropped with a snapshot, it would look like somebody's DROP to the gates before a later restart.
  await cql.query(
    `CREATE TABLE ${keyspace}.probe (id int PRIMARY KEY, word text) WITH allow_auto_snapshot = false`,
  );
  await cql.query(`ALTER TABLE ${keyspace}.probe ADD more text`);
  const replicas = [...centers.values()].reduce((sum, nodes) => sum + Math.min(3, nodes), 0);
  // In a small cluster with nodes down for ever there may be no quorum of the replicas.
  const isQuorumSure = replicas - (plan.down ?? []).length > replicas / 2;
  const consistency = isQuorumSure ? 'QUORUM' : 'ONE';
  await cql.query(`INSERT INTO ${keyspace}.probe (id, word, more) VALUES (1, 'one', 'way')`, { consistency });
  const rows = await cql.query(`SELECT word, more FROM ${keyspace}.probe WHERE id = 1`, { consistency });
  if (rows[0]?.['more'] === 'way') return;
  throw failed('smoke test', 'the row that was written', JSON.stringify(rows));
}

async function awaitSeen(context: ActivityContext, settings: NodeSettings): Promise<void> {
  const host = await context.hosts.get(settings);
  const listen = await listenOf(context, host);
  const until = Date.now() + waitMillis;
  await withCql(host, { listen, signal: context.signal }, async (cql) => {
    for (;;) {
      const columns = await cql.query(
        `SELECT column_name FROM system_schema.columns WHERE keyspace_name = '${keyspace}' AND table_name = 'probe'`,
      );
      if (columns.some((row) => row['column_name'] === 'more')) return;
      if (Date.now() > until)
        throw failed(settings.name, 'to see the altered table', `${columns.length} columns of it`);
      await context.sleep(500);
    }
  });
}

async function expectSchemaChange(cql: CqlSession, where: string, epochBefore: string): Promise<void> {
  // The epoch is the partition key: ORDER BY is invalid, and the table is short.
  const rows = await cql.query('SELECT epoch, kind FROM system_views.cluster_metadata_log');
  const changes = rows.filter(
    (row) => row['kind'] === 'SCHEMA_CHANGE' && BigInt(String(row['epoch'])) > BigInt(epochBefore),
  );
  if (changes.length > 0) return;
  throw failed(
    where,
    'SCHEMA_CHANGE in system_views.cluster_metadata_log',
    `${rows.length} entries, none of them newer`,
  );
}

async function listenOf(context: ActivityContext, host: Host): Promise<string> {
  const { texts } = await readConfiguration(context, host, host.settings.install.conf);
  return cqlAddressOf(texts['cassandra.yaml'] ?? '', host.settings.node);
}

function failed(where: string, expected: string, found: string): RingliftError {
  return new RingliftError('CmsRefused', {
    where,
    what: 'the smoke test of cluster metadata failed',
    expected,
    found,
    changed: `the keyspace ${keyspace} was created and dropped`,
    next: 'Look at cms describe and at the log of every node, then retry.',
  });
}
