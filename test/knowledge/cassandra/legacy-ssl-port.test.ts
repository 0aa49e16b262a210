import { expect, test } from 'vitest';
import { withoutLegacyPort } from '../../../knowledge/cassandra/legacy-ssl-port.ts';
import { mergeCassandraYaml } from '../../../knowledge/cassandra/merge-yaml.ts';
import type { ReleaseLine } from '../../../knowledge/cassandra/release-line.ts';

const merge = (text: string, toLine: ReleaseLine = '4.0', fromLine: ReleaseLine = '3.11') =>
  mergeCassandraYaml({ text: `num_tokens: 16\n${text}`, fromLine, toLine, storageMode: null });

const block =
  'server_encryption_options:\n    # ours\n    internode_encryption: all\n    keystore_password: x\n    truststore_password: x\n';
const braces =
  'server_encryption_options: {internode_encryption: all, keystore_password: x, truststore_password: x}\n';

test.each([
  ['3.0', '4.0'],
  ['3.0', '4.1'],
  ['3.11', '4.0'],
  ['3.11', '4.1'],
] as const)('from %s to %s the port for nodes of 3.x is on, nested, where nodes encrypt', (from, to) => {
  const { text, changes, refused } = merge(block, to, from);
  expect(text).toContain(
    `server_encryption_options:\n    # Ringlift: for nodes of ${from}; off again by a rolling restart when there are none.\n    enable_legacy_ssl_storage_port: true\n    # ours\n`,
  );
  expect(changes.map(({ key }) => key)).toEqual(['server_encryption_options.enable_legacy_ssl_storage_port']);
  expect(refused).toEqual([]);
});

test('it is on in braces as well', () => {
  expect(merge(braces).text).toContain(
    'server_encryption_options: {enable_legacy_ssl_storage_port: true, internode_encryption: all,',
  );
});

test.each([
  ['no encryption between nodes', block.replace('all', 'none'), '4.0', '3.11'],
  ['a hop within 3.x', block, '3.11', '3.0'],
  ['a hop from 4.0', block, '4.1', '4.0'],
] as const)('with %s it is not added', (_what, text, to, from) => {
  expect(merge(text, to, from).text).toBe(`num_tokens: 16\n${text}`);
});

test('told to stay off, or in a block that can not be added to, it is refused: the roll would tear the cluster in two', () => {
  const off = block.replace('    # ours', '    enable_legacy_ssl_storage_port: false');
  const shared = `x: &tls {internode_encryption: all, keystore_password: x, truststore_password: x}\nserver_encryption_options: *tls\n`;
  for (const text of [off, shared]) {
    const keys = merge(text).refused.map(({ key }) => key);
    expect(keys).toContain('server_encryption_options.enable_legacy_ssl_storage_port');
  }
});

test('that nodes of 4.x speak TLS on another port is told, since a firewall may stand between', () => {
  const { notes } = merge(`storage_port: 7070\n${block}`);
  expect(notes).toContainEqual({ key: 'storage_port', why: expect.stringContaining('(7070)') });
  expect(merge(block.replace('all', 'none')).notes.map(({ key }) => key)).not.toContain('storage_port');
});

test.each([
  ['a block', block],
  ['braces', braces],
  ['a block with carriage returns', block.replaceAll('\n', '\r\n')],
])('off again, %s is what it was before', (_what, text) => {
  expect(withoutLegacyPort(merge(text).text)).toBe(`num_tokens: 16\n${text}`);
});

test('what a person had written is set to false, under either name', () => {
  for (const name of ['enable_legacy_ssl_storage_port', 'legacy_ssl_storage_port_enabled']) {
    const text = `server_encryption_options:\n  ${name}: true  # CHG-12\n  internode_encryption: dc\n`;
    expect(withoutLegacyPort(text)).toBe(text.replace('true', 'false'));
  }
});

test('where it is not on there is nothing to turn off', () => {
  expect(withoutLegacyPort(block)).toBeNull();
  expect(withoutLegacyPort('num_tokens: 16\n')).toBeNull();
  expect(withoutLegacyPort(block.replace('# ours', 'enable_legacy_ssl_storage_port: false'))).toBeNull();
});

test('left on after 3.x is gone, it is told', () => {
  const on = block.replace('# ours', 'enable_legacy_ssl_storage_port: true');
  const told = (text: string) => merge(text, '4.1', '4.0').notes.map(({ key }) => key);
  const ofTheHop = ['native_transport_max_frame_size', 'cas_contention_timeout'];
  expect(told(on).toSorted()).toEqual(
    [...ofTheHop, 'server_encryption_options.enable_legacy_ssl_storage_port'].toSorted(),
  );
  expect(told(block).toSorted()).toEqual(ofTheHop.toSorted());
});
