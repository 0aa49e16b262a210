/**
 * Counts sstables by format, such as `big-nb` or `bti-ea`, from list-sstables' `live` lines. A name of data that tells no
 * format is counted as `unknown`.
 * @source Descriptor.java: up to 2.1 `shop-cart-ka-12-Data.db`, since 2.2 `nb-12-big-Data.db`, since 4.1 also
 *   `nb-3gll_0mtc_2ks-big-Data.db`
 */
export function sstableFormatsIn(lines: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const line of lines) {
    const name = /^live \d+ \d+ (?:.*\/)?([^/]+-Data\.db)$/.exec(line)?.[1];
    if (name === undefined) continue;
    const format = formatOf(name);
    counts[format] = (counts[format] ?? 0) + 1;
  }
  return counts;
}

function formatOf(name: string): string {
  const [, version, kind] = /^([a-z]{2})-[0-9a-z_]+-([a-z]+)-Data\.db$/.exec(name) ?? [];
  if (version !== undefined) return `${kind}-${version}`;
  const [, old] = /^\w+-[\w.]+-([a-z]{2})-\d+-Data\.db$/.exec(name) ?? [];
  return old === undefined ? 'unknown' : `big-${old}`;
}
