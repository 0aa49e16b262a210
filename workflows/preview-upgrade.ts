import type { Preview } from '../knowledge/messages.ts';
import type { SpecInput } from '../knowledge/spec/spec.ts';
import { call } from './call.ts';

/** Looks and plans, and changes nothing: what `ringlift plan` shows. */
export async function previewUpgrade(input: SpecInput): Promise<Preview> {
  const spec = await call('readSpec', { spec: input }, 'read and check the file');
  return call('lookAndPlan', { spec }, 'look at every node, plan, judge the preflight');
}
