/**
 * Counts sstables by format, such as `big-nb` or `bti-ea`, from list-sstables' `live` lines.
 * @source Descriptor.java: since 2.2 `nb-12-big-Data.db`, since 4.1 also `nb-3gll_0mtc_2ks-big-Data.db`
 */
export function sstableFormatsIn(lines: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const line of lines) {
    const match = /^live \d+ \d+ .*\/([a-z]{2})-[0-9a-z_]+-([a-z]+)-Data\.db$/.exec(line);
    if (!match) continue;
    const format = `${match[2]}-${match[1]}`;
    counts[format] = (counts[format] ?? 0) + 1;
  }
  return counts;
}
