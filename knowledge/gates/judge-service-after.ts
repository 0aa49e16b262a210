import type { Verdict } from '../verdict.ts';
import { clientErrors } from './client-errors.ts';
import { droppedMessages } from './dropped-messages.ts';
import { gcPauses } from './gc-pauses.ts';
import type { ServiceInput } from './service-input.ts';
import { serviceLatency } from './service-latency.ts';

/** Does the whole cluster serve as it did? A node has just come back, and hints for it are on their way. */
export function judgeServiceAfter(input: ServiceInput): Verdict[] {
  return [serviceLatency, clientErrors, droppedMessages, gcPauses].map((gate) => gate(input));
}

/** What a person is asked about at once, without looking again: clients are slow, and the file says to stop then. */
export function stopsAtOnce({ spec }: Pick<ServiceInput, 'spec'>, verdicts: readonly Verdict[]): boolean {
  if (spec.gates.service?.onSlow !== 'stop') return false;
  return verdicts.some(({ gate, open }) => gate === 'serviceLatency' && !open);
}
