/** The real activities and workflows on simulated hosts, from the file to the end. */
import { afterEach, expect, test } from 'vitest';
import type { Approval, RollbackCommand } from '../../../knowledge/messages.ts';
import type { SimulatedCluster } from '../../../lab/simulation/simulated-cluster.ts';
import { startSimulation } from '../../../lab/simulation/start-simulation.ts';
import { attend, withRinglift } from './with-ringlift.ts';

let simulation: SimulatedCluster | null = null;

afterEach(async () => {
  await simulation?.stop();
  simulation = null;
});

const there = ['started 5.0.9', 'serving 5.0.9', 'drained 5.0.9', 'stopped 5.0.9'];
const upgraded = [...there, 'started 6.0-alpha2', 'serving 6.0-alpha2'];
const andBack = ['drained 6.0-alpha2', 'stopped 6.0-alpha2', 'started 5.0.9', 'serving 5.0.9'];

function whatBecameOf({ nodes }: SimulatedCluster): string[][] {
  return nodes.map(({ events }) => events.map(({ what, release }) => `${what} ${release}`));
}

/** The words that a refusal asks to be repeated. */
function consentIn(error: unknown): string {
  const { cause } = error as { readonly cause?: Error };
  const words = /^this would be lost: (.*?) Who accepts that repeats it/s.exec(cause?.message ?? '')?.[1];
  if (words === undefined) throw error;
  return words;
}

test('three simulated nodes are carried from 5.0.9 to 6.0-alpha2, through the door', async () => {
  const cluster = (simulation = await startSimulation());
  const costs = new Set<string>();
  const result = await withRinglift((client) =>
    attend(client, cluster.specFor(), {
      onStatus: ({ ledger }) => ledger && costs.add(ledger.says),
      atDoor: ({ evidence }, say) => {
        const approval: Partial<Approval> = { id: evidence, evidence };
        // Refused while a gate is shut just now: the next turn asks again.
        return say('approve', approval).catch((error: unknown) => console.error(error));
      },
    }),
  );
  expect(result).toMatchObject({ state: 'done' });
  expect(whatBecameOf(cluster)).toEqual([upgraded, upgraded, upgraded]);
  for (const node of cluster.nodes) {
    expect(node.state()).toMatchObject({ installed: '6.0-alpha2', mode: 'NORMAL', serving: true });
    const ended = (await node.journal()).filter(({ event }) => event === 'end').map(({ step }) => step);
    expect(ended).toEqual(expect.arrayContaining(['takeSnapshot', 'makeRestorePoint', 'switchRelease']));
  }
  const back = (count: string) =>
    `change of binaries with system_schema put back on ${count}; nothing is lost`;
  expect([...costs].slice(0, 4)).toEqual([
    'nothing: no node was upgraded',
    ...['1 node', '2 nodes', '3 nodes'].map(back),
  ]);
  const asked = cluster.commands().map(({ step }) => step);
  expect(asked.filter((step) => step?.startsWith('cms initialize'))).toHaveLength(1);
  expect(asked).toContain('reconfigureCms');
});

test.each([
  ['CASSANDRA_4', 'without a word of consent'],
  ['NONE', 'with the consent that repeats what is lost'],
])('from before the door all three go back to 5.0.9 that ran in %s, %s', async (storageMode) => {
  const cluster = (simulation = await startSimulation({ storageMode }));
  let consents = 0;
  const result = await withRinglift((client) =>
    attend(client, cluster.specFor(), {
      atDoor: async (_waiting, say) => {
        const back: Partial<RollbackCommand> = { reason: 'a test' };
        await say('rollback', { ...back, id: 'back' }).catch((error: unknown) => {
          consents += 1;
          const consented: Partial<RollbackCommand> = { ...back, id: 'again', consent: consentIn(error) };
          return say('rollback', consented);
        });
      },
    }),
  );
  expect(result).toMatchObject({ state: 'rolledBack' });
  expect(consents).toBe(storageMode === 'NONE' ? 1 : 0);
  expect(whatBecameOf(cluster)).toEqual(Array.from({ length: 3 }, () => [...upgraded, ...andBack]));
  for (const node of cluster.nodes)
    expect(node.state()).toMatchObject({ installed: '5.0.9', mode: 'NORMAL', serving: true });
});
