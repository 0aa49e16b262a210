import type { Verdict } from '../verdict.ts';
import { clientErrors } from './client-errors.ts';
import { droppedMessages } from './dropped-messages.ts';
import { gcPauses } from './gc-pauses.ts';
import { hintsDelivered } from './hints-delivered.ts';
import type { ServiceInput } from './service-input.ts';
import { serviceLatency } from './service-latency.ts';

/** Does the whole cluster serve as it did, before another node is taken out of it? */
export function judgeServiceBefore(input: ServiceInput): Verdict[] {
  return [serviceLatency, clientErrors, droppedMessages, gcPauses, hintsDelivered].map((gate) => gate(input));
}
