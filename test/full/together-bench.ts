/** Six real nodes that are carried several at a time, under clients of every data center. */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import {
  type UpgradeResult,
  type UpgradeStatus,
  clusterWorkflowId,
  defaultTaskQueue,
  workflowTypes,
} from '../../knowledge/messages.ts';
import type { Plan } from '../../knowledge/plan.ts';
import { parseVersion } from '../../knowledge/nodetool/version.ts';
import type { SpecInput } from '../../knowledge/spec/spec.ts';
import { checksum } from '../../lab/cluster/checksum.ts';
import type { LabCluster } from '../../lab/cluster/lab-cluster.ts';
import { seedData } from '../../lab/cluster/seed-data.ts';
import { startLab } from '../../lab/cluster/start-lab.ts';
import { startProduct } from '../../lab/demo/product.ts';
import { releaseTarball } from '../../lab/releases/release-tarball.ts';
import { findTemporal } from '../../lab/toolchain/temporal.ts';
import { trafficOn } from '../../lab/traffic/traffic-process.ts';
import type { TrafficReport } from '../../lab/traffic/traffic.ts';
import { removeFolder } from '../system/remove-folder.ts';

export const from = '5.0.9';
export const to = '6.0-alpha2';

export interface Carried {
  readonly result: UpgradeResult;
  readonly plan: Plan;
  /** Names of nodes that were at work at the same moment, each such set once. */
  readonly atWork: readonly string[];
  /** By data center. */
  readonly traffic: readonly TrafficReport[];
  readonly releases: readonly string[];
  readonly isDataKept: boolean;
}

/**
 * From 5.0.9 up to the door, with traffic at LOCAL_QUORUM in each data center.
 * @param gates where they differ from those of the lab
 * @throws Error when it waits for a person
 */
export async function carryTogether(
  dataCenters: number,
  strategy: NonNullable<SpecInput['strategy']>,
  say: (line: string) => void,
  gates: SpecInput['gates'] = {},
): Promise<Carried> {
  const folder = await mkdtemp(join(tmpdir(), 'ringlift-together-'));
  const tarball = await releaseTarball(to, say);
  const { path: temporal } = await findTemporal(say);
  const lab = await startLab({ folder: join(folder, 'lab'), release: from, nodes: 6, dataCenters, say });
  const product = await startProduct({ folder, temporal, user: 'alice' });
  const connection = await Connection.connect({ address: product.address });
  try {
    await seedData(lab, { rows: 200 });
    const before = await checksum(lab);
    const centers = [...new Set(lab.nodes.map(({ dataCenter }) => dataCenter))];
    const traffic = [];
    // One after the other: the first makes the table.
    for (const dataCenter of centers)
      traffic.push(await trafficOn(lab, { dataCenter, file: join(folder, `${dataCenter}.jsonl`) }));
    const lent = lab.specFor({ target: to, tarball });
    const spec: SpecInput = {
      ...lent,
      gates: { ...lent.gates, ...gates },
      strategy: { canary: { soak: '1s' }, ...strategy },
      repair: { enabled: false },
      cms: { initialize: false },
    };
    const handle = await new Client({ connection }).workflow.start(workflowTypes.cluster, {
      workflowId: clusterWorkflowId(spec.cluster),
      taskQueue: defaultTaskQueue,
      args: [spec],
    });
    const atWork = new Set<string>();
    for (;;) {
      const status = await handle.query<UpgradeStatus>('status');
      if (status.waiting) throw new Error(`it waits for a person: ${JSON.stringify(status.waiting)}`);
      const running = status.nodes.filter(({ state }) => state === 'running').map(({ name }) => name);
      if (running.length > 0) atWork.add(running.join(' '));
      if (status.state === 'done') break;
      await sleep(500);
    }
    const plan = await handle.query<Plan>('plan');
    const result = (await handle.result()) as UpgradeResult;
    const reports = await Promise.all(traffic.map((each) => each.stop()));
    say(`traffic: ${JSON.stringify(reports)}; at work together: ${[...atWork].join(', ')}`);
    return {
      ...{ result, plan, atWork: [...atWork] },
      traffic: reports,
      releases: await releasesOf(lab),
      isDataKept: (await checksum(lab)) === before,
    };
  } finally {
    await connection.close();
    await product.stop();
    await lab.stop();
    await removeFolder(folder);
  }
}

function releasesOf(lab: LabCluster): Promise<string[]> {
  return Promise.all(
    lab.nodes.map(async ({ name }) => parseVersion((await lab.nodetool(name, 'version')).stdout).release),
  );
}

/** Groups of two and more that the plan carries, by name. */
export function groupsOf({ phases, nodes }: Plan): string[] {
  const nameOf = (id: string) => nodes.find(({ node }) => node === id)?.name ?? id;
  return phases
    .flatMap(({ steps }) => steps)
    .flatMap((step) => (step.kind === 'upgradeGroup' ? [step.nodes.map(nameOf).join(' ')] : []));
}
