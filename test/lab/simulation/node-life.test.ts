/** What a simulated node does to its files, what it refuses to start on, and what going back costs. */
import { cpSync, existsSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { withCql } from '../../../activities/hosts/cql-connection.ts';
import { readSchema } from '../../../activities/observe/read-schema.ts';
import type { SimulatedCluster, SimulatedNode } from '../../../lab/simulation/simulated-cluster.ts';
import { startSimulation } from '../../../lab/simulation/start-simulation.ts';
import { hostsOf } from './hosts-of.ts';

let cluster: SimulatedCluster | null = null;

afterEach(async () => {
  await cluster?.stop();
  cluster = null;
});

/** One node of 5.0.9, with 6.0-alpha2 beside it, in a storage mode. */
async function oneNode(storageMode: string | null): Promise<SimulatedNode> {
  cluster = await startSimulation({ nodes: [{}], storageMode });
  const node = cluster.node('n1');
  const opt = join(node.folder, 'opt');
  cpSync(join(opt, 'apache-cassandra-5.0.9'), join(opt, 'apache-cassandra-6.0-alpha2'), { recursive: true });
  return node;
}

/** By hand, as an operator might: stop, point the link at another release, start. */
async function switchTo(node: SimulatedNode, release: string): Promise<void> {
  await node.killCassandra();
  const opt = join(node.folder, 'opt');
  const machineOpt = join(cluster!.folder, 'n1', 'opt');
  rmSync(join(opt, 'cassandra'));
  symlinkSync(join(machineOpt, `apache-cassandra-${release}`), join(opt, 'cassandra'));
  await node.startCassandra();
}

function formats(node: SimulatedNode): string[] {
  const files = readdirSync(join(node.folder, 'data/data'), { recursive: true, encoding: 'utf8' });
  const found = files.flatMap((file) => /([a-z]{2})-\d+-big-Data\.db$/.exec(file)?.[1] ?? []);
  return [...new Set(found)].toSorted();
}

function log(node: SimulatedNode): string {
  return readFileSync(join(node.folder, 'logs/system.log'), 'utf8');
}

async function keyspacesOf(): Promise<string[]> {
  const hosts = hostsOf(cluster!);
  const { keyspaces } = await withCql(await hosts.host('n1'), {}, readSchema);
  await hosts.close();
  return keyspaces.map(({ keyspace }) => keyspace);
}

test('in CASSANDRA_4 both releases write nb, and 5.0.9 starts again without the keyspaces in system_schema', async () => {
  const node = await oneNode('CASSANDRA_4');
  const schema = join(node.folder, 'data/data/system_schema');
  cpSync(schema, `${schema}.kept`, { recursive: true });
  await switchTo(node, '6.0-alpha2');
  expect(formats(node)).toEqual(['nb']);
  expect(await keyspacesOf()).toContain('shop');
  await switchTo(node, '5.0.9');
  expect(log(node)).toContain('Corrupt sstable');
  expect(await keyspacesOf()).not.toContain('shop');
  await node.killCassandra();
  rmSync(schema, { recursive: true });
  cpSync(`${schema}.kept`, schema, { recursive: true });
  rmSync(`${schema}.kept`, { recursive: true });
  await node.startCassandra();
  expect(await keyspacesOf()).toContain('shop');
});

test('without the key 6.0-alpha2 writes pa at its first start, and 5.0.9 does not start on it', async () => {
  const node = await oneNode(null);
  await switchTo(node, '6.0-alpha2');
  expect(formats(node)).toEqual(['nb', 'pa']);
  await expect(switchTo(node, '5.0.9')).rejects.toThrow('did not come up');
  expect(log(node)).toContain('Detected unreadable sstables');
  expect(node.events.at(-1)).toMatchObject({ what: 'refusedToStart', release: '5.0.9' });
});

test('a key that a release no longer knows, and an empty data folder, keep it from starting', async () => {
  const node = await oneNode('CASSANDRA_4');
  await node.killCassandra();
  const yaml = join(node.folder, 'opt/apache-cassandra-5.0.9/conf/cassandra.yaml');
  const text = readFileSync(yaml, 'utf8');
  writeFileSync(yaml, `${text}\nconcurrent_replicates: 4\n`);
  await expect(node.startCassandra()).rejects.toThrow('did not come up');
  expect(log(node)).toContain('Invalid yaml. Please remove properties [concurrent_replicates]');
  writeFileSync(yaml, text);
  rmSync(join(node.folder, 'data/data'), { recursive: true });
  await expect(node.startCassandra()).rejects.toThrow('did not come up');
  expect(node.state()).toMatchObject({ process: null, mode: 'DOWN' });
});

test('the process looks like a JVM, and the machine is gone with everything when the simulation ends', async () => {
  const node = await oneNode('CASSANDRA_4');
  const { process } = node.state();
  const words = readFileSync(`/proc/${process?.pid}/cmdline`, 'utf8').split('\0');
  expect(words[0]).toMatch(/\/bin\/java$/);
  expect(words).toContain('org.apache.cassandra.service.CassandraDaemon');
  const { folder } = cluster!;
  await cluster!.stop();
  cluster = null;
  await sleep(50);
  expect(existsSync(folder)).toBe(false);
  expect(existsSync(`/proc/${process?.pid}`)).toBe(false);
});

test('a node that two start at once, as its boot and a person may, has one process', async () => {
  const node = await oneNode('CASSANDRA_4');
  await node.killCassandra();
  const before = node.events.length;
  await Promise.all([node.startCassandra(), node.startCassandra()]);
  expect(node.events.slice(before).map(({ what }) => what)).toEqual(['started', 'serving']);
});
