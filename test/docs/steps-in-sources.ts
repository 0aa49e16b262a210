/** What the steps of plans say that they stand for: step kind to ids of the runbooks' list. */
import { describeNodeStep } from '../../knowledge/procedures/describe-node-step.ts';
import { describeRestartStep } from '../../knowledge/procedures/describe-restart-step.ts';
import { describeStep } from '../../knowledge/procedures/describe-step.ts';
import { describeRollbackStep } from '../../knowledge/procedures/describe-rollback-step.ts';
import { readDocument } from './documents.ts';

const describers = {
  'knowledge/procedures/describe-step.ts': [describeStepOf],
  'knowledge/procedures/node-steps.ts': [describeNodeStep],
  'knowledge/procedures/describe-restart-step.ts': [describeRestartStep],
  'knowledge/procedures/describe-rollback-step.ts': [describeRollbackStep],
} as const;

function describeStepOf(kind: Parameters<typeof describeStep>[0]['kind']) {
  return describeStep({ kind });
}

export function stepsInSources(): Record<string, readonly string[]> {
  const found: Record<string, readonly string[]> = {};
  for (const [file, functions] of Object.entries(describers)) {
    for (const [, kind = ''] of readDocument(file).matchAll(/^ {2}(\w+): \{$/gm)) {
      const ids = functions.flatMap(
        (describe) =>
          (describe as (kind: string) => { standsFor: readonly string[] } | undefined)(kind)?.standsFor ?? [],
      );
      found[kind] = [...(found[kind] ?? []), ...ids];
    }
  }
  return found;
}
