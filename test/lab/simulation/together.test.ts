/** Several nodes at a time on simulated hosts, from the file to the end, judged by the simulation itself. */
import { expect, test } from 'vitest';
import type { SpecInput } from '../../../knowledge/spec/spec.ts';
import type { SimulatedCluster } from '../../../lab/simulation/simulated-cluster.ts';
import type { SimulatedPlace } from '../../../lab/simulation/simulation-options.ts';
import { togetherOf } from '../../faults/together.ts';
import { carry, withSimulation } from './carry.ts';
import { withRinglift } from './with-ringlift.ts';

interface Down {
  readonly at: number;
  readonly names: readonly string[];
}

/** Who does not serve, whenever that changes, by the processes' own events. */
function downOverTime({ nodes }: SimulatedCluster): Down[] {
  const begun = Math.max(
    ...nodes.map(({ events }) => events.find(({ what }) => what === 'serving')?.at ?? 0),
  );
  const moments = nodes.flatMap(({ events }) => events.map(({ at }) => at)).filter((at) => at > begun);
  return moments
    .toSorted((one, other) => one - other)
    .map((at) => ({
      at,
      names: nodes
        .filter(({ events }) => {
          const last = events.findLast((event) => event.at <= at);
          return last?.what !== 'serving';
        })
        .map(({ name }) => name),
    }));
}

async function carried(
  places: readonly SimulatedPlace[],
  strategy: NonNullable<SpecInput['strategy']>,
  judge: (down: readonly Down[], simulation: SimulatedCluster) => void,
): Promise<void> {
  const options = { nodes: places };
  await withSimulation(options, async (simulation) => {
    const spec = simulation.specFor({ repair: { enabled: false }, cms: { initialize: false } });
    const whole = { ...spec, strategy: { canary: { soak: '1ms' }, ...strategy } };
    const { result, asked } = await withRinglift((client) =>
      carry(client, whole, async (question) => {
        throw new Error(question);
      }),
    );
    expect(asked).toEqual([]);
    expect(result.state).toBe('done');
    for (const node of simulation.nodes)
      expect(node.state()).toMatchObject({ installed: '6.0-alpha2', mode: 'NORMAL', serving: true });
    judge(downOverTime(simulation), simulation);
  });
}

const breaches = (down: readonly Down[], places: readonly SimulatedPlace[]) =>
  down.flatMap(({ names }) => togetherOf(places).breach(names) ?? []);

test('six nodes in three racks go a rack at a time, and no range ever has less than a quorum', async () => {
  const places = Array.from({ length: 6 }, (_, index) => ({ rack: `rack${1 + (index % 3)}` }));
  await carried(places, { atOnce: 'rack', consistency: 'LOCAL_QUORUM' }, (down) => {
    expect(breaches(down, places)).toEqual([]);
    const together = new Set(down.filter(({ names }) => names.length > 1).map(({ names }) => names.join()));
    expect([...together].toSorted()).toEqual(['n2,n5', 'n3,n6']);
  });
});

test('two data centers of three nodes go side by side, one node of each at a time', async () => {
  const places = Array.from({ length: 6 }, (_, index) => ({
    dataCenter: `dc${1 + (index % 2)}`,
    rack: `rack${1 + Math.floor(index / 2)}`,
  }));
  const strategy = { consistency: 'LOCAL_QUORUM', dataCenters: { inParallel: true } } as const;
  await carried(places, strategy, (down) => {
    expect(breaches(down, places)).toEqual([]);
    const pairs = down.filter(({ names }) => names.length > 1);
    expect(pairs.length).toBeGreaterThan(0);
    for (const { names } of pairs) {
      expect(names).toHaveLength(2);
      // Odd numbers are in dc1, even ones in dc2.
      expect(new Set(names.map((name) => Number(name.slice(1)) % 2)).size).toBe(2);
    }
  });
});
