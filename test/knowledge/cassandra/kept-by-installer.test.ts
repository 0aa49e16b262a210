import { expect, test } from 'vitest';
import { keptByInstaller } from '../../../knowledge/cassandra/kept-by-installer.ts';

const before = `cluster_name: prod1
num_tokens: 256
partitioner: org.apache.cassandra.dht.Murmur3Partitioner
data_file_directories: [/data1, /data2]
commitlog_directory: /log/commitlog
hints_directory: /log/hints
saved_caches_directory: /var/lib/cassandra/saved_caches
`;

test('an installer may change all but what makes the node the one that it is', () => {
  const after = `${before}read_request_timeout: 5s\n`.replace(
    '/var/lib/cassandra/saved_caches',
    '/tmp/caches',
  );
  expect(keptByInstaller(before, after, null)).toEqual([]);
});

test('another cluster, other tokens, other folders and another storage mode are all told at once', () => {
  const after = before
    .replace('prod1', 'Test Cluster')
    .replace('256', '16')
    .replace('/data1, /data2', '/data1')
    .replace('hints_directory: /log/hints\n', '');
  expect(keptByInstaller(before, after, 'CASSANDRA_4')).toEqual([
    { key: 'cluster_name', expected: 'prod1', found: 'Test Cluster' },
    { key: 'num_tokens', expected: '256', found: '16' },
    { key: 'data', expected: '/data1, /data2', found: '/data1' },
    { key: 'hints', expected: '/log/hints', found: 'not named' },
    { key: 'storage_compatibility_mode', expected: 'CASSANDRA_4', found: 'not named' },
  ]);
});

test('a file that is empty keeps nothing', () => {
  expect(keptByInstaller(before, '', null).length).toBeGreaterThan(4);
});
