/** The smallest workflows that show what the worker does around activities. */
import {
  condition,
  defineSignal,
  proxyActivities,
  setHandler,
  upsertSearchAttributes,
} from '@temporalio/workflow';

interface ToyInput {
  readonly node: string;
  readonly spec: { readonly cluster: string; readonly cql: { readonly passwordEnv: string } };
  readonly fail?: string;
}

const { drainNode, waitToBeStopped } = proxyActivities<{
  drainNode(input: ToyInput): Promise<{ outcome: string }>;
  waitToBeStopped(input: ToyInput): Promise<string>;
}>({
  startToCloseTimeout: '1m',
  heartbeatTimeout: '10s',
  retry: { maximumAttempts: 2, initialInterval: '100ms' },
});

export async function drainOne(input: ToyInput): Promise<string> {
  upsertSearchAttributes({ UpgradeCluster: [input.spec.cluster] });
  return (await drainNode(input)).outcome;
}

/** Waits for a person, and so outlives servers and workers. */
export async function waitForWord(): Promise<string> {
  let word: string | null = null;
  setHandler(defineSignal<[string]>('word'), (said) => void (word = said));
  await condition(() => word !== null);
  return word ?? '';
}

export async function beStopped(input: ToyInput): Promise<string> {
  return waitToBeStopped(input);
}
