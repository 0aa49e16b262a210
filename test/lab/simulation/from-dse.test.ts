/** The real activities and workflows on simulated hosts that play DSE: no more is known of it than docs/operations.md says. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import {
  type Preview,
  type UpgradeStatus,
  clusterWorkflowId,
  defaultTaskQueue,
  nodeWorkflowId,
  previewWorkflowId,
  workflowTypes,
} from '../../../knowledge/messages.ts';
import type { SpecInput } from '../../../knowledge/spec/spec.ts';
import { simulatedRelease } from '../../../lab/simulation/release/simulated-release.ts';
import type { SimulatedCluster } from '../../../lab/simulation/simulated-cluster.ts';
import { startSimulation } from '../../../lab/simulation/start-simulation.ts';
import { carry } from './carry.ts';
import { attend, withRinglift } from './with-ringlift.ts';

let simulation: SimulatedCluster | null = null;

afterEach(async () => {
  await simulation?.stop();
  simulation = null;
});

async function stopAt(release: string, { folder }: SimulatedCluster) {
  const { tarball, sha256 } = await simulatedRelease(release);
  const file = join(folder, `${release}-bin.tar.gz`);
  writeFileSync(file, tarball);
  return { release, file, sha256 };
}

const patient: Partial<SpecInput> = {
  nodetool: { limit: '1m', changeLimit: '1m' },
  gates: { patience: '1m', lookEvery: '300ms', startLimit: '2m', maxClockSkew: '5s', latencyFloor: '5s' },
};

test('one start carries three nodes from DSE 5.0.14 over 5.1.4 to Apache 3.11.19', async () => {
  const cluster = (simulation = await startSimulation({ release: 'dse-5.0.14', target: '3.11.19' }));
  const spec = cluster.specFor({
    ...patient,
    via: [await stopAt('dse-5.1.4', cluster)],
    dse: { systemTables: 'rejoin' },
  });
  const hops = new Set<string>();
  const gates = new Set<string>();
  const result = await withRinglift((client) =>
    attend(client, spec, {
      onStatus: ({ hop, to, verdicts }: UpgradeStatus) => {
        if (hop) hops.add(`${hop.number} of ${hop.of} to ${to}`);
        for (const { gate } of verdicts) gates.add(gate);
      },
      atDoor: () => Promise.reject(new Error('there is no door in this chain')),
    }),
  );
  expect(result).toMatchObject({ state: 'done', to: '3.11.19', hop: { number: 2, of: 2 } });
  expect([...hops]).toEqual(['1 of 2 to dse-5.1.4', '2 of 2 to 3.11.19']);
  expect([...gates]).toContain('readyToLeaveDse');
  for (const node of cluster.nodes) {
    expect(node.state()).toMatchObject({ installed: '3.11.19', mode: 'NORMAL', serving: true });
    expect(node.events.filter(({ what }) => what === 'serving').map(({ release }) => release)).toEqual([
      ...['dse-5.0.14', 'dse-5.1.4', '3.11.19'],
    ]);
    const journal = await node.journal();
    const stepsOf = (tag: string) => journal.filter((line) => line.tag === tag).map(({ step }) => step);
    expect(stepsOf('ringlift-sim-to-dse-5.1.4')).not.toContain('replaceSystemTables');
    expect(stepsOf('ringlift-sim-to-3.11.19')).toEqual(
      expect.arrayContaining([
        'keepIdentity',
        'makeRestorePoint',
        'replaceSystemTables',
        'settleSystemTables',
      ]),
    );
    // What was only for the first start is gone from its configuration again.
    const conf = (name: string) => readFileSync(join(node.folder, 'etc', 'cassandra', name), 'utf8');
    expect(conf('cassandra.yaml')).not.toContain('auto_bootstrap');
    expect(conf('jvm.options')).not.toContain('allow_unsafe_join');
  }
});

test('a node that was left serving before it was compared with what it owned is not done for a new start', async () => {
  const cluster = (simulation = await startSimulation({ release: 'dse-5.1.4', target: '3.11.19' }));
  const spec = cluster.specFor({ ...patient, dse: { systemTables: 'rejoin' } });
  let reach: (name: string) => void = () => undefined;
  let end: () => void = () => undefined;
  const reached = new Promise<string>((resolve) => (reach = resolve));
  const ended = new Promise<void>((resolve) => (end = resolve));
  const forget = cluster.onCommand({
    before: async ({ script, node }) => {
      if (script !== 'settle-rejoin') return;
      reach(node);
      await ended;
      return 'cut';
    },
  });
  await withRinglift(async (client) => {
    const options = { taskQueue: defaultTaskQueue, args: [spec] };
    const first = await client.workflow.start(workflowTypes.cluster, {
      ...options,
      workflowId: clusterWorkflowId(spec.cluster),
    });
    const node = cluster.node(await reached);
    await first.terminate('the machine of Temporal was rebuilt');
    await client.workflow.getHandle(nodeWorkflowId(spec.cluster, node.address)).terminate('likewise');
    end();
    forget();
    const state = (...names: string[]) => join(node.folder, 'state', spec.cluster, ...names);
    const tag = `ringlift-${spec.cluster}-to-3.11.19`;
    expect(readFileSync(state('unsettled'), 'utf8')).toBe(`${tag}\n`);
    expect(node.state()).toMatchObject({ installed: '3.11.19', serving: true });

    const { plan } = (await client.workflow.execute(workflowTypes.preview, {
      ...options,
      workflowId: previewWorkflowId(spec.cluster),
    })) as Preview;
    expect(plan.inHand).toEqual([node.address]);

    // Had it come up with other tokens, nobody would have seen it but this step.
    const kept = state(tag, 'system-tables.json');
    const own = readFileSync(kept, 'utf8');
    const { tokens, ...rest } = JSON.parse(own) as { readonly tokens: readonly string[] };
    writeFileSync(kept, JSON.stringify({ ...rest, tokens: ['42', ...tokens.slice(1)] }));
    const { result, asked } = await carry(client, spec, async () => writeFileSync(kept, own));
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatch(/PreconditionChanged.*it serves as another node than it was/);
    expect(result).toMatchObject({ state: 'done', to: '3.11.19' });
  });
  for (const { folder } of cluster.nodes)
    expect(existsSync(join(folder, 'state', spec.cluster, 'unsettled'))).toBe(false);
});
