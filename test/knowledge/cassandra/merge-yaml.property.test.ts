import fc from 'fast-check';
import { expect, test } from 'vitest';
import { acceptedKeys } from '../../../knowledge/cassandra/accepted-keys.ts';
import { hopsBetween } from '../../../knowledge/cassandra/hops.ts';
import { mergeCassandraYaml } from '../../../knowledge/cassandra/merge-yaml.ts';
import { releaseLines } from '../../../knowledge/cassandra/release-line.ts';
import type { ReleaseLine } from '../../../knowledge/cassandra/release-line.ts';
import { factsOf } from '../../../knowledge/cassandra/releases.ts';
import { readYamlText } from '../../../knowledge/cassandra/yaml-text.ts';

const hops = fc.constantFrom(
  ...releaseLines.flatMap((from) => hopsBetween[from].map((to) => [from, to] as const)),
);

const noise = fc.constantFrom('', '\n', '# comment: with colon\n', '   # far in\n', '\n\n#x\n', '#\n');
const value = fc.constantFrom(
  ' 1',
  ' true',
  ' false',
  " 'quoted # not a comment'",
  ' "two words"   # why',
  ' [1, 2]',
  ' {a: 1,\n    b: 2}',
  '\n    a: 1\n    b:\n      - c\n      # in it\n      - d',
  '\n- one\n- two',
  ' |\n    literal\n    # no comment\n',
  '',
  ' &x 5s',
  ' 5000   # why',
  ' -1',
  ' "7"',
  ' 2147483647',
);

/** A file of keys that its own line accepts, each once and by one name. */
function fileOf(line: ReleaseLine): fc.Arbitrary<string> {
  const { keys, aliases } = acceptedKeys(line);
  const names = [...keys, ...aliases.keys()];
  const newest = acceptedKeys('6.0').aliases;
  const meaning = (key: string) => newest.get(key)?.to ?? key;
  const entry = fc.tuple(noise, fc.constantFrom(...names), value);
  return fc
    .uniqueArray(entry, { selector: ([, key]) => meaning(key), maxLength: 25 })
    .map((entries) => entries.map(([before, key, text]) => `${before}${key}:${text}\n`).join(''));
}

const cases = hops.chain(([fromLine, toLine]) =>
  fileOf(fromLine).map((text) => ({
    text,
    fromLine,
    toLine,
    storageMode: factsOf[toLine].modeWhenAbsent === null ? null : ('CASSANDRA_4' as const),
  })),
);

/** The mode that is planned, and the one old name that 5.0 does not start with. */
const isRewritten = /^(storage_compatibility_mode|table_count_warn_threshold)/;

test('merging a merged file changes nothing', () => {
  fc.assert(
    fc.property(cases, (input) => {
      const once = mergeCassandraYaml(input);
      const twice = mergeCassandraYaml({ ...input, text: once.text });
      expect(twice.text).toBe(once.text);
      expect(twice.changes.every(({ action }) => action === 'kept')).toBe(true);
    }),
    { numRuns: 100 },
  );
});

test('every key that the target accepts survives with its lines untouched', () => {
  fc.assert(
    fc.property(cases, (input) => {
      const { keys, aliases } = acceptedKeys(input.toLine);
      const merged = readYamlText(mergeCassandraYaml(input).text);
      for (const { key, linesRange } of readYamlText(input.text).entries) {
        if ((!keys.has(key) && !aliases.has(key)) || isRewritten.test(key)) continue;
        const after = merged.entries.filter((entry) => entry.key === key);
        expect(after).toHaveLength(1);
        const lines = (text: string, range: { start: number; end: number }) =>
          text.slice(range.start, range.end);
        const own = lines(input.text, linesRange);
        const kept = lines(merged.text, after[0]?.linesRange ?? { start: 0, end: 0 });
        if (!/server_encryption_options/.test(key)) expect(kept).toBe(own);
      }
    }),
    { numRuns: 100 },
  );
});

test('what is not refused holds only keys that the target starts with, the planned mode among them', () => {
  fc.assert(
    fc.property(cases, (input) => {
      const { keys, aliases } = acceptedKeys(input.toLine);
      const { text, refused } = mergeCassandraYaml(input);
      const inTheWay = new Set(refused.map(({ key }) => key));
      const merged = readYamlText(text);
      for (const { key } of merged.entries) {
        expect(keys.has(key) || aliases.has(key) || inTheWay.has(key), key).toBe(true);
      }
      expect(merged.valueOf('storage_compatibility_mode')).toBe(input.storageMode);
    }),
    { numRuns: 100 },
  );
});

test('lines of the operator are only ever put behind a comment sign, never lost', () => {
  fc.assert(
    fc.property(cases, (input) => {
      const { text } = mergeCassandraYaml({ ...input, text: input.text });
      const lines = text.split('\n');
      const mine = (line: string) => isRewritten.test(line) || /encryption_options/.test(line);
      for (const line of input.text.split('\n').filter((each) => !mine(each))) {
        expect(lines.includes(line) || lines.includes(`# ${line}`), line).toBe(true);
      }
    }),
    { numRuns: 100 },
  );
});

test('with new names too, merging a merged file changes nothing, and only accepted keys and what is refused are in it', () => {
  fc.assert(
    fc.property(cases, (input) => {
      const { keys, aliases } = acceptedKeys(input.toLine);
      const once = mergeCassandraYaml({ ...input, names: 'new' });
      expect(mergeCassandraYaml({ ...input, names: 'new', text: once.text }).text).toBe(once.text);
      const inTheWay = new Set(once.refused.map(({ key }) => key));
      const { entries } = readYamlText(once.text);
      for (const { key } of entries) {
        expect(keys.has(key) || aliases.has(key) || inTheWay.has(key), key).toBe(true);
      }
      // No key becomes another that is there already.
      expect(new Set(entries.map(({ key }) => key)).size).toBe(entries.length);
    }),
    { numRuns: 200 },
  );
});

test('with new names every comment, and every line of a key that keeps its name, is still there', () => {
  fc.assert(
    fc.property(cases, (input) => {
      const { text, changes } = mergeCassandraYaml({ ...input, names: 'new' });
      const lines = text.split('\n');
      const touched = changes
        .filter(({ action }) => action !== 'kept')
        .map(({ key }) => key.split('.')[0] ?? key);
      for (const line of input.text.split('\n')) {
        if (touched.some((key) => line.startsWith(key)) || /encryption_options/.test(line)) continue;
        expect(lines.includes(line) || lines.includes(`# ${line}`), line).toBe(true);
      }
    }),
    { numRuns: 100 },
  );
});
