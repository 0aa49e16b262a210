/** The second rolling restart of a 3.x to 4.0 upgrade with TLS between nodes, on simulated hosts (seed 000). */
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import {
  type UpgradeResult,
  type UpgradeStatus,
  clusterWorkflowId,
  defaultTaskQueue,
  workflowTypes,
} from '../../../knowledge/messages.ts';
import type { SimulatedCluster } from '../../../lab/simulation/simulated-cluster.ts';
import { startSimulation } from '../../../lab/simulation/start-simulation.ts';
import { withRinglift } from './with-ringlift.ts';

let simulation: SimulatedCluster | null = null;

afterEach(async () => {
  await simulation?.stop();
  simulation = null;
});

const tls = [
  'server_encryption_options:',
  '  # ours',
  '  internode_encryption: all',
  '  keystore_password: x',
  '  truststore_password: x',
  '',
].join('\n');

const yaml = (folder: string, release: string) =>
  join(folder, 'opt', `apache-cassandra-${release}`, 'conf', 'cassandra.yaml');

test('the port for nodes of 3.x is on during the roll, and off again by a rolling restart once none is left', async () => {
  const cluster = (simulation = await startSimulation({ release: '3.11.11', target: '4.0.7' }));
  for (const { folder } of cluster.nodes) {
    appendFileSync(yaml(folder, '3.11.11'), tls);
    for (const store of ['.keystore', '.truststore'])
      writeFileSync(join(dirname(yaml(folder, '3.11.11')), store), 'not one');
  }
  const during: string[] = [];
  cluster.onCommand({
    after: async ({ step, node }) => {
      if (step !== 'switchRelease') return;
      during.push(readFileSync(yaml(cluster.node(node).folder, '4.0.7'), 'utf8'));
    },
  });
  const spec = cluster.specFor({
    repair: { enabled: false },
    // Four starts of each node, on a computer that may have other work.
    nodetool: { limit: '1m', changeLimit: '1m' },
    gates: { patience: '1m', lookEvery: '300ms', startLimit: '2m', maxClockSkew: '5s', latencyFloor: '5s' },
  });
  const result = await withRinglift(async ({ workflow }) => {
    const handle = await workflow.start(workflowTypes.cluster, {
      workflowId: clusterWorkflowId(spec.cluster),
      taskQueue: defaultTaskQueue,
      args: [spec],
    });
    const ended = handle.result().then((found) => found as UpgradeResult);
    for (;;) {
      const found = await Promise.race([ended, sleep(3_000)]);
      if (found) return found;
      // A busy computer may not answer in time: the next turn asks again.
      const status = await handle.query<UpgradeStatus>('status').catch(() => null);
      if (status?.waiting?.for === 'person') throw new Error(status.waiting.message);
    }
  });
  expect(result).toMatchObject({ state: 'done' });
  expect(result.plan?.phases.at(-1)?.name).toBe('legacyPort');
  expect(during).toHaveLength(3);
  for (const text of during) expect(text).toContain('  enable_legacy_ssl_storage_port: true\n');
  for (const node of cluster.nodes) {
    expect(readFileSync(yaml(node.folder, '4.0.7'), 'utf8')).toMatch(
      /server_encryption_options:\n {2}# ours\n {2}internode_encryption: all\n/,
    );
    const serving = node.events.filter(({ what }) => what === 'serving').map(({ release }) => release);
    expect(serving).toEqual(['3.11.11', '4.0.7', '4.0.7']);
  }
});
