/** Gates on service, with the real activities and workflows on simulated hosts. */
import { afterEach, expect, test } from 'vitest';
import type { Approval } from '../../../knowledge/messages.ts';
import type { SimulatedCluster } from '../../../lab/simulation/simulated-cluster.ts';
import { startSimulation } from '../../../lab/simulation/start-simulation.ts';
import { attend, withRinglift } from './with-ringlift.ts';

let simulation: SimulatedCluster | null = null;

afterEach(async () => {
  await simulation?.stop();
  simulation = null;
});

test('an upgrade that judges service keeps what every node was like, and compares at the end', async () => {
  const cluster = (simulation = await startSimulation());
  const spec = cluster.specFor();
  const gates = { ...spec.gates, service: { window: '1s', baselineWindow: '1s' } };
  const judged = new Set<string>();
  const result = await withRinglift((client) =>
    attend(
      client,
      { ...spec, gates },
      {
        onStatus: ({ verdicts }) => verdicts.forEach(({ gate }) => judged.add(gate)),
        atDoor: ({ evidence }, say) => {
          const approval: Partial<Approval> = { id: evidence, evidence };
          return say('approve', approval).catch((error: unknown) => console.error(error));
        },
      },
    ),
  );
  expect(result).toMatchObject({ state: 'done' });
  expect(result.plan?.phases.map(({ name }) => name)).toEqual(expect.arrayContaining(['measure', 'compare']));
  expect([...judged]).toEqual(
    expect.arrayContaining([
      'serviceMeasured',
      'serviceLatency',
      'clientErrors',
      'droppedMessages',
      'gcPauses',
    ]),
  );
  for (const node of cluster.nodes) {
    const steps = (await node.journal()).filter(({ event }) => event === 'end').map(({ step }) => step);
    expect(steps.filter((step) => step === 'measureService')).toHaveLength(1);
  }
});
