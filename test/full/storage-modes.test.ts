/** Three real nodes from 5.0.9 to 6.0-alpha2, through the door, then to UPGRADING and to NONE, under traffic. */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type UpgradeResult,
  type UpgradeStatus,
  clusterWorkflowId,
  defaultTaskQueue,
  workflowTypes,
} from '../../knowledge/messages.ts';
import { parseGossipInfo } from '../../knowledge/nodetool/gossipinfo.ts';
import type { SpecInput } from '../../knowledge/spec/spec.ts';
import { checksum } from '../../lab/cluster/checksum.ts';
import type { LabCluster } from '../../lab/cluster/lab-cluster.ts';
import { seedData } from '../../lab/cluster/seed-data.ts';
import { startLab } from '../../lab/cluster/start-lab.ts';
import { type Product, startProduct } from '../../lab/demo/product.ts';
import { releaseTarball } from '../../lab/releases/release-tarball.ts';
import { findTemporal } from '../../lab/toolchain/temporal.ts';
import { trafficOn } from '../../lab/traffic/traffic-process.ts';
import { journalOf } from '../system/journal.ts';
import { removeFolder } from '../system/remove-folder.ts';

const target = '6.0-alpha2';
/** A loaded computer's. */
const limitMillis = 90 * 60_000;
const say = (line: string) => console.log(line);

let folder: string;
let lab: LabCluster;
let product: Product;
let spec: SpecInput;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ringlift-storage-modes-'));
  const tarball = await releaseTarball(target, say);
  const { path } = await findTemporal(say);
  lab = await startLab({ folder: join(folder, 'lab'), release: '5.0.9', nodes: 3, say });
  await seedData(lab, { rows: 500 });
  spec = {
    ...lab.specFor({ target, tarball }),
    strategy: { canary: { soak: '1s' } },
    storage: { mode: 'NONE', soak: '5s' },
  };
  product = await startProduct({ folder, temporal: path, user: 'alice' });
}, limitMillis);

afterAll(async () => {
  await product?.stop();
  await lab?.stop();
  await removeFolder(folder);
}, limitMillis);

test(
  'every node runs in NONE at the end, no request failed at a quorum, and the ledger told where the way back ended',
  async () => {
    const before = await checksum(lab);
    const traffic = await trafficOn(lab);
    const seen = await carryThrough();
    const report = await traffic.stop();
    say(`traffic: ${JSON.stringify(report)}`);
    expect(report).toMatchObject({ failed: 0, lost: [] });
    expect(seen.result.state).toBe('done');
    expect(seen.doors).toEqual(['cms', 'storageUpgrading', 'storageNone']);
    expect(seen.costs.at(-1)).toContain('there is no way back: the CMS is initialized');
    for (const { name, address } of lab.nodes) {
      const journal = await journalOf(lab, name, spec);
      const ended = journal.filter(({ event }) => event === 'end').map(({ step }) => step);
      expect(ended.filter((step) => step === 'changeConfiguration')).toHaveLength(2);
      expect(await modeOf(name)).toBe('NONE');
      const gossip = parseGossipInfo((await lab.nodetool(name, 'gossipinfo')).stdout);
      const own = gossip.endpoints.find((endpoint) => endpoint.address === address);
      expect(own?.sstableVersions).toContain('big-pa');
    }
    expect(await checksum(lab)).toBe(before);
  },
  limitMillis,
);

test(
  'another start with the same file finds nothing left to restart',
  async () => {
    const { result, doors } = await carryThrough();
    expect(result.state).toBe('done');
    expect(result.plan?.phases.map(({ name }) => name)).not.toContain('storageNone');
    expect(doors).toEqual([]);
  },
  limitMillis,
);

test(
  'a file that names UPGRADING takes NONE back by a rolling restart, and nothing is lost',
  async () => {
    const before = await checksum(lab);
    spec = { ...spec, storage: { mode: 'UPGRADING', soak: '1s' } };
    const { result, doors } = await carryThrough();
    expect(result.state).toBe('done');
    expect(doors).toEqual([]);
    for (const { name } of lab.nodes) expect(await modeOf(name)).toBe('UPGRADING');
    expect(await checksum(lab)).toBe(before);
  },
  limitMillis,
);

/** In the file that it was started with: settingInUse has proven that the process runs with it. */
async function modeOf(name: string): Promise<string | undefined> {
  const { home } = lab.node(name).paths;
  const { stdout } = await lab.exec(name, ['cat', `${home}/conf/cassandra.yaml`]);
  return /^storage_compatibility_mode: (\w+)/m.exec(stdout)?.[1];
}

interface Seen {
  readonly result: UpgradeResult;
  readonly doors: readonly string[];
  readonly costs: readonly string[];
}

/** Approves at every door. @throws Error when a person is asked for anything else */
async function carryThrough(): Promise<Seen> {
  const connection = await Connection.connect({ address: product.address });
  try {
    const { workflow } = new Client({ connection });
    const handle = await workflow.start(workflowTypes.cluster, {
      workflowId: clusterWorkflowId(spec.cluster),
      taskQueue: defaultTaskQueue,
      args: [spec],
    });
    const ended = handle.result().then((result) => result as UpgradeResult);
    const doors: string[] = [];
    const costs: string[] = [];
    for (;;) {
      const result = await Promise.race([ended, sleep(1_000)]);
      if (result) return { result, doors, costs };
      const { waiting, ledger } = await handle.query<UpgradeStatus>('status');
      if (ledger && costs.at(-1) !== ledger.says) costs.push(ledger.says);
      if (waiting?.for === 'person') throw new Error(`${waiting.step}: ${waiting.error}: ${waiting.message}`);
      if (waiting?.for !== 'approval') continue;
      if (doors.at(-1) !== waiting.door) doors.push(waiting.door);
      // Refused while a gate is shut just now: the next turn asks again.
      const approval = { by: 'alice', id: waiting.evidence, evidence: waiting.evidence };
      await handle.executeUpdate('approve', { args: [approval] }).catch(() => undefined);
    }
  } finally {
    await connection.close();
  }
}
