import { RingliftError, dispositionOf } from '../../knowledge/errors.ts';
import type { Ledger } from '../../knowledge/ledger.ts';
import { smallLedger } from '../../knowledge/reversibility/small-ledger.ts';
import type { NodeTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import { allPlannedSettings } from './host-of.ts';
import { lookAtNodes } from './look-at-cluster.ts';
import { lookAtLedger } from './look-at-ledger.ts';

type Work<Output> = (context: ActivityContext, task: NodeTask) => Promise<Output>;

/**
 * A step after which a node may be on the new release. When it fails for a person to decide, its error tells what going
 * back costs at that moment: one of the answers is to roll the node back, and the last look was before its switch.
 */
export function tellingWayBack<Output>(work: Work<Output>): Work<Output> {
  return async (context, task) => {
    try {
      return await work(context, task);
    } catch (error) {
      if (error instanceof RingliftError && dispositionOf[error.name] !== 'retry') {
        const ledger = await ledgerNow(context, task);
        if (ledger) Object.assign(error, { ledger });
      }
      throw error;
    }
  };
}

/** Null where it can't be had: what failed is the news, not this. */
async function ledgerNow(context: ActivityContext, task: NodeTask): Promise<Ledger | null> {
  try {
    const views = ['version'] as const;
    const wanted = () => ({ views, host: true, cql: true });
    const seen = await lookAtNodes(context, task.spec, allPlannedSettings(task), wanted);
    return smallLedger(await lookAtLedger(context, task, seen));
  } catch {
    return null;
  }
}
