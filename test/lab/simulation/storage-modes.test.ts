/** The rolling restarts to later storage modes on simulated hosts, by the real activities and workflows. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { Approval } from '../../../knowledge/messages.ts';
import type { SimulatedCluster } from '../../../lab/simulation/simulated-cluster.ts';
import { startSimulation } from '../../../lab/simulation/start-simulation.ts';
import { type Attendant, attend, withRinglift } from './with-ringlift.ts';

let simulation: SimulatedCluster | null = null;

afterEach(async () => {
  await simulation?.stop();
  simulation = null;
});

const storage = { mode: 'NONE', soak: '1ms' } as const;
const approve: Attendant['atDoor'] = ({ evidence }, say) =>
  // Refused while a gate is shut just now: the next turn asks again.
  say('approve', { id: evidence, evidence } as Partial<Approval>).catch(() => undefined);

function yamlOf({ folder }: SimulatedCluster['nodes'][number], release: string): string {
  return readFileSync(join(folder, 'opt', `apache-cassandra-${release}`, 'conf', 'cassandra.yaml'), 'utf8');
}

test('an upgrade to 6.0 goes on through UPGRADING to NONE, each behind a door of its own, and the ledger tells the cost', async () => {
  const cluster = (simulation = await startSimulation());
  const doors = new Map<string, string>();
  const costs: string[] = [];
  const result = await withRinglift((client) =>
    attend(client, cluster.specFor({ storage, cms: { initialize: false }, repair: { enabled: false } }), {
      onStatus: ({ ledger }) => {
        if (ledger && costs.at(-1) !== ledger.says) costs.push(ledger.says);
      },
      atDoor: (waiting, say) => {
        doors.set(waiting.door, waiting.warning);
        return approve(waiting, say);
      },
    }),
  );
  expect(result).toMatchObject({ state: 'done' });
  expect([...doors.keys()]).toEqual(['storageUpgrading', 'storageNone']);
  expect(doors.get('storageUpgrading')).toContain('ends the way back by a change of binaries');
  expect(doors.get('storageNone')).toContain('can be taken back');
  for (const node of cluster.nodes) {
    expect(node.state()).toMatchObject({ installed: '6.0-alpha2', mode: 'NORMAL', serving: true });
    expect(node.events.filter(({ what }) => what === 'serving')).toHaveLength(4);
    const yaml = yamlOf(node, '6.0-alpha2');
    expect(yaml.match(/^storage_compatibility_mode: .*$/gm)).toEqual(['storage_compatibility_mode: NONE']);
    expect(yaml).toContain('# Ringlift: the mode since a rolling restart');
    const steps = (await node.journal()).filter(({ event }) => event === 'end').map(({ step }) => step);
    expect(steps.filter((step) => step === 'changeConfiguration')).toHaveLength(2);
    expect(steps.filter((step) => step === 'keepConfiguration')).toHaveLength(2);
  }
  expect(costs).toContain('change of binaries with system_schema put back on 3 nodes; nothing is lost');
  expect(costs.at(-1)).toContain('the restore point of 3 nodes put back');
});
