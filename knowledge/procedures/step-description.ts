/** What a step does, how it is undone and which steps of the runbooks it stands for (docs/coverage.md lists the ids). */
export interface StepDescription {
  /** Two or three words for a status line. */
  readonly title: string;
  readonly does: string;
  readonly undo: string;
  readonly standsFor: readonly string[];
}
