/** A worker and its Temporal server that are killed in the midst of things, on real nodes. */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type UpgradeResult,
  clusterWorkflowId,
  defaultTaskQueue,
  workflowTypes,
} from '../../knowledge/messages.ts';
import { parseVersion } from '../../knowledge/nodetool/version.ts';
import type { SpecInput } from '../../knowledge/spec/spec.ts';
import { checksum } from '../../lab/cluster/checksum.ts';
import type { LabCluster } from '../../lab/cluster/lab-cluster.ts';
import { seedData } from '../../lab/cluster/seed-data.ts';
import { startLab } from '../../lab/cluster/start-lab.ts';
import { type Product, startProduct } from '../../lab/demo/product.ts';
import { releaseTarball } from '../../lab/releases/release-tarball.ts';
import { findTemporal } from '../../lab/toolchain/temporal.ts';
import { trafficOn } from '../../lab/traffic/traffic-process.ts';
import { type JournalEntry, journalOf, timeOf } from './journal.ts';
import { removeFolder } from './remove-folder.ts';

const target = '6.0-alpha2';
/** Which step of which node was begun when all is killed; the nodes in the order of the roll. */
const kills = [
  { node: 'cass-02', step: 'drainNode' },
  { node: 'cass-01', step: 'makeRestorePoint' },
  { node: 'cass-03', step: 'startNode' },
] as const;
const changes: readonly string[] = [
  ...['takeSnapshot', 'lockHost', 'unpackRelease', 'prepareConfiguration', 'drainNode', 'stopNode'],
  ...['makeRestorePoint', 'switchRelease', 'startNode', 'unlockHost'],
];
/** A loaded computer's. */
const limitMillis = 60 * 60_000;
const say = (line: string) => console.log(line);

let folder: string;
let lab: LabCluster;
let spec: SpecInput;
let start: () => Promise<Product>;
let product: Product;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ringlift-killed-'));
  const tarball = await releaseTarball(target, say);
  const { path } = await findTemporal(say);
  lab = await startLab({ folder: join(folder, 'lab'), release: '5.0.9', nodes: 3, say });
  await seedData(lab, { rows: 200 });
  spec = {
    ...lab.specFor({ target, tarball }),
    strategy: { canary: { soak: '1s' }, order: kills.map(({ node }) => node) },
    // The nodes themselves are what this is about.
    repair: { enabled: false },
    cms: { initialize: false },
  };
  start = () => startProduct({ folder, temporal: path, user: 'alice' });
  product = await start();
});

afterAll(async () => {
  await product?.stop();
  await lab?.stop();
  await removeFolder(folder);
});

test(
  'killed in the midst of a drain, of a restore point and of a start, it goes on by itself and ends well',
  async () => {
    const before = await checksum(lab);
    const traffic = await trafficOn(lab);
    await onTemporal((client) =>
      client.workflow.start(workflowTypes.cluster, {
        workflowId: clusterWorkflowId(spec.cluster),
        taskQueue: defaultTaskQueue,
        args: [spec],
      }),
    );
    for (const { node, step } of kills) {
      await untilBegun(node, step);
      process.kill(product.pid, 'SIGKILL');
      say(`killed while ${node} was at ${step}`);
      product = await start();
    }
    const result = await onTemporal((client) =>
      client.workflow.getHandle(clusterWorkflowId(spec.cluster)).result(),
    );
    expect((result as UpgradeResult).state).toBe('done');
    expect(await traffic.stop()).toMatchObject({ failed: 0, lost: [] });

    const spans = [];
    for (const { node } of kills) {
      expect(parseVersion((await lab.nodetool(node, 'version')).stdout).release).toBe(target);
      const journal = await journalOf(lab, node, spec);
      expect(firstEnds(journal)).toEqual(changes);
      spans.push({
        since: timeOf(journal, 'drainNode', 'begin'),
        until: timeOf(journal, 'unlockHost', 'end'),
      });
    }
    // Never two at a time, whoever was killed.
    for (const [index, { until }] of spans.entries()) {
      const next = spans[index + 1];
      if (next) expect(until).toBeLessThan(next.since);
    }
    expect(await checksum(lab)).toBe(before);
  },
  limitMillis,
);

/** Waits until the node's own journal has it. */
async function untilBegun(node: string, step: string): Promise<void> {
  const begun = ({ step: each, event }: JournalEntry) => each === step && event === 'begin';
  while (!(await journalOf(lab, node, spec)).some(begun))
    await new Promise((resolve) => setTimeout(resolve, 50));
}

/** The changes of a node in the order in which each came to its first end. */
function firstEnds(journal: readonly JournalEntry[]): string[] {
  const ends = journal.filter(({ event, step }) => event === 'end' && changes.includes(step));
  return [...new Set(ends.map(({ step }) => step))];
}

/** The server's address is another one after each start. */
async function onTemporal<T>(work: (client: Client) => Promise<T>): Promise<T> {
  const connection = await Connection.connect({ address: product.address });
  try {
    return await work(new Client({ connection }));
  } finally {
    await connection.close();
  }
}
