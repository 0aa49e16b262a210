/** A node that is down for ever, by name, through a whole upgrade of simulated nodes. */
import { expect, test } from 'vitest';
import { carry, withSimulation } from './carry.ts';
import { withRinglift } from './with-ringlift.ts';

test('a node that is down for ever by name stays so, and the others go through the door without it', async () => {
  await withSimulation({ nodes: [{}, {}, {}, {}] }, async (simulation) => {
    const gone = simulation.node('n4');
    await gone.killCassandra();
    await gone.setSshd('down');
    const spec = simulation.specFor();
    const { result, asked } = await withRinglift((client) =>
      carry(
        client,
        {
          ...spec,
          strategy: { ...spec.strategy, downNodes: [gone.address] },
          gates: { ...spec.gates, replicasLeft: 'one' },
        },
        async (question) => {
          throw new Error(question);
        },
      ),
    );
    expect(asked).toEqual([]);
    expect(result.state).toBe('done');
    expect(result.nodes.map(({ name, state, release }) => `${name} ${state} ${release}`)).toEqual(
      expect.arrayContaining([
        'n4 down 5.0.9',
        'n1 done 6.0-alpha2',
        'n2 done 6.0-alpha2',
        'n3 done 6.0-alpha2',
      ]),
    );
    const steps = simulation.commands().map(({ step }) => step);
    expect(steps).toContain(`cms initialize --ignore ${gone.address}`);
    const jobs = simulation.commands().filter(({ script }) => script === 'start-job');
    const repairs = jobs.filter(({ args }) => args.includes('repair'));
    expect(repairs).toHaveLength(3);
    expect(repairs.every(({ args }) => args.includes('-force'))).toBe(true);
  });
});
