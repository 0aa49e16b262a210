/** The one-way door by the real activities and scripts, with Cassandra killed in the midst of both of its commands. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkflowHandle } from '@temporalio/client';
import { expect, test } from 'vitest';
import {
  type UpgradeResult,
  type UpgradeStatus,
  clusterWorkflowId,
  defaultTaskQueue,
  workflowTypes,
} from '../../../knowledge/messages.ts';
import type { SimulatedCluster } from '../../../lab/simulation/simulated-cluster.ts';
import { startSimulation } from '../../../lab/simulation/start-simulation.ts';
import { withRinglift } from './with-ringlift.ts';

/** Kills the node's Cassandra shortly after the first command of this step was begun there. */
function killDuring(simulation: SimulatedCluster, step: string): void {
  const end = simulation.onCommand({
    begun: async (command) => {
      if (command.step !== step) return;
      end();
      const node = simulation.node(command.node);
      // Within the work that the command asks for, then back as by a watchdog.
      void sleep(1_500)
        .then(() => node.killCassandra())
        .then(() => node.startCassandra());
    },
  });
}

async function until(
  handle: WorkflowHandle,
  what: (status: UpgradeStatus) => boolean,
): Promise<UpgradeStatus> {
  for (;;) {
    const status = await handle.query<UpgradeStatus>('status');
    if (what(status)) return status;
    await sleep(200);
  }
}

const atDoor = ({ waiting }: UpgradeStatus) => waiting?.for === 'approval';
const forPerson = ({ waiting }: UpgradeStatus) => waiting?.for === 'person';
const remedyIn = ({ waiting }: UpgradeStatus) =>
  waiting?.verdicts.flatMap((verdict) => (verdict.open ? [] : [verdict.remedy])).join(' ') ?? '';
const halfDone = (status: UpgradeStatus) =>
  atDoor(status) && remedyIn(status).includes('ringlift abort-initialization');

test('half an initialization is found, aborted by a person, done again, and a broken-off reconfiguration is resumed', async () => {
  const simulation = await startSimulation({ takes: { initializeCms: 4_000, addCmsMember: 4_000 } });
  try {
    await withRinglift(async (client) => {
      const spec = simulation.specFor();
      const handle = await client.workflow.start(workflowTypes.cluster, {
        workflowId: clusterWorkflowId(spec.cluster),
        taskQueue: defaultTaskQueue,
        args: [spec],
      });
      const say = (name: string, payload: object) =>
        handle.executeUpdate(name, { args: [{ by: 'alice', ...payload }] });
      const approve = async (status: UpgradeStatus) =>
        say('approve', { evidence: status.waiting?.for === 'approval' ? status.waiting.evidence : '' });

      killDuring(simulation, 'cms initialize');
      await approve(await until(handle, atDoor));
      const parked = await until(handle, forPerson);
      expect(parked.waiting).toMatchObject({ error: expect.stringMatching(/^Cms(Refused|Unsettled)$/) });
      await until(handle, () => simulation.nodes.every((node) => node.state().serving));
      await say('retry', {});

      const half = await until(handle, halfDone);
      const initiator = /--initiator (\S+)/.exec(remedyIn(half))?.[1] ?? '';
      expect(simulation.nodes.map(({ address }) => address)).toContain(initiator);
      await expect(approve(half)).rejects.toThrow();
      await say('abortInitialization', { initiator, reason: 'its process was killed' });

      killDuring(simulation, 'reconfigureCms');
      const again = await until(
        handle,
        (status) => atDoor(status) && status.waiting?.verdicts.every(({ open }) => open) === true,
      );
      expect(again.waiting).toMatchObject({ approvals: [] });
      await approve(again);
      const result = (await handle.result()) as UpgradeResult;
      expect(result).toMatchObject({ state: 'done', approvals: [{ by: 'alice' }, { by: 'alice' }] });
    });
    const changes = simulation
      .commands()
      .filter(({ step }) => /^cms |^reconfigureCms$/.test(step ?? ''))
      .map(({ step, args }) => (step === 'reconfigureCms' ? args.slice(-2).join(' ') : step));
    const [first, abort, second, ...reconfigured] = changes;
    expect([first, second]).toEqual(['cms initialize', 'cms initialize']);
    expect(abort).toMatch(/^cms abortinitialization --initiator /);
    expect(reconfigured.slice(0, 2)).toEqual(['reconfigure 3', 'reconfigure --resume']);
  } finally {
    await simulation.stop();
  }
});
