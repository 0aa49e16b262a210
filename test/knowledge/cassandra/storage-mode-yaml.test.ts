import { expect, test } from 'vitest';
import { mergeCassandraYaml } from '../../../knowledge/cassandra/merge-yaml.ts';
import { withStorageMode } from '../../../knowledge/cassandra/storage-mode-yaml.ts';

const comment =
  '# Ringlift: the mode since a rolling restart of all nodes to UPGRADING; never put back to CASSANDRA_4.';

test('one value is changed, and every other line with its comment stays where it was', () => {
  const text =
    '# ours\nnum_tokens: 16   # as ever\n\nstorage_compatibility_mode: CASSANDRA_4 # why\nhints: x\n# end\n';
  expect(withStorageMode(text, 'UPGRADING')).toBe(
    `# ours\nnum_tokens: 16   # as ever\n\n${comment}\nstorage_compatibility_mode: UPGRADING # why\nhints: x\n# end\n`,
  );
});

test('the comment of the upgrade, which says not to change it, goes, and so does that of the restart before', () => {
  const { text } = mergeCassandraYaml({
    text: 'num_tokens: 16\n',
    fromLine: '5.0',
    toLine: '6.0',
    storageMode: 'CASSANDRA_4',
  });
  expect(text).toContain('do not change it during the upgrade');
  const upgrading = withStorageMode(text, 'UPGRADING') ?? '';
  expect(upgrading).not.toContain('do not change it during the upgrade');
  const none = withStorageMode(upgrading, 'NONE') ?? '';
  expect(none.match(/# Ringlift: .*/g)).toEqual([comment.replace('to UPGRADING', 'to NONE')]);
  expect(none).toContain('\nstorage_compatibility_mode: NONE\n');
});

test('a file without the key gets it at its end, also where its last line has no end', () => {
  expect(withStorageMode('num_tokens: 16', 'UPGRADING')).toBe(
    `num_tokens: 16\n${comment}\nstorage_compatibility_mode: UPGRADING\n`,
  );
});

test('an empty value, quotes, a value twice and carriage returns are understood', () => {
  expect(withStorageMode('storage_compatibility_mode:\n', 'NONE')).toContain(
    '\nstorage_compatibility_mode: NONE\n',
  );
  expect(withStorageMode("storage_compatibility_mode: 'UPGRADING'\n", 'NONE')).toContain('mode: NONE\n');
  const twice = 'storage_compatibility_mode: NONE\nstorage_compatibility_mode: CASSANDRA_4\n';
  expect(withStorageMode(twice, 'UPGRADING')).toBe(
    `storage_compatibility_mode: NONE\n${comment}\nstorage_compatibility_mode: UPGRADING\n`,
  );
  expect(withStorageMode('a: 1\r\nstorage_compatibility_mode: CASSANDRA_4\r\n', 'UPGRADING')).toBe(
    `a: 1\r\n${comment}\r\nstorage_compatibility_mode: UPGRADING\r\n`,
  );
});

test('a file that says so already needs no change', () => {
  expect(withStorageMode('storage_compatibility_mode: NONE\n', 'NONE')).toBeNull();
});

test('text that is no YAML is refused', () => {
  expect(() => withStorageMode('a: [', 'NONE')).toThrow(
    expect.objectContaining({ name: 'ConfigurationRefused' }),
  );
});
