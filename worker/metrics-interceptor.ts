import type { Context } from '@temporalio/activity';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import type { ActivityInboundCallsInterceptor } from '@temporalio/worker';
import { factsOf, fieldsOf } from './activity-facts.ts';
import type { MetricsSink } from './metrics.ts';

/** Measures every attempt at a step: what became of it, how long it took, and which gates were shut. */
export function metricsInterceptor(sink: MetricsSink): (context: Context) => ActivityInboundCallsInterceptor {
  return ({ info }) => ({
    async execute(input, next) {
      const { step, cluster } = factsOf(info, input.args);
      const started = performance.now();
      const seconds = () => (performance.now() - started) / 1_000;
      try {
        const result = await next(input);
        const { outcome, verdicts } = fieldsOf(result);
        sink.stepEnded(step, cluster, typeof outcome === 'string' ? outcome : 'done', seconds());
        for (const gate of shutGates(verdicts)) sink.gateShut(gate, cluster);
        return result;
      } catch (error) {
        sink.stepEnded(step, cluster, outcomeOf(error), seconds());
        const details = error instanceof ApplicationFailure ? error.details?.[0] : undefined;
        for (const gate of shutGates(fieldsOf(details)['verdicts'])) sink.gateShut(gate, cluster);
        throw error;
      }
    },
  });
}

function outcomeOf(error: unknown): string {
  if (error instanceof CancelledFailure) return 'cancelled';
  if (error instanceof ApplicationFailure) return error.type ?? 'Error';
  return error instanceof Error ? error.name : 'Error';
}

function shutGates(verdicts: unknown): string[] {
  if (!Array.isArray(verdicts)) return [];
  return verdicts
    .map(fieldsOf)
    .filter(({ open, gate }) => open === false && typeof gate === 'string')
    .map(({ gate }) => String(gate));
}
