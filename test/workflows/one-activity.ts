import type { Activities } from '../../activities/activities.ts';
import { call } from '../../workflows/call.ts';

/** A workflow of one step, with the patience of that step. */
export async function oneActivity<Name extends keyof Activities>(
  name: Name,
  input: Parameters<Activities[Name]>[0],
): Promise<unknown> {
  return call(name, input, name);
}
