/** The real activities and workflows on simulated hosts: the whole chain from 3.11 to 6.0 by one start. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { UpgradeStatus } from '../../../knowledge/messages.ts';
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

const between = ['4.0.7', '4.1.10', '5.0.9'];
const stops = ['3.11.11', ...between, '6.0-alpha2'];

async function through({ folder }: SimulatedCluster): Promise<Partial<SpecInput>> {
  const via = between.map(async (release) => {
    const { tarball, sha256 } = await simulatedRelease(release);
    const file = join(folder, `apache-cassandra-${release}-bin.tar.gz`);
    writeFileSync(file, tarball);
    return { release, file, sha256 };
  });
  return {
    via: await Promise.all(via),
    nodetool: { limit: '1m', changeLimit: '1m' },
    // Four times the way of the other tests, on a computer that may have other work.
    gates: { patience: '1m', lookEvery: '300ms', startLimit: '2m', maxClockSkew: '5s', latencyFloor: '5s' },
  };
}

test('one start carries three nodes from 3.11.11 over 4.0.7, 4.1.10 and 5.0.9 to 6.0-alpha2', async () => {
  const cluster = (simulation = await startSimulation({ release: '3.11.11' }));
  const spec = cluster.specFor(await through(cluster));
  const hops = new Set<string>();
  const gates = new Set<string>();
  const result = await withRinglift((client) =>
    attend(client, spec, {
      onStatus: ({ hop, to, verdicts }: UpgradeStatus) => {
        if (hop) hops.add(`${hop.number} of ${hop.of} to ${to}`);
        for (const { gate } of verdicts) gates.add(gate);
      },
      atDoor: ({ evidence }, say) => say('approve', { id: evidence, evidence } as never),
    }),
  );
  expect(result).toMatchObject({ state: 'done', to: '6.0-alpha2', hop: { number: 4, of: 4 } });
  expect([...hops]).toEqual(stops.slice(1).map((to, index) => `${index + 1} of 4 to ${to}`));
  expect([...gates]).toEqual(expect.arrayContaining(['schemaFitsTarget', 'thriftOff']));
  for (const node of cluster.nodes) {
    expect(node.state()).toMatchObject({ installed: '6.0-alpha2', mode: 'NORMAL', serving: true });
    const served = node.events.filter(({ what }) => what === 'serving').map(({ release }) => release);
    expect(served).toEqual(stops);
    const tags = new Set((await node.journal()).map(({ tag }) => tag));
    expect([...tags]).toEqual(stops.slice(1).map((to) => `ringlift-sim-to-${to}`));
  }
});
