import type { Problem } from './problem.ts';

/** As compilers print them: `file:line:column: what`, the line of the file, and a mark below what is meant. */
export function printProblems(file: string, text: string, problems: readonly Problem[]): string {
  const lines = text.split(/\r?\n/);
  const blocks = problems.map((problem) => printProblem(file, lines[problem.line - 1] ?? '', problem));
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  return `${blocks.join('\n')}\n${file}: ${count}. Nothing was started.`;
}

function printProblem(
  file: string,
  line: string,
  { path, line: number, column, length, says }: Problem,
): string {
  const margin = String(number).padStart(6);
  // Tabs stay tabs below the line, so that the mark stands where the terminal put the text.
  const indent = line.slice(0, column - 1).replace(/[^\t]/g, ' ');
  const marked = Math.max(1, Math.min(length, line.length - column + 1));
  return [
    `${file}:${number}:${column}: ${path === '' ? '' : `${path}: `}${says}`,
    `${margin} | ${line}`.trimEnd(),
    `${' '.repeat(margin.length)} | ${indent}${'^'.repeat(marked)}`,
  ].join('\n');
}
