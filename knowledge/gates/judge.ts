/** How every gate comes to its verdict: it gathers what it saw and what speaks against it, and this weighs them. */
import { open, shut } from '../verdict.ts';
import type { Verdict } from '../verdict.ts';

/** One thing that keeps a gate shut: the fact, and what a person does about it. */
export interface Objection {
  readonly found: string;
  /** An imperative sentence, with the command where there is one. */
  readonly remedy: string;
}

export interface Findings {
  /** What was read and understood: it opens the gate, and stays evidence when something speaks against. */
  readonly seen: readonly string[];
  readonly against: readonly Objection[];
  /** Ids of the runbooks' steps that the gate stands for. */
  readonly standsFor?: readonly string[];
}

/** What one node adds to a gate. */
export type Judged = Pick<Findings, 'seen' | 'against'>;

/** Verdicts live in Temporal's history: a thousand silent nodes are still a few lines. */
const mostLines = 12;
const mostRemedies = 3;

/** Open only when something was seen and nothing speaks against it. */
export function judge(gate: string, { seen, against, standsFor }: Findings): Verdict {
  const evidence = [...firstOf(distinct(against.map(({ found }) => found))), ...firstOf(seen)];
  if (against.length > 0) return shut(gate, evidence, remedyOf(against), standsFor);
  if (seen.length > 0) return open(gate, evidence, standsFor);
  return shut(
    gate,
    ['nothing was seen of any node'],
    'Look at the cluster again: without one answer there is nothing to judge.',
    standsFor,
  );
}

function remedyOf(against: readonly Objection[]): string {
  const remedies = distinct(against.map(({ remedy }) => remedy));
  const left = remedies.length - mostRemedies;
  return [
    ...remedies.slice(0, mostRemedies),
    ...(left > 0 ? [`Then see to the other ${left}: what they need is shown once these are gone.`] : []),
  ].join(' ');
}

function firstOf(lines: readonly string[]): string[] {
  if (lines.length <= mostLines) return [...lines];
  return [...lines.slice(0, mostLines - 1), `and ${lines.length - mostLines + 1} more like these`];
}

function distinct(words: readonly string[]): string[] {
  return [...new Set(words)];
}
