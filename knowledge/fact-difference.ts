/** What came and went between two lists of facts: `- ` before what is gone, `+ ` before what is new, in their order. */
export function factDifference(before: readonly string[], after: readonly string[]): string[] {
  const gone = before.filter((fact) => !after.includes(fact));
  const come = after.filter((fact) => !before.includes(fact));
  return [...gone.map((fact) => `- ${fact}`), ...come.map((fact) => `+ ${fact}`)];
}
