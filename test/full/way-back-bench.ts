/** Real nodes that go forward and back: one lab, one Temporal server, one worker. */
import { randomUUID } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import {
  type CommandAnswer,
  type RollbackCommand,
  type UpgradeResult,
  type UpgradeStatus,
  clusterWorkflowId,
  defaultTaskQueue,
  workflowTypes,
} from '../../knowledge/messages.ts';
import { parseVersion } from '../../knowledge/nodetool/version.ts';
import type { SpecInput } from '../../knowledge/spec/spec.ts';
import type { LabCluster } from '../../lab/cluster/lab-cluster.ts';
import { seedData } from '../../lab/cluster/seed-data.ts';
import { startLab } from '../../lab/cluster/start-lab.ts';
import { type Product, startProduct } from '../../lab/demo/product.ts';
import type { ReleaseVersion } from '../../lab/releases/release-line.ts';
import { releaseTarball } from '../../lab/releases/release-tarball.ts';
import { findTemporal } from '../../lab/toolchain/temporal.ts';
import { makeWritesTable } from './dated-writes.ts';
import { removeFolder } from '../system/remove-folder.ts';

export interface WayBackOptions {
  readonly from: ReleaseVersion;
  readonly to: ReleaseVersion;
  /** Lines for the end of every node's cassandra.yaml. */
  readonly yamlExtra?: string;
  readonly say: (line: string) => void;
}

export interface WayBackBench {
  readonly lab: LabCluster;
  readonly spec: SpecInput;
  /** Upgrades the first nodes of the order, and pauses. */
  readonly upgradeFirst: (count: number) => Promise<UpgradeStatus>;
  /** Says `rollback` to the paused upgrade. @throws the upgrade's refusal */
  readonly askBack: (command?: Partial<RollbackCommand>) => Promise<CommandAnswer>;
  /** Waits for the end of whatever runs under the cluster's id. @throws Error when it waits for a person */
  readonly end: () => Promise<UpgradeResult>;
  readonly status: () => Promise<UpgradeStatus>;
  readonly releases: () => Promise<string[]>;
  close(): Promise<void>;
}

export const order = ['cass-02', 'cass-01', 'cass-03'] as const;

export async function startWayBackBench({ from, to, yamlExtra, say }: WayBackOptions): Promise<WayBackBench> {
  const folder = await mkdtemp(join(tmpdir(), 'ringlift-way-back-'));
  const tarball = await releaseTarball(to, say);
  const { path: temporal } = await findTemporal(say);
  const lab = await startLab({
    ...{ folder: join(folder, 'lab'), release: from, nodes: 3, say },
    ...(yamlExtra !== undefined && { yamlExtra }),
  });
  let product: Product | null = null;
  const close = async () => {
    await product?.stop();
    await lab.stop();
    await removeFolder(folder);
  };
  try {
    await seedData(lab, { rows: 200 });
    await makeWritesTable(lab);
    product = await startProduct({ folder, temporal, user: 'alice' });
    const lent = lab.specFor({ target: to, tarball });
    const spec: SpecInput = {
      ...lent,
      // A look costs these three nodes more than they have left while one of them starts.
      gates: { ...lent.gates, lookEvery: '8s', patience: '5m' },
      strategy: { canary: { soak: '1s' }, order: [...order] },
      cms: { initialize: false },
    };
    const connection = await Connection.connect({ address: product.address });
    const workflows = new Client({ connection }).workflow;
    const handle = () => workflows.getHandle(clusterWorkflowId(spec.cluster));
    const status = () => handle().query<UpgradeStatus>('status');
    return {
      lab,
      spec,
      status,
      async upgradeFirst(count) {
        await workflows.start(workflowTypes.cluster, {
          workflowId: clusterWorkflowId(spec.cluster),
          taskQueue: defaultTaskQueue,
          args: [spec],
        });
        const last = order[count - 1];
        await until(status, ({ nodes }) =>
          nodes.some(({ name, state }) => name === last && (state === 'running' || state === 'done')),
        );
        await handle().executeUpdate('pause', { args: [{ by: 'alice', reason: 'to go back from here' }] });
        return until(status, ({ state }) => state === 'paused');
      },
      askBack: (command = {}) =>
        handle().executeUpdate<CommandAnswer, [RollbackCommand]>('rollback', {
          updateId: randomUUID(),
          args: [{ by: 'alice', reason: 'the way back is tried', ...command }],
        }),
      async end() {
        await until(status, ({ state }) => ['done', 'aborted', 'rolledBack'].includes(state));
        return (await handle().result()) as UpgradeResult;
      },
      releases: () =>
        Promise.all(
          lab.nodes.map(
            async ({ name }) => parseVersion((await lab.nodetool(name, 'version')).stdout).release,
          ),
        ),
      async close() {
        await connection.close();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** @throws Error when it waits for a person meanwhile, with what it says */
async function until(
  status: () => Promise<UpgradeStatus>,
  wanted: (status: UpgradeStatus) => boolean,
): Promise<UpgradeStatus> {
  for (;;) {
    // Between one run and the next that goes on from it nobody answers.
    const found = await status().catch(() => null);
    if (found && wanted(found)) return found;
    if (found?.waiting?.for === 'person')
      throw new Error(`it waits for a person at ${found.waiting.step}: ${found.waiting.message}`);
    await sleep(500);
  }
}
