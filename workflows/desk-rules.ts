import type { Choice, RollbackCommand } from '../knowledge/messages.ts';
import type { FailureReport } from './failure.ts';

/** What stands still and who could go on. */
export interface Question extends FailureReport {
  readonly step: string;
  readonly node: string | null;
  /** Leaving this step out harms nothing that can't be done later. */
  readonly skippable: boolean;
  /** What was tried before a person was asked. */
  readonly tried?: string;
  readonly choices?: readonly Choice[];
  /** A node does not serve and could not be brought to: this would leave it so, and is done only with `force`. */
  readonly needsForce?: 'skip' | 'abort';
  /** It is the turn of this node: leaving it out leaves the node on its old release. */
  readonly isTurn?: boolean;
}

/** `abort`: the walk ends; whether by an abort or by going back is in `ending`. `rollback`: the errand says of which node. */
export type Decision = 'retry' | 'skip' | 'abort' | 'rollback';

export type Ending = 'abort' | RollbackCommand;

/** What a desk can't know by itself. */
export interface DeskRules {
  /** Why this can't go back now; null: it can. */
  rollbackRefusal(command: RollbackCommand): string | null;
  /** What going back will do, as a sentence. */
  saysRollback(command: RollbackCommand): string;
  /** What ending now does to the node at hand, as a sentence. */
  saysAbort(): string;
  saysSkip(question: Question): string;
}

/** Of a walk that can't go back and has no turns of nodes. */
export const plainRules: DeskRules = {
  rollbackRefusal: () => 'it is on its way back already',
  saysRollback: () => '',
  saysAbort: () => 'Nothing else is changed.',
  saysSkip: () => 'The step is left out; it stays in the report as not done.',
};

/** `force` is taken exactly where it is needed, so that nobody gets used to saying it. */
export function forceRefusal(
  name: 'skip' | 'abort',
  { needsForce }: Pick<Question, 'needsForce'>,
  force = false,
): string | null {
  if ((needsForce === name) === force) return null;
  return force
    ? `force is only for a node that could not be brought to serve: say ${name} without it`
    : `a node would be left that does not serve: ${name} does it only with {"by":"...","reason":"...","force":true}`;
}
