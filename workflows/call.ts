import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/activities.ts';
import { patience, patienceOf } from './patience.ts';

type Call = <Name extends keyof Activities>(
  name: Name,
  input: Parameters<Activities[Name]>[0],
  summary: string,
) => ReturnType<Activities[Name]>;

/** Calls one activity with the patience of its kind; the summary is what a person reads beside it in the Web UI. */
export const call: Call = (name, input, summary) => {
  const options = { ...patience[patienceOf[name]], summary: summary.slice(0, 200) };
  const activities = proxyActivities<Activities>(options);
  // TypeScript can't see that a name and its own input belong together.
  const activity = activities[name] as unknown as (argument: unknown) => ReturnType<Activities[typeof name]>;
  return activity(input);
};
