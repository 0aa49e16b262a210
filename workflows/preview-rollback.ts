import type { RollbackPreviewInput } from '../knowledge/messages.ts';
import type { RollbackPlan } from '../knowledge/rollback-plan.ts';
import { call } from './call.ts';

/** Looks and plans the way back, and changes nothing: what `ringlift rollback --plan` shows. */
export async function previewRollback(input: RollbackPreviewInput): Promise<RollbackPlan> {
  const spec = await call('readSpec', { spec: input.spec }, 'read and check the file');
  const task = { spec, ...(input.node !== undefined && { node: input.node }) };
  return call('previewRollback', task, 'look at every node, plan the way back');
}
