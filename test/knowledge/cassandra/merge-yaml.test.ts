import { readFileSync } from 'node:fs';
import { createTwoFilesPatch } from 'diff';
import { expect, test } from 'vitest';
import { mergeCassandraYaml } from '../../../knowledge/cassandra/merge-yaml.ts';
import type { MergeYamlInput } from '../../../knowledge/cassandra/yaml-merge.ts';

const golden = (name: string) =>
  readFileSync(new URL(`../../golden/config/${name}`, import.meta.url), 'utf8');

const toSix = (text: string, more: Partial<MergeYamlInput> = {}) =>
  mergeCassandraYaml({ text, fromLine: '5.0', toLine: '6.0', storageMode: 'CASSANDRA_4', ...more });

/** With everything set that is otherwise added, so that only what a test is about changes. */
const settled = `num_tokens: 16
storage_compatibility_mode: CASSANDRA_4
repair_disk_headroom_reject_ratio: 0.1
accord:
  enabled: false
`;

test.each([
  ['5.0-annotated', '5.0', '6.0', 'CASSANDRA_4'],
  ['4.1', '4.1', '6.0', 'CASSANDRA_4'],
  ['4.0', '4.0', '5.0', 'CASSANDRA_4'],
  ['3.11', '3.11', '4.0', null],
] as const)(
  '%s.yaml goes from %s to %s as its golden diff says',
  async (name, fromLine, toLine, storageMode) => {
    const text = golden(`${name}.yaml`);
    const {
      text: merged,
      changes,
      refused,
      notes,
    } = mergeCassandraYaml({ text, fromLine, toLine, storageMode });
    const said = [
      createTwoFilesPatch(`${fromLine}/cassandra.yaml`, `${toLine}/cassandra.yaml`, text, merged),
      ...changes.map(({ key, action, why }) => `${action} ${key}: ${why}`),
      ...notes.map(({ key, why }) => `note ${key}: ${why}`),
    ];
    expect(refused).toEqual([]);
    await expect(`${said.join('\n')}\n`).toMatchFileSnapshot(`../../golden/config/${name}-to-${toLine}.txt`);
  },
);

test('a file that needs no change comes back byte for byte', () => {
  const text = `${settled}# a  comment\t \n\ncluster_name:    "Odd"   # why not\r\nseed_provider: [ ]\n   \n`;
  expect(toSix(text)).toEqual({
    ...{ text, changes: [], refused: [] },
    notes: [expect.objectContaining({ key: 'guardrails' })],
  });
});

test('only the lines of a change differ, whatever stands around them', () => {
  const before = `${settled}\n\n# long ${'x'.repeat(300)}\nlisten_address:   10.0.0.1\n`;
  const after = `cluster_name: 'It''s "mine"'\ndata_file_directories:\n        - /a\n        - "/b"\n# no end of line`;
  const { text } = toSix(`${before}log_out_of_token_range_requests: true\n${after}`);
  expect(text.startsWith(before)).toBe(true);
  expect(text.endsWith(after)).toBe(true);
  expect(text.slice(before.length, -after.length).split('\n')).toEqual([
    expect.stringMatching(/^# Ringlift: not in 6\.0: .*\.$/),
    '# log_out_of_token_range_requests: true',
    '',
  ]);
});

test('lines are added at the bottom with the line ends of the file, also where the last line has none', () => {
  const { text } = toSix('num_tokens: 16\r\ncluster_name: a');
  expect(text).toMatch(
    /^num_tokens: 16\r\ncluster_name: a\r\n# Ringlift: [^\r\n]+\r\nstorage_compatibility_mode: CASSANDRA_4\r\n$/,
  );
});

test('lines are added before the end marker, as far in as the other keys', () => {
  const { text } = toSix('  num_tokens: 16\n...\n# after the end\n');
  expect(text).toMatch(
    /^ {2}num_tokens: 16\n {2}# Ringlift: .+\n {2}storage_compatibility_mode: CASSANDRA_4\n\.\.\.\n# after the end\n$/,
  );
});

test('an old name that the target still takes stays, and is told', () => {
  const { text, changes } = toSix(`${settled}read_request_timeout_in_ms: 5000\n`);
  expect(text).toBe(`${settled}read_request_timeout_in_ms: 5000\n`);
  expect(changes).toEqual([
    {
      key: 'read_request_timeout_in_ms',
      action: 'kept',
      why: expect.stringContaining('read_request_timeout'),
    },
  ]);
});

test('the old and the new name of one setting together are refused', () => {
  const { refused } = toSix(`${settled}read_request_timeout_in_ms: 5000\nread_request_timeout: 6s\n`);
  expect(refused).toEqual([expect.objectContaining({ key: 'read_request_timeout_in_ms' })]);
});

test('a key of neither line is refused with the nearest one', () => {
  const { text, refused } = toSix(`${settled}hinted_handof_enabled: true\n`);
  expect(text).toContain('\nhinted_handof_enabled: true\n');
  expect(refused).toEqual([
    expect.objectContaining({
      key: 'hinted_handof_enabled',
      remedy: expect.stringContaining('hinted_handoff_enabled'),
    }),
  ]);
});

test('a second TLS port is refused, and the same port for both is removed', () => {
  const port = (ssl: string, plain: string) => toSix(`${settled}native_transport_port_ssl: ${ssl}\n${plain}`);
  expect(port('9142', 'native_transport_port: 9042\n').refused).toEqual([
    expect.objectContaining({ key: 'native_transport_port_ssl', why: expect.stringContaining('9142') }),
  ]);
  expect(port('9142', '').refused).toHaveLength(1);
  for (const same of [port('9042', ''), port('9999', 'native_transport_port: 9999\n'), port('', '')]) {
    expect(same.refused).toEqual([]);
    expect(same.changes).toEqual([
      expect.objectContaining({ key: 'native_transport_port_ssl', action: 'removed' }),
    ]);
  }
});

test('Thrift that is on stands in the way of 4.0, Thrift that is off does not', () => {
  const thrift = (value: string) =>
    mergeCassandraYaml({
      text: `num_tokens: 256\nstart_rpc: ${value}\n`,
      fromLine: '3.11',
      toLine: '4.0',
      storageMode: null,
    });
  expect(thrift('true').refused).toEqual([expect.objectContaining({ key: 'start_rpc' })]);
  expect(thrift('false')).toMatchObject({
    refused: [],
    text: expect.stringContaining('# start_rpc: false\n'),
  });
});

test('functions in JavaScript that are on stand in the way of 5.0', () => {
  const text = `${settled}enable_scripted_user_defined_functions: true\n`;
  expect(toSix(text).refused.map(({ key }) => key)).toEqual(['enable_scripted_user_defined_functions']);
  expect(
    mergeCassandraYaml({ text, fromLine: '4.0', toLine: '4.1', storageMode: null }).refused.map(
      ({ key }) => key,
    ),
  ).toEqual(
    // 4.1 knows none of what the settled file sets for 6.0.
    ['storage_compatibility_mode', 'repair_disk_headroom_reject_ratio', 'accord'],
  );
});

test('encryption without a password is refused, of the key store always and of the trust store where one is used', () => {
  const refusedKeys = (text: string) => toSix(settled + text).refused.map(({ key }) => key);
  expect(refusedKeys('server_encryption_options:\n  internode_encryption: all\n')).toEqual([
    'server_encryption_options.keystore_password',
    'server_encryption_options.truststore_password',
  ]);
  expect(refusedKeys('client_encryption_options:\n  enabled: true\n')).toEqual([
    'client_encryption_options.keystore_password',
  ]);
  expect(
    refusedKeys('client_encryption_options:\n  enabled: true\n  require_client_auth: true\n'),
  ).toHaveLength(2);
  expect(refusedKeys('client_encryption_options:\n  enabled: false\n')).toEqual([]);
  expect(refusedKeys('server_encryption_options: {internode_encryption: none}\n')).toEqual([]);
  expect(refusedKeys('client_encryption_options: {enabled: true, keystore_password_file: /x}\n')).toEqual([]);
  expect(
    refusedKeys('client_encryption_options: {enabled: true, ssl_context_factory: {class_name: a.B}}\n'),
  ).toEqual([]);
});

test('a mode that differs is put right in its place, with who did it and why', () => {
  const { text, changes } = toSix('num_tokens: 16\nstorage_compatibility_mode: "NONE" # done\n# end\n', {
    storageMode: 'CASSANDRA_5',
  });
  expect(text).toMatch(
    /^num_tokens: 16\n# Ringlift: .+\nstorage_compatibility_mode: CASSANDRA_5 # done\n# end\n$/,
  );
  expect(changes).toEqual([
    expect.objectContaining({ action: 'translated', from: 'NONE', to: 'CASSANDRA_5' }),
  ]);
});

test('an empty mode gets its value', () => {
  expect(toSix('num_tokens: 16\nstorage_compatibility_mode:\n').text).toContain(
    '\nstorage_compatibility_mode: CASSANDRA_4\n',
  );
});

test('a target without modes gets none', () => {
  const text = 'num_tokens: 16\n';
  expect(mergeCassandraYaml({ text, fromLine: '4.0', toLine: '4.1', storageMode: null }).text).toBe(text);
});

test('BTI in CASSANDRA_4 is refused: the node would not start', () => {
  const text = `${settled}sstable:\n  selected_format: bti\n`;
  expect(toSix(text).refused.map(({ key }) => key)).toEqual(['sstable.selected_format']);
  expect(toSix(text, { storageMode: 'CASSANDRA_5' }).refused).toEqual([]);
});

test('the journal of Accord goes beside the other folders, and where they lie apart its place is told', () => {
  const folders = (commitlog: string, hints: string) =>
    toSix(`num_tokens: 16\ncommitlog_directory: ${commitlog}\nhints_directory: ${hints}\n`);
  expect(folders('/srv/c/commitlog', '/srv/c/hints').text).toContain(
    '  journal_directory: /srv/c/accord_journal\n',
  );
  const apart = folders('/commitlog', '/srv/c/hints');
  expect(apart.text).not.toContain('accord');
  expect(apart.notes.map(({ key }) => key)).toContain('accord.journal_directory');
});

test('num_tokens left open, keys given twice and changed defaults are told, and nothing is done about them', () => {
  const { text, notes } = mergeCassandraYaml({
    text: 'cluster_name: a\ncluster_name: b\n',
    fromLine: '3.11',
    toLine: '4.1',
    storageMode: null,
  });
  expect(text).toBe('cluster_name: a\ncluster_name: b\n');
  expect(notes.map(({ key }) => key)).toEqual([
    'num_tokens',
    'cluster_name',
    'start_rpc',
    'materialized_views_enabled',
    'sasi_indexes_enabled',
    'internode_timeout',
    'compaction_throughput',
    'start_native_transport',
    'dynamic_snitch_badness_threshold',
    'native_transport_max_frame_size',
    'cas_contention_timeout',
  ]);
});

test('the old block of internode encryption gets its new name, and the port for nodes of 3.x', () => {
  const text = 'num_tokens: 1\nencryption_options:\n    internode_encryption: all\n    keystore: a\n';
  const merged = mergeCassandraYaml({ text, fromLine: '3.11', toLine: '4.0', storageMode: null });
  expect(merged.text).toMatch(
    /^num_tokens: 1\nserver_encryption_options:\n {4}# Ringlift: .+\n {4}enable_legacy_ssl_storage_port: true\n {4}internode_encryption: all\n {4}keystore: a\n$/,
  );
});

test('a nested key of its own line is written with a dot since 4.1, and refused before', () => {
  const text = 'num_tokens: 16\naudit_logging_options.enabled: false\n';
  const merged = (toLine: '4.0' | '4.1') =>
    mergeCassandraYaml({ text, fromLine: '4.0', toLine, storageMode: null });
  expect(merged('4.1').refused).toEqual([]);
  expect(merged('4.0').refused).toHaveLength(1);
});

const toNewNames = (text: string, toLine: '4.1' | '5.0' = '4.1') =>
  mergeCassandraYaml({
    text: `num_tokens: 16\n${text}`,
    fromLine: '4.0',
    toLine,
    storageMode: null,
    names: 'new',
  });

test('asked for, old names become new ones and values get their unit, with all that stands around them', () => {
  const { text, changes } = toNewNames(
    'read_request_timeout_in_ms:   "5000"  # slow disks\nenable_sasi_indexes: true\n',
  );
  expect(text).toBe(
    'num_tokens: 16\nread_request_timeout:   5000ms  # slow disks\nsasi_indexes_enabled: true\n',
  );
  expect(changes).toMatchObject([
    {
      key: 'read_request_timeout_in_ms',
      action: 'translated',
      from: '5000',
      to: 'read_request_timeout: 5000ms',
    },
    { key: 'enable_sasi_indexes', action: 'renamed', to: 'sasi_indexes_enabled' },
  ]);
});

test.each([
  [
    'a value that others refer to',
    'read_request_timeout_in_ms: &slow 5000\nwrite_request_timeout_in_ms: 2000\n',
    'read_request_timeout_in_ms',
  ],
  [
    'two old names of one key',
    'internode_recv_buff_size_in_bytes: 1\ninternode_socket_receive_buffer_size_in_bytes: 1\n',
    'internode_recv_buff_size_in_bytes',
  ],
])('%s keeps its old name', (_what, text, key) => {
  const merged = toNewNames(text);
  expect(merged.text).toContain(`\n${key}: `);
  expect(merged.changes).toContainEqual(expect.objectContaining({ key, action: 'kept' }));
});

test('an empty key gets its new name and stays empty', () => {
  expect(toNewNames('key_cache_size_in_mb:\n').text).toBe('num_tokens: 16\nkey_cache_size:\n');
});

test('the old name that 5.0 does not start with is replaced even where old names are kept', () => {
  const merge = (text: string) =>
    mergeCassandraYaml({
      text: `num_tokens: 16\n${text}`,
      fromLine: '4.1',
      toLine: '5.0',
      storageMode: null,
    });
  expect(merge('table_count_warn_threshold: 150\n').text).toBe(
    'num_tokens: 16\ntables_warn_threshold: 102\n',
  );
  expect(merge('table_count_warn_threshold: &x 150\n').refused).toHaveLength(1);
  expect(merge('table_count_warn_threshold: 20\n').refused).toHaveLength(1);
});

test('a save period below zero is refused from 4.1 on', () => {
  expect(toNewNames('key_cache_save_period: -1\n').refused.map(({ key }) => key)).toEqual([
    'key_cache_save_period',
  ]);
});

test.each([
  ['gc_warn_threshold_in_ms: 0\n', ['gc_warn_threshold_in_ms']],
  ['gc_log_threshold: 2s\n', ['gc_log_threshold']],
  ['gc_log_threshold: 0ms\ngc_warn_threshold: 1s\n', ['gc_log_threshold']],
  ['gc_log_threshold: 500ms\ngc_warn_threshold: 500ms\n', ['gc_log_threshold']],
  ['gc_warn_threshold: 200ms\n', ['gc_warn_threshold']],
  ['gc_warn_threshold: 1m\ngc_log_threshold: 2s\n', []],
  ['', []],
])('6.0 warns only of pauses longer than those that it logs: %j', (text, keys) => {
  expect(toSix(`${settled}${text}`).refused.map(({ key }) => key)).toEqual(keys);
  const toFive = mergeCassandraYaml({ text, fromLine: '4.1', toLine: '5.0', storageMode: 'CASSANDRA_4' });
  expect(toFive.refused).toEqual([]);
});
