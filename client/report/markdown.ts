/** A table; cells may hold anything: what would break the row is written otherwise. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const row = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [row(heads), row(heads.map(() => '---')), ...rows.map(row)];
}

export function cell(text: string): string {
  return text.replace(/\|/g, '\\|').replace(/\s*\n\s*/g, '<br>') || ' ';
}

/** A block whose fence is longer than any run of backticks in it. */
export function codeBlock(text: string, language = ''): readonly string[] {
  const runs = [...text.matchAll(/`+/g)].map(([run]) => run.length);
  const fence = '`'.repeat(Math.max(3, ...runs.map((length) => length + 1)));
  return [`${fence}${language}`, ...text.trimEnd().split('\n'), fence];
}

/** Text of the world outside, so that none of it becomes markup. */
export function plain(text: string): string {
  return text.replace(/([\\`*_<>#[\]])/g, '\\$1').replace(/\s*\n\s*/g, ' ');
}
