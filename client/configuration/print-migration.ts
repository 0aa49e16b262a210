/** What a migration did and why, for people. */
import type { Migration } from '../../knowledge/cassandra/migrate-configuration.ts';

/** Lines of text, the last one ended. What needs a person comes last, where a terminal shows it. */
export function printMigration({ from, to, changes, refused, notes }: Migration): string {
  const kept = changes.filter(({ action }) => action === 'kept');
  const changed = changes.filter(({ action }) => action !== 'kept');
  return [
    `${from} to ${to}: ${count(changed.length, 'change')}, ${refused.length} in the way`,
    ...section(
      'Changed',
      changed.map(({ says }) => says),
    ),
    ...section(
      'Kept, though there is a newer name',
      kept.map(({ says }) => says),
    ),
    ...section(
      'To know',
      notes.map(({ file, key, why }) => `${file}: ${key}: ${why}`),
    ),
    ...section(
      'In the way',
      refused.flatMap(({ file, key, why, remedy }) => [`${file}: ${key}: ${why}`, `  ${remedy}`]),
    ),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', `${title}:`, ...lines.map((line) => `  ${line}`)];
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
