/** Columns as nodetool's TableBuilder aligns them: each as wide as its longest cell, also at the end of a line. */
export function textTable(rows: readonly (readonly string[])[], gap = ' '): string {
  const columns = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows
    .map((row) => `${widths.map((width, column) => (row[column] ?? '').padEnd(width)).join(gap)}\n`)
    .join('');
}

/** `120.32 KiB`, `169 KiB`, `42.6 MiB`: at most two decimals. */
export function sayBytes(bytes: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1_024 && unit < units.length - 1) {
    value /= 1_024;
    unit += 1;
  }
  return `${Number(value.toFixed(2))} ${units[unit]}`;
}
