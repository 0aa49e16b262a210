/**
 * Which of these names a page in the text format of Prometheus, or OpenMetrics, has a sample of. Lines that begin with `#`
 * only announce one.
 * @source Prometheus, exposition formats: `name{label="value"} 1 timestamp`
 */
export function namesOnPage(text: string, names: readonly string[]): string[] {
  const there = new Set<string>();
  for (const line of text.split('\n')) {
    const name = /^\s*([A-Za-z_:][A-Za-z0-9_:]*)(?=[{ \t]).*\S\s*$/.exec(line)?.[1];
    if (name !== undefined) there.add(name);
  }
  return names.filter((name) => there.has(name));
}
