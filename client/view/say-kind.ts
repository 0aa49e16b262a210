/** Names of the code as words: `awaitGatesBefore` is `await gates before`, `RF1`, `CQL` and the like stay. */
export function sayKind(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])(?![A-Z])/g, (_, before: string, after: string) => {
    return `${before} ${after.toLowerCase()}`;
  });
}
