import { proxyActivities } from '@temporalio/workflow';

const { nothing } = proxyActivities<{ nothing(): Promise<void> }>({ startToCloseTimeout: '10s' });

/** One activity after the other, as an upgrade's steps are. */
export async function manySteps(count: number): Promise<number> {
  for (let step = 0; step < count; step += 1) await nothing();
  return count;
}
