import type { Context } from '@temporalio/activity';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import type { ActivityInboundCallsInterceptor } from '@temporalio/worker';
import { factsOf, fieldsOf } from './activity-facts.ts';
import type { Log } from './log.ts';
import type { Secrets } from './redaction.ts';

/** One line when a step begins and one when it ends, with the workflow, the step, the node and the attempt. */
export function logInterceptor(
  log: Log,
  secrets: Secrets,
): (context: Context) => ActivityInboundCallsInterceptor {
  return ({ info }) => ({
    async execute(input, next) {
      // Before anything can be said of this step: the variables that its spec names are secrets.
      for (const argument of input.args) secrets.addNamedIn(argument);
      const facts = factsOf(info, input.args);
      const started = performance.now();
      const took = () => ({ tookMillis: Math.round(performance.now() - started) });
      log.info(facts, 'step begins');
      try {
        const result = await next(input);
        const { outcome, says } = fieldsOf(result);
        log.info({ ...facts, ...took(), outcome, says }, 'step ends');
        return result;
      } catch (error) {
        if (error instanceof CancelledFailure)
          log.info({ ...facts, ...took(), reason: error.message }, 'step cancelled');
        else log.warn({ ...facts, ...took(), ...failureFields(error), err: error }, 'step fails');
        throw error;
      }
    },
  });
}

function failureFields(error: unknown): Record<string, unknown> {
  if (!(error instanceof ApplicationFailure)) return { triedAgain: true };
  return { error: error.type, triedAgain: error.nonRetryable !== true };
}
