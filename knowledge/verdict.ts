/** What a gate says. A verdict always carries evidence; a shut gate always carries a remedy. */
export type Verdict = OpenVerdict | ShutVerdict;

export interface OpenVerdict {
  readonly gate: string;
  readonly open: true;
  /** What was seen, one fact a line, in the words of the field. */
  readonly evidence: readonly string[];
  /** Ids of the runbooks' steps that this gate stands for. */
  readonly standsFor?: readonly string[];
}

export interface ShutVerdict {
  readonly gate: string;
  readonly open: false;
  readonly evidence: readonly string[];
  /** What a person does to open it: an imperative sentence, with the command where there is one. */
  readonly remedy: string;
  readonly standsFor?: readonly string[];
}

export function open(gate: string, evidence: readonly string[], standsFor?: readonly string[]): OpenVerdict {
  return { gate, open: true, evidence, ...(standsFor && { standsFor }) };
}

export function shut(
  gate: string,
  evidence: readonly string[],
  remedy: string,
  standsFor?: readonly string[],
): ShutVerdict {
  return { gate, open: false, evidence, remedy, ...(standsFor && { standsFor }) };
}

export function allOpen(verdicts: readonly Verdict[]): boolean {
  // No verdict is no evidence: not knowing means shut.
  return verdicts.length > 0 && verdicts.every((verdict) => verdict.open);
}

/** Names of those that are shut, sorted. */
export function shutGates(verdicts: readonly Verdict[]): string[] {
  return verdicts.flatMap(({ gate, open: isOpen }) => (isOpen ? [] : [gate])).toSorted();
}
