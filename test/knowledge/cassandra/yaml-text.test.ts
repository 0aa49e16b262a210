import { expect, test } from 'vitest';
import { applyEdits, readYamlText } from '../../../knowledge/cassandra/yaml-text.ts';

const text = `# head
a: 1 # one

# about b
b:
    c: 'x: y'
    d: [1, 2]
    # last in b
# about e
"e": off
f:
`;

test('keys are found with their lines, and comments after them are not theirs', () => {
  const { entries } = readYamlText(text);
  expect(entries.map(({ key, linesRange: { start, end } }) => [key, text.slice(start, end)])).toEqual([
    ['a', 'a: 1 # one\n'],
    ['b', "b:\n    c: 'x: y'\n    d: [1, 2]\n"],
    ['e', '"e": off\n'],
    ['f', 'f:\n'],
  ]);
});

test('values are told as they were written, and none is told for a list, a map or nothing', () => {
  const yaml = readYamlText(text);
  expect(yaml.entries.map(({ value }) => value)).toEqual(['1', null, 'off', null]);
  expect(yaml.valueOf('b', 'c')).toBe('x: y');
  expect(yaml.valueOf('b', 'd')).toBeNull();
  expect(yaml.valueOf('b', 'nothing')).toBeNull();
  expect([yaml.has('f'), yaml.has('g'), yaml.has('b', 'd')]).toEqual([true, false, true]);
});

test('a dotted key means the key in the map, and an anchor what it names', () => {
  const yaml = readYamlText('sstable.selected_format: bti\nx: &here\n  y: 1\nz: *here\n');
  expect(yaml.valueOf('sstable', 'selected_format')).toBe('bti');
  expect(yaml.valueOf('z', 'y')).toBe('1');
});

test('of a key that is given twice the last one counts, as for Cassandra', () => {
  const yaml = readYamlText('a: 1\na: 2\n');
  expect(yaml.valueOf('a')).toBe('2');
  expect(yaml.entries).toHaveLength(2);
});

test('the bottom is before the end marker of the document', () => {
  const marked = 'a: 1\n...\n';
  expect(marked.slice(0, readYamlText(marked).bottom)).toBe('a: 1\n');
  expect(readYamlText(marked).entries[0]?.linesRange).toEqual({ start: 0, end: 5 });
  expect(readYamlText('a: 1').bottom).toBe(4);
});

test.each(['', '# nothing but words\n', '---\n'])('a file without keys has none: %j', (empty) => {
  expect(readYamlText(empty).entries).toEqual([]);
});

test.each([
  ['a: [1\nb: 2\n', 'line'],
  ['a: 1\n  b: 2\n', 'line 1: Nested mappings'],
  ['- a\n- b\n', 'no block'],
  ['{a: 1}\n', 'no block'],
  ['words\n', 'no block'],
  ['a: 1\n---\nb: 2\n', 'line 2'],
])('what is no block of keys is refused with the place: %j', (broken, says) => {
  expect(() => readYamlText(broken)).toThrow(
    expect.objectContaining({ name: 'ConfigurationRefused', message: expect.stringContaining(says) }),
  );
});

test('edits touch nothing else, and must not overlap', () => {
  expect(
    applyEdits('abcdef', [
      { start: 4, end: 5, text: 'E' },
      { start: 0, end: 0, text: '>' },
    ]),
  ).toBe('>abcdEf');
  expect(() =>
    applyEdits('abc', [
      { start: 0, end: 2, text: '' },
      { start: 1, end: 3, text: '' },
    ]),
  ).toThrow(RangeError);
});
