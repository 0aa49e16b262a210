import type { RollbackPlan } from '../../../knowledge/rollback-plan.ts';
import { scriptedPlan } from './scripted-plan.ts';

/** The way back of the scripted cluster: all of its nodes, last first, by a change of binaries. */
export function scriptedRollbackPlan(cluster: string): RollbackPlan {
  const { to, storageMode, tag, nodes: planned, schemaDigest } = scriptedPlan(cluster);
  const nodes = planned.map((node) => ({ ...node, release: '6.0.0' }));
  const back = nodes.toReversed().map(({ node, name, release }) => ({
    ...{ node, name, release, to: '5.0.9', kind: 'binaries' as const },
    ...{ says: 'A change of binaries.', facts: ['only nb sstables'], since: null, halfDone: false },
  }));
  const says = 'A change of binaries on every node, and nothing is lost.';
  return {
    format: 1,
    context: { cluster, to, storageMode, tag, nodes, schemaDigest },
    back,
    repairs: [],
    ledger: { at: '2026-11-21T10:27:32Z', kind: 'binaries', says, nodes: back, loses: null },
    loses: null,
    remarks: [],
  };
}
