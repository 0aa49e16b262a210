/** What docs/knowledge.md says of configuration, from the tables that the merge runs by. */
import { acceptedKeys } from '../../knowledge/cassandra/accepted-keys.ts';
import { changedDefaults } from '../../knowledge/cassandra/changed-defaults.ts';
import { judgeOldValue, type OldValue } from '../../knowledge/cassandra/old-values.ts';
import { fateOf } from '../../knowledge/cassandra/refused-keys.ts';
import { type ReleaseLine, releaseLines } from '../../knowledge/cassandra/release-line.ts';
import { keyChanges } from '../../knowledge/cassandra/yaml-keys.ts';
import { readYamlText } from '../../knowledge/cassandra/yaml-text.ts';

type Row = readonly string[];

const listed = releaseLines.filter((line): line is Exclude<ReleaseLine, '3.0'> => line !== '3.0');
const empty = readYamlText('');

/** Heads and rows of each table, under what is said before it. */
export const configurationTables: readonly { says: string; heads: Row; rows: readonly Row[] }[] = [
  {
    says: 'Keys of cassandra.yaml that a line does not start with, and what becomes of them. A key that is not here is nobody’s to drop: it is refused.',
    heads: ['since', 'key', 'becomes'],
    rows: listed.flatMap((line) =>
      wordsOf(keyChanges[line].removed).map((key) => [line, `\`${key}\``, sayFate(key)]),
    ),
  },
  {
    says: 'Old names that later lines still take. An upgrade keeps them; `ringlift config migrate` gives them their new ones, and a value its unit: what 100 and -1 become.',
    heads: ['since', 'old name', 'new name', '100', '-1'],
    rows: listed.flatMap((line, index) => {
      const before =
        index > 0 ? acceptedKeys(listed[index - 1] ?? line).aliases : new Map<string, { to: string }>();
      return [...acceptedKeys(line).aliases]
        .filter(([old, { to }]) => before.get(old)?.to !== to)
        .map(([old, alias]) => [
          line,
          `\`${old}\``,
          `\`${alias.to}\``,
          sayValue(judgeOldValue(alias, '100', line)),
          sayValue(judgeOldValue(alias, '-1', line)),
        ]);
    }),
  },
  {
    says: 'What a hop changes where cassandra.yaml leaves it open.',
    heads: ['key', 'what changes'],
    rows: releaseLines.flatMap((line, index) => {
      const from = releaseLines[index - 1];
      return from ? changedDefaults(() => false, from, line).map(({ key, why }) => [`\`${key}\``, why]) : [];
    }),
  },
];

function sayFate(key: string): string {
  // What becomes of some hangs on their value.
  const fates = [null, key.includes('port') ? '9142' : 'true'].map((value) => fateOf(key, empty, value));
  const says = fates.map((fate) => {
    if (fate === null) return '';
    if (fate.action === 'refused') return `where it matters refused: ${fate.why}`;
    return fate.action === 'renamed' ? `\`${fate.to}\`: ${fate.why}` : `a comment: ${fate.why}`;
  });
  return [...new Set(says)].join('; ');
}

function sayValue(value: OldValue): string {
  if (value.means === 'value') return `\`${value.text}\``;
  return { same: 'as it is', unknown: 'keeps the old name', refused: 'refused' }[value.means];
}

function wordsOf(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}
