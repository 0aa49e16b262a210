import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import {
  type UpgradeResult,
  type UpgradeStatus,
  clusterWorkflowId,
  defaultTaskQueue,
  workflowTypes,
} from '../../../knowledge/messages.ts';
import type { SpecInput } from '../../../knowledge/spec/spec.ts';
import type { SimulatedCluster } from '../../../lab/simulation/simulated-cluster.ts';
import { startSimulation } from '../../../lab/simulation/start-simulation.ts';

export interface Run {
  readonly result: UpgradeResult;
  /** What a person was asked, in order. */
  readonly asked: readonly string[];
  /** Gates that were judged at the doors. */
  readonly gatesAtDoors: readonly string[];
}

/** Approves at the door; what a person is asked is given to `mend`, and then retried. */
export async function carry(
  client: Client,
  spec: SpecInput,
  mend: (asked: string) => Promise<void>,
): Promise<Run> {
  const handle = await client.workflow.start(workflowTypes.cluster, {
    workflowId: clusterWorkflowId(spec.cluster),
    taskQueue: defaultTaskQueue,
    args: [spec],
  });
  const asked: string[] = [];
  const gatesAtDoors = new Set<string>();
  const ended = handle.result().then((result) => result as UpgradeResult);
  for (;;) {
    const result = await Promise.race([ended, sleep(200)]);
    if (result) return { result, asked, gatesAtDoors: [...gatesAtDoors] };
    const { waiting } = await handle.query<UpgradeStatus>('status');
    if (waiting?.for === 'person') {
      asked.push(`${waiting.step}: ${waiting.error}: ${waiting.message}`);
      await mend(asked.at(-1) ?? '');
      await handle.executeUpdate('retry', { args: [{ by: 'alice', id: `retry-${asked.length}` }] });
    }
    if (waiting?.for !== 'approval' || waiting.approvals.length > 0) continue;
    for (const { gate } of waiting.verdicts) gatesAtDoors.add(gate);
    const approval = { by: 'alice', id: `alice-${waiting.evidence}`, evidence: waiting.evidence };
    await handle.executeUpdate('approve', { args: [approval] }).catch(() => undefined);
  }
}

export async function withSimulation(
  options: Parameters<typeof startSimulation>[0],
  work: (simulation: SimulatedCluster) => Promise<void>,
): Promise<void> {
  const simulation = await startSimulation(options);
  try {
    await work(simulation);
  } finally {
    await simulation.stop();
  }
}
