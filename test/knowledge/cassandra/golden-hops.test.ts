import { readFileSync } from 'node:fs';
import { createTwoFilesPatch } from 'diff';
import { expect, test } from 'vitest';
import { hopsBetween } from '../../../knowledge/cassandra/hops.ts';
import { migrateConfiguration } from '../../../knowledge/cassandra/migrate-configuration.ts';
import { releaseLines } from '../../../knowledge/cassandra/release-line.ts';

const yamlOf = (line: string) =>
  readFileSync(new URL(`../../golden/config/hops/${line}.yaml`, import.meta.url), 'utf8');

const hops = releaseLines.flatMap((from) => hopsBetween[from].map((to) => [from, to] as const));

test('there is a hop for every pair that Apache tests', () => {
  expect(hops).toHaveLength(11);
});

test.each(hops)(
  'an operator’s cassandra.yaml of %s becomes one of %s as the golden diff says',
  async (from, to) => {
    const text = yamlOf(from);
    const { files, changes, refused, notes } = migrateConfiguration({
      conf: { 'cassandra.yaml': text },
      from,
      to,
    });
    const said = [
      createTwoFilesPatch(from, to, text, files['cassandra.yaml'] ?? '', '', '', { context: 0 }),
      ...changes.map(({ says }) => says),
      ...notes.map(({ key, why }) => `to know: ${key}: ${why}`),
    ];
    expect(refused).toEqual([]);
    await expect(`${said.join('\n')}\n`).toMatchFileSnapshot(`../../golden/config/hops/${from}-to-${to}.txt`);
  },
);

test.each(hops)('from %s to %s, what was migrated needs no migration', (from, to) => {
  const once = migrateConfiguration({ conf: { 'cassandra.yaml': yamlOf(from) }, from, to });
  const again = migrateConfiguration({ conf: once.files, from, to });
  expect(again.files).toEqual(once.files);
  expect(again.changes.filter(({ action }) => action !== 'kept')).toEqual([]);
});
