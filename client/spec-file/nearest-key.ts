/** @returns the known key that was probably meant, or undefined when none is near enough to be a slip of the fingers */
export function nearestKey(found: string, known: readonly string[]): string | undefined {
  const limit = Math.max(1, Math.floor(found.length / 3));
  const ranked = known
    .map((key) => ({ key, distance: distance(plain(found), plain(key)) }))
    .filter((candidate) => candidate.distance <= limit)
    .sort((left, right) => left.distance - right.distance);
  return ranked[0]?.key;
}

// `known_hosts_file` and `KnownHostsFile` are the key `knownHostsFile`, written as other tools write it.
function plain(key: string): string {
  return key.replace(/[_-]/g, '').toLowerCase();
}

/** Optimal string alignment: insertions, deletions, replacements and swaps of neighbours count 1 each. */
function distance(left: string, right: string): number {
  const rows: number[][] = [Array.from({ length: right.length + 1 }, (_, column) => column)];
  const at = (row: number, column: number) => rows[row]?.[column] ?? 0;
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    rows.push(current);
    for (let column = 1; column <= right.length; column += 1) {
      const same = left[row - 1] === right[column - 1] ? 0 : 1;
      const swapped =
        row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      const best = Math.min(at(row - 1, column) + 1, at(row, column - 1) + 1, at(row - 1, column - 1) + same);
      current.push(swapped ? Math.min(best, at(row - 2, column - 2) + 1) : best);
    }
  }
  return at(left.length, right.length);
}
