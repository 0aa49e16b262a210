/** nodetool's changing commands on simulated nodes, read by the product's own parsers. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { askNodetool } from '../../../activities/hosts/nodetool.ts';
import type { Section } from '../../../activities/hosts/sections.ts';
import { parseCmsDescribe } from '../../../knowledge/nodetool/cms-describe.ts';
import { classifyCmsInitialize } from '../../../knowledge/nodetool/cms-initialize.ts';
import { parseCmsReconfigureStatus } from '../../../knowledge/nodetool/cms-reconfigure-status.ts';
import { parseCompactionStats } from '../../../knowledge/nodetool/compactionstats.ts';
import { parseGossipInfo } from '../../../knowledge/nodetool/gossipinfo.ts';
import { parseListSnapshots } from '../../../knowledge/nodetool/listsnapshots.ts';
import { parseNetStats } from '../../../knowledge/nodetool/netstats.ts';
import { parseRepair } from '../../../knowledge/nodetool/repair.ts';
import type { SimulatedCluster } from '../../../lab/simulation/simulated-cluster.ts';
import { startSimulation } from '../../../lab/simulation/start-simulation.ts';
import { type HostsOf, hostsOf } from './hosts-of.ts';

let cluster: SimulatedCluster;
let hosts: HostsOf;

beforeAll(async () => {
  // Slow enough to be caught at it.
  const takes = { initializeCms: 1_500, rewrite: 400 };
  cluster = await startSimulation({ release: '6.0-alpha2', storageMode: 'CASSANDRA_4', takes });
  hosts = hostsOf(cluster);
});
afterAll(async () => {
  await hosts.close();
  await cluster.stop();
});

async function ask(node: string, command: string): Promise<Section> {
  const answers = await askNodetool(await hosts.host(node), [command], 20_000);
  return answers.get(command)!;
}

test('a snapshot of all keyspaces is listed table by table, is not taken twice, and can be cleared', async () => {
  expect(await ask('n1', 'snapshot -t mine')).toMatchObject({ exitCode: 0, stderr: '' });
  const listed = parseListSnapshots((await ask('n1', 'listsnapshots')).stdout).snapshots;
  const tables = listed.map(({ name, keyspace, table }) => `${name} ${keyspace}.${table}`);
  expect(tables).toEqual(expect.arrayContaining(['mine shop.orders', 'mine system.local']));
  const again = await ask('n1', 'snapshot -t mine');
  expect(again.exitCode).toBe(2);
  expect(again.stderr).toContain('error: Snapshot mine already exists.');
  await ask('n1', 'clearsnapshot -t mine');
  expect(parseListSnapshots((await ask('n1', 'listsnapshots')).stdout).snapshots).toEqual([]);
});

test('a full repair succeeds keyspace by keyspace, and fails while a replica is down', async () => {
  const { stdout, exitCode } = await ask('n1', 'repair -full -seq');
  expect(exitCode).toBe(0);
  const repaired = parseRepair(stdout);
  expect(repaired).toMatchObject({ success: true, failedSessions: 0 });
  expect(repaired.commands.length).toBeGreaterThan(1);
  await cluster.node('n3').killCassandra();
  const failed = await ask('n1', 'repair -full -seq');
  await cluster.node('n3').startCassandra();
  expect(failed.exitCode).toBe(2);
  expect(parseRepair(failed.stdout)).toMatchObject({ success: false, finished: true });
  expect(failed.stderr).toContain('Endpoint not alive: /127.0.1.3:7000');
});

/** Looks until it is so. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await sleep(20);
}

test('a rewriting shows among the compactions, stops when it is told to, and goes on when asked again', async () => {
  const node = cluster.node('n1');
  const running = async () => parseCompactionStats((await ask('n1', 'compactionstats')).stdout).running;
  expect(await ask('n1', 'upgradesstables')).toMatchObject({ exitCode: 0, stdout: '' });
  expect(await running()).toEqual([]);

  const yaml = join(node.folder, 'opt/apache-cassandra-6.0-alpha2/conf/cassandra.yaml');
  writeFileSync(yaml, readFileSync(yaml, 'utf8').replace('CASSANDRA_4', 'NONE'));
  await node.killCassandra();
  await node.startCassandra();
  const stopped = ask('n1', 'upgradesstables');
  await until(async () => (await running()).length > 0);
  expect(await running()).toMatchObject([{ type: 'Upgrade sstables', completed: expect.any(Number) }]);
  await ask('n1', 'stop UPGRADE_SSTABLES');
  expect(await stopped).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('Aborted upgrading') });
  expect(await formatsInGossip('n1')).toEqual(['big-nb', 'big-pa']);

  expect(await ask('n1', 'upgradesstables')).toMatchObject({ exitCode: 0, stdout: '' });
  expect(await formatsInGossip('n1')).toEqual(['big-pa']);
});

async function formatsInGossip(name: string): Promise<readonly string[] | null> {
  const { endpoints } = parseGossipInfo((await ask(name, 'gossipinfo')).stdout);
  return endpoints.find(({ address }) => address === cluster.node(name).address)?.sstableVersions ?? null;
}

test('a drained node says so, serves no more and is down to the others; a second drain does no harm', async () => {
  const node = cluster.node('n2');
  expect(await ask('n2', 'drain')).toMatchObject({ exitCode: 0, stdout: '' });
  expect(await ask('n2', 'drain')).toMatchObject({ exitCode: 0, stdout: '' });
  expect(parseNetStats((await ask('n2', 'netstats')).stdout).mode).toBe('DRAINED');
  expect((await ask('n2', 'statusbinary')).stdout).toBe('not running\n');
  expect((await ask('n2', 'status')).stdout).toContain('UN  127.0.1.2');
  expect((await ask('n1', 'status')).stdout).toContain('DN  127.0.1.2');
  await node.killCassandra();
  await node.startCassandra();
});

test('the CMS is initialized once and by all nodes, then grows; what breaks it off in between is seen', async () => {
  const describe = async (node: string) => parseCmsDescribe((await ask(node, 'cms describe')).stdout);
  expect(await describe('n1')).toMatchObject({ identifier: '0', serviceState: 'GOSSIP', members: [] });

  await cluster.node('n3').killCassandra();
  expect(classifyCmsInitialize(await ask('n1', 'cms initialize'))).toEqual({
    answer: 'noResponse',
    nodes: ['127.0.1.3'],
  });
  await cluster.node('n3').startCassandra();

  const broken = ask('n1', 'cms initialize');
  await until(async () => (await describe('n2')).isMigrating);
  await cluster.node('n1').killCassandra();
  expect((await broken).exitCode).toBe(2);
  await cluster.node('n1').startCassandra();
  expect(classifyCmsInitialize(await ask('n2', 'cms initialize'))).toEqual({
    answer: 'alreadyInitiated',
    by: '127.0.1.1',
  });
  expect(await ask('n2', 'cms abortinitialization --initiator 127.0.1.1')).toMatchObject({ exitCode: 0 });
  expect(await ask('n2', 'cms initialize')).toMatchObject({ exitCode: 0, stdout: '', stderr: '' });
  const initialized = await describe('n3');
  expect(initialized).toMatchObject({ serviceState: 'REMOTE', epoch: '3', needsReconfiguration: true });
  expect(classifyCmsInitialize(await ask('n3', 'cms initialize'))).toEqual({ answer: 'alreadyInitialized' });

  expect((await ask('n1', 'cms reconfigure dc1:5')).exitCode).toBe(2);
  expect(await ask('n1', 'cms reconfigure 3')).toMatchObject({ exitCode: 0, stdout: '', stderr: '' });
  const idle = parseCmsReconfigureStatus((await ask('n1', 'cms reconfigure --status')).stdout);
  expect(idle.active).toBe(false);
  expect(await describe('n1')).toMatchObject({
    members: ['127.0.1.1', '127.0.1.2', '127.0.1.3'],
    serviceState: 'LOCAL',
    needsReconfiguration: false,
  });
});
