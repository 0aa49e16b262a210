import { describe, expect, test } from 'vitest';
import { parseDescribeCluster } from '../../../knowledge/nodetool/describecluster.ts';
import { refusal } from './refusal.ts';
import { describeCluster } from './samples.ts';

const whole = describeCluster.mixed60;

test('a mixed cluster with a node that does not answer', () => {
  expect(parseDescribeCluster(whole)).toEqual({
    cluster: 'shop',
    partitioner: 'org.apache.cassandra.dht.Murmur3Partitioner',
    schemaVersions: [
      { version: '54e17321-3f2e-37ca-9b08-d91ba7bdd369', nodes: ['10.0.0.2'] },
      { version: '00000000-0000-0000-8000-000000000001', nodes: ['10.0.0.1'] },
    ],
    unreachable: ['10.0.0.3'],
    databaseVersions: { '6.0-alpha2': 1, '5.0.9': 1, unknown: 1 },
    live: 2,
    unreachableCount: 1,
  });
});

test('before 4.0 it ends after the schema versions, and nothing is said of releases', () => {
  const text = whole.slice(0, whole.indexOf('Stats for'));
  expect(parseDescribeCluster(text)).toMatchObject({
    databaseVersions: null,
    live: null,
    unreachableCount: null,
  });
});

test('4.0 puts an error among the statistics when keyspaces are replicated differently', () => {
  const text = whole.replace(
    '\nData Centers:',
    "Error: Non-system keyspaces don't have the same ...\n\nData Centers:",
  );
  expect(parseDescribeCluster(text)).toEqual(parseDescribeCluster(whole));
});

test('addresses with ports and of IPv6 are named as everywhere', () => {
  const text = whole.replace('[10.0.0.2]', '[[2001:db8:0:0:0:0:0:2]:7000, 10.0.0.4:7000]');
  expect(parseDescribeCluster(text).schemaVersions[0]?.nodes).toEqual(['2001:db8::2', '10.0.0.4']);
});

describe('refused is', () => {
  const texts: [string, string][] = [
    ['an output without a schema version', whole.slice(0, whole.indexOf('\t\t54e'))],
    [
      'a version that is an address (Scylla)',
      whole.replace('54e17321-3f2e-37ca-9b08-d91ba7bdd369', '10.0.0.2'),
    ],
    ['a version without nodes', whole.replace('[10.0.0.2]', '[]')],
    ['statistics that are only begun', whole.slice(0, whole.indexOf('\tMoving'))],
    ['releases without the keyspaces', whole.slice(0, whole.indexOf('Keyspaces:'))],
    ['"Keyspaces:" without a keyspace', whole.slice(0, whole.indexOf('\tsystem ->'))],
    ['a count that is no number', whole.replace('Live: 2', 'Live: two')],
    ['something behind the end', `${whole}Live: 3\n`],
  ];
  test.each(texts)('%s', (_what, text) => {
    expect(() => parseDescribeCluster(text)).toThrow(refusal);
  });
});
