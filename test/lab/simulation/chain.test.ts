/** The real activities and workflows on simulated hosts, over two hops by one start. */
import { readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import {
  type Approval,
  type UpgradeStatus,
  clusterWorkflowId,
  defaultTaskQueue,
  nodeWorkflowId,
  workflowTypes,
} from '../../../knowledge/messages.ts';
import type { SpecInput } from '../../../knowledge/spec/spec.ts';
import { simulatedRelease } from '../../../lab/simulation/release/simulated-release.ts';
import type { SimulatedCluster } from '../../../lab/simulation/simulated-cluster.ts';
import { startSimulation } from '../../../lab/simulation/start-simulation.ts';
import { attend, withRinglift } from './with-ringlift.ts';

let simulation: SimulatedCluster | null = null;

afterEach(async () => {
  await simulation?.stop();
  simulation = null;
});

async function stopAt(release: string, { folder }: SimulatedCluster) {
  const { tarball, sha256 } = await simulatedRelease(release);
  const file = join(folder, `apache-cassandra-${release}-bin.tar.gz`);
  writeFileSync(file, tarball);
  return { release, file, sha256 };
}

async function overFive(cluster: SimulatedCluster): Promise<Partial<SpecInput>> {
  return {
    via: [await stopAt('5.0.9', cluster)],
    cms: { initialize: false },
    // Twice the way of the other tests, on a computer that may have other work.
    nodetool: { limit: '1m', changeLimit: '1m' },
    gates: { patience: '1m', lookEvery: '300ms', startLimit: '2m', maxClockSkew: '5s', latencyFloor: '5s' },
  };
}

/** As a node has it whose sstables nobody rewrote after its last upgrade. */
function makeOlder(folder: string): number {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const [data] = files.filter((name) => /nb-\d+-big-Data\.db$/.test(name) && !name.includes('snapshots'));
  const stem = data?.replace(/-Data\.db$/, '-') ?? 'none';
  const own = files.filter((name) => name.startsWith(stem));
  for (const name of own) renameSync(join(folder, name), join(folder, name.replace(/nb-(\d+-big)/, 'me-$1')));
  return own.length;
}

test('one start carries three nodes from 4.1.10 over 5.0.9 to 6.0-alpha2, what was older rewritten first', async () => {
  const cluster = (simulation = await startSimulation({ release: '4.1.10' }));
  const old = cluster.node('n2');
  expect(makeOlder(join(old.folder, 'data'))).toBeGreaterThan(0);
  const more = await overFive(cluster);
  const hops = new Set<string>();
  const seen: UpgradeStatus['ledger'][] = [];
  const result = await withRinglift((client) =>
    attend(client, cluster.specFor(more), {
      onStatus: ({ hop, to, ledger }) => {
        if (hop) hops.add(`${hop.number} of ${hop.of} to ${to}`);
        if (ledger?.hop) seen.push(ledger);
      },
      atDoor: () => Promise.reject(new Error('there is no door in this chain')),
    }),
  );
  expect(result).toMatchObject({ state: 'done', to: '6.0-alpha2', hop: { number: 2, of: 2 } });
  expect([...hops]).toEqual(['1 of 2 to 5.0.9', '2 of 2 to 6.0-alpha2']);
  expect(seen.some((ledger) => ledger?.hop?.number === 1)).toBe(true);
  for (const node of cluster.nodes) {
    expect(node.state()).toMatchObject({ installed: '6.0-alpha2', mode: 'NORMAL', serving: true });
    expect(node.events.filter(({ what }) => what === 'serving').map(({ release }) => release)).toEqual([
      ...['4.1.10', '5.0.9', '6.0-alpha2'],
    ]);
    const tags = new Set((await node.journal()).map(({ tag }) => tag));
    expect([...tags]).toEqual(['ringlift-sim-to-5.0.9', 'ringlift-sim-to-6.0-alpha2']);
  }
  const rewritten = (await old.journal()).filter(({ step }) => step === 'rewriteLeftovers');
  const [begun] = (await old.journal()).filter(({ step }) => step === 'takeSnapshot');
  expect(rewritten.length).toBeGreaterThan(0);
  expect(Date.parse(rewritten[0]?.at ?? '')).toBeLessThanOrEqual(Date.parse(begun?.at ?? ''));
  expect((await cluster.node('n1').journal()).some(({ step }) => step === 'rewriteLeftovers')).toBe(false);
});

test('a rollback in the second hop goes back to the stop between, and no further', async () => {
  const cluster = (simulation = await startSimulation({ release: '4.1.10', nodes: [{}, {}] }));
  const canary = { soak: '1ms', approval: true };
  const more = { ...(await overFive(cluster)), strategy: { canary } };
  const doors: string[] = [];
  const result = await withRinglift((client) =>
    attend(client, cluster.specFor(more), {
      atDoor: ({ evidence }, say) => {
        doors.push(evidence);
        if (doors.length === 1) {
          const approval: Partial<Approval> = { id: evidence, evidence };
          return say('approve', approval);
        }
        return say('rollback', { id: 'back', reason: 'the canary of the second hop is slow' });
      },
    }),
  );
  expect(result).toMatchObject({ state: 'rolledBack' });
  expect(doors).toHaveLength(2);
  for (const node of cluster.nodes)
    expect(node.state()).toMatchObject({ installed: '5.0.9', mode: 'NORMAL', serving: true });
  const served = cluster.nodes.map(({ events }) =>
    events.filter(({ what }) => what === 'serving').map(({ release }) => release),
  );
  expect(served.toSorted((one, other) => one.length - other.length)).toEqual([
    ['4.1.10', '5.0.9'],
    ['4.1.10', '5.0.9', '6.0-alpha2', '5.0.9'],
  ]);
});

test('ended the hard way in its second hop, a node switched and stopped, a new start goes on from there', async () => {
  const cluster = (simulation = await startSimulation({ release: '4.1.10', nodes: [{}, {}] }));
  const spec = cluster.specFor(await overFive(cluster));
  let isEnded = false;
  const result = await withRinglift(async (client) => {
    const first = await client.workflow.start(workflowTypes.cluster, {
      workflowId: clusterWorkflowId(spec.cluster),
      taskQueue: defaultTaskQueue,
      args: [spec],
    });
    const forget = cluster.onCommand({
      after: async ({ script, node, entry }) => {
        if (isEnded || script !== 'switch-release' || !entry?.tag.endsWith('to-6.0-alpha2')) return;
        isEnded = true;
        // Whichever run it is by now.
        await client.workflow.getHandle(first.workflowId).terminate('a test');
        await client.workflow
          .getHandle(nodeWorkflowId(spec.cluster, cluster.node(node).address))
          .terminate('a test');
      },
    });
    await first.result().catch(() => undefined);
    forget();
    expect(isEnded).toBe(true);
    return attend(client, spec, {
      atDoor: () => Promise.reject(new Error('there is no door in this chain')),
    });
  });
  expect(result).toMatchObject({ state: 'done', to: '6.0-alpha2', hop: { number: 2, of: 2 } });
  for (const node of cluster.nodes) {
    expect(node.events.filter(({ what }) => what === 'serving').map(({ release }) => release)).toEqual([
      ...['4.1.10', '5.0.9', '6.0-alpha2'],
    ]);
  }
});
