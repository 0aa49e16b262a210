import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { labNodes } from '../../../lab/cluster/lab-node.ts';
import {
  cassandraYaml,
  jvmOptions,
  ownJvmOptions,
  rackProperties,
  tokensOf,
} from '../../../lab/cluster/operator-config.ts';

const paths = { home: '/h', releases: '/r', data: '/d', logs: '/l', pidFile: '/p', javaHome: '/j' };
const [first, second] = labNodes(3, (number) => ({
  address: `10.0.0.${number}`,
  sshPort: 22,
  jmxPort: 7199,
  paths,
}));
const options = { node: second!, nodeCount: 3, seeds: ['10.0.0.1'], clusterName: 'lab' };
const yamlOf = (release: string, yamlExtra?: string): Record<string, unknown> =>
  parse(cassandraYaml({ ...options, release, yamlExtra })) as Record<string, unknown>;

test('cassandra.yaml of 5.0 names its node, its seed and its folders, and leaves the storage mode to its default', () => {
  const yaml = yamlOf('5.0.9');
  expect(yaml).toMatchObject({
    listen_address: '10.0.0.2',
    rpc_address: '10.0.0.2',
    num_tokens: 8,
    cluster_name: 'lab',
  });
  expect(yaml).toMatchObject({ read_request_timeout: '8000ms', data_file_directories: ['/d/data'] });
  expect(JSON.stringify(yaml['seed_provider'])).toContain('"seeds":"10.0.0.1"');
  expect(yaml).not.toHaveProperty('storage_compatibility_mode');
});

test('cassandra.yaml before 4.1 has the old names with their units in them, and 3.11 has Thrift', () => {
  expect(yamlOf('4.0.7')).toMatchObject({
    read_request_timeout_in_ms: 8000,
    commitlog_segment_size_in_mb: 8,
  });
  expect(yamlOf('4.0.7')).not.toHaveProperty('read_request_timeout');
  expect(yamlOf('4.0.7')).not.toHaveProperty('start_rpc');
  expect(yamlOf('3.11.19')).toMatchObject({ start_rpc: false, range_request_timeout_in_ms: 12000 });
  expect(yamlOf('4.1.10')).toMatchObject({ range_request_timeout: '12000ms' });
});

test('cassandra.yaml of 6.0 keeps the journal that is new in it beside the other folders', () => {
  expect(yamlOf('6.0-alpha2')).toMatchObject({ accord: { journal_directory: '/d/accord_journal' } });
  expect(yamlOf('5.0.9')).not.toHaveProperty('accord');
});

test('cassandra.yaml ends with the lines that a test adds', () => {
  expect(yamlOf('5.0.9', 'native_transport_port_ssl: 9142')).toMatchObject({
    native_transport_port_ssl: 9142,
  });
});

test('tokens of all nodes are distinct, evenly spread and within the range of Murmur3, for one node as for many', () => {
  for (const nodeCount of [1, 3, 6]) {
    const all = Array.from({ length: nodeCount }, (_, index) => tokensOf(index + 1, nodeCount)).flat();
    const sorted = [...all].sort((a, b) => (a < b ? -1 : 1));
    const gaps = new Set(sorted.slice(1).map((token, index) => token - sorted[index]!));
    expect(all).toHaveLength(8 * nodeCount);
    expect(gaps.size).toBe(1);
    expect(sorted[0]).toBeGreaterThan(-(2n ** 63n));
    expect(sorted.at(-1)).toBeLessThan(2n ** 63n);
  }
});

test('jvmOptions comments out the heap and collector of the release and puts the own lines last', () => {
  const shipped = '-ea\n-Xmx4G\n#-Xms4G\n-XX:+UseG1GC\n-XX:G1RSetUpdatingPauseTimePercent=5\n-XX:+UseTLAB\n';
  const lines = jvmOptions(shipped, ownJvmOptions).split('\n');
  expect(lines.filter((line) => line.startsWith('-'))).toEqual(['-ea', '-XX:+UseTLAB', ...ownJvmOptions]);
  expect(lines).toContain('#-Xmx4G');
  expect(jvmOptions(shipped, [])).not.toContain('our own');
});

test('the racks of three nodes differ, and only the first node is a seed', () => {
  expect(rackProperties(first!)).toContain('rack=r1');
  expect(rackProperties(second!)).toContain('rack=r2');
  expect([first!.seed, second!.seed]).toEqual([true, false]);
});
