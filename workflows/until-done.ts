import { isCancellation } from '@temporalio/workflow';
import { reportOf } from './failure.ts';
import type { Upgrade } from './upgrade.ts';

/** A person ended the upgrade. */
export class Aborted extends Error {}

/** A piece of the walk: a step of the plan, or the planning itself. */
export interface Work {
  readonly title: string;
  readonly node: string | null;
  /** Leaving it out harms nothing that can't be done later. */
  readonly skippable: boolean;
  do(): Promise<void>;
  /** A person left it out. */
  leaveOut(): void;
}

/** Does it, and when it fails asks a person, until it is done or left out. Planning again is what a retry does. */
export async function untilDone({ desk, record }: Upgrade, work: Work): Promise<void> {
  const { title: step, node, skippable } = work;
  for (;;) {
    if (!(await desk.mayGoOn())) throw new Aborted();
    record.set({ step });
    try {
      return await work.do();
    } catch (error) {
      if (isCancellation(error) || error instanceof Aborted) throw error;
      const decision = await desk.ask({ ...reportOf(error), step, node, skippable });
      if (decision === 'abort') throw new Aborted();
      if (decision === 'skip') {
        work.leaveOut();
        record.tell(`left out: ${step}`);
        return;
      }
    }
  }
}
