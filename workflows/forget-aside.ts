import { ApplicationFailure } from '@temporalio/workflow';
import type { ForgetAsideInput, ForgetAsideResult } from '../knowledge/messages.ts';
import { call } from './call.ts';

/**
 * Deletes what ways back set aside on every node, because a person said so. It runs under the upgrade's own id, so that
 * nothing goes back or forth meanwhile. Nothing is deleted anywhere while one node is half way or owes a repair.
 */
export async function forgetAside(input: ForgetAsideInput): Promise<ForgetAsideResult> {
  const spec = await call('readSpec', { spec: input.spec }, 'read and check the file');
  const { plan, nodes } = await call('findAside', { spec }, 'look what was set aside on every node');
  const busy = nodes.filter(({ keeps }) => keeps !== null);
  if (busy.length > 0) {
    throw ApplicationFailure.nonRetryable(
      `${spec.cluster}: what was set aside is needed still: ${busy.map(({ name, keeps }) => `${name}: ${keeps}`).join('; ')}. ` +
        'Nothing was deleted. Finish the way back first: ringlift rollback.',
      'RollbackRefused',
    );
  }
  const deleted: { node: string; name: string; paths: readonly string[] }[] = [];
  for (const { node, name, paths } of nodes) {
    if (paths.length === 0) continue;
    await call('forgetAside', { spec, plan, node }, `delete on ${name}: ${paths.length} folders set aside`);
    deleted.push({ node, name, paths });
  }
  return { cluster: spec.cluster, deleted };
}
