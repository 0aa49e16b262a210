import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checksum } from '../../../lab/cluster/checksum.ts';
import { withCql } from '../../../lab/cluster/cql-client.ts';
import type { LabCluster } from '../../../lab/cluster/lab-cluster.ts';
import { seedData } from '../../../lab/cluster/seed-data.ts';
import { startLab } from '../../../lab/cluster/start-lab.ts';
import { startTraffic } from '../../../lab/traffic/traffic.ts';
import type { TrafficSecond } from '../../../lab/traffic/tally.ts';

let folder: string;
let lab: LabCluster;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ringlift-lab-test-'));
  lab = await startLab({ folder, release: '5.0.9', nodes: 1, say: () => {} });
});
afterAll(async () => {
  await lab?.stop();
  await rm(folder, { recursive: true });
});

const addresses = () => lab.nodes.map(({ address }) => address);

test('the checksum is the same for the same rows and tells one changed value', async () => {
  await seedData(lab, { rows: 60 });
  const whole = await checksum(lab);
  expect(await checksum(lab)).toBe(whole);

  await withCql(addresses(), (client) =>
    client.execute("UPDATE shop.customers SET email = 'new@shop.example' WHERE id = 3"),
  );
  expect(await checksum(lab)).not.toBe(whole);

  await seedData(lab, { rows: 60 });
  expect(await checksum(lab)).toBe(whole);
});

test('traffic counts what fails while the only node is away, and names the one acknowledged row that someone removed', async () => {
  const file = join(folder, 'traffic.jsonl');
  const traffic = await startTraffic({ addresses: addresses(), requestsPerSecond: 50, file, run: 'test' });
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  await lab.stopService('cass-01');
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  await lab.startService('cass-01');
  await lab.awaitServing('cass-01');
  await withCql(addresses(), (client) =>
    client.execute("DELETE FROM shop.traffic WHERE run = 'test' AND number = 0"),
  );
  const report = await traffic.stop();

  expect(report.failed).toBeGreaterThan(10);
  expect(report.failures.map(({ text }) => text).join()).toContain('NoHostAvailableError');
  expect(report.acknowledged).toBeGreaterThan(20);
  expect(report.lost).toEqual([0]);
  const seconds = (await readFile(file, 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as TrafficSecond);
  expect(seconds.reduce((sum, { requests }) => sum + requests, 0)).toBe(report.requests);
});
