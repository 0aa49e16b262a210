import type { Info } from '@temporalio/activity';

/** What log lines and metrics say of one attempt at an activity. */
export interface ActivityFacts {
  readonly workflowId: string;
  readonly cluster: string | null;
  /** The activity's type: names of changing activities are step kinds. */
  readonly step: string;
  readonly node: string | null;
  readonly attempt: number;
}

/** @param args the activity's arguments: one plain object, whose `node` and `spec.cluster` are read if they are there */
export function factsOf(info: Info, args: readonly unknown[]): ActivityFacts {
  const input = fieldsOf(args[0]);
  return {
    workflowId: info.workflowExecution?.workflowId ?? info.activityId,
    cluster: textOf(fieldsOf(input['spec'])['cluster']),
    step: info.activityType,
    node: textOf(input['node']),
    attempt: info.attempt,
  };
}

export function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
