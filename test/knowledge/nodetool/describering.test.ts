import { describe, expect, test } from 'vitest';
import { parseDescribeRing } from '../../../knowledge/nodetool/describering.ts';
import { refusal } from './refusal.ts';

const detail = (host: string, rack: string): string =>
  `EndpointDetails(host:${host}, datacenter:dc 1, rack:${rack})`;
const range = (start: string, end: string, hosts: readonly [string, string]): string =>
  `\tTokenRange(start_token:${start}, end_token:${end}, endpoints:[${hosts.join(', ')}], ` +
  `rpc_endpoints:[${hosts.join(', ')}], endpoint_details:[${detail(hosts[0], 'r1')}, ${detail(hosts[1], 'r2')}])\n`;

const head = 'Schema Version:d8210030-20a4-3f05-b2ef-ea154a6d8ef6\nTokenRange: \n';
const first = range('-5', '5', ['10.0.0.1', '[2001:db8:0:0:0:0:0:2]:7000']);
const second = range('5', '-5', ['10.0.0.3:7000', '10.0.0.1:7000']);

test('ranges with their replicas, by node and place', () => {
  expect(parseDescribeRing(head + first + second).ranges).toEqual([
    {
      start: '-5',
      end: '5',
      endpoints: [
        { address: '10.0.0.1', dataCenter: 'dc 1', rack: 'r1' },
        { address: '2001:db8::2', dataCenter: 'dc 1', rack: 'r2' },
      ],
    },
    {
      start: '5',
      end: '-5',
      endpoints: [
        { address: '10.0.0.3', dataCenter: 'dc 1', rack: 'r1' },
        { address: '10.0.0.1', dataCenter: 'dc 1', rack: 'r2' },
      ],
    },
  ]);
});

test('one token alone is a whole ring', () => {
  const text = head + range('7', '7', ['10.0.0.1', '10.0.0.2']);
  expect(parseDescribeRing(text).ranges).toHaveLength(1);
});

describe('refused is', () => {
  test.each([
    ['a ring with a gap', head + first],
    ['no range at all', head],
    ['a replica without a rack', head + first.replace(', rack:r1', '') + second],
    ['a replica without details', head + first.replace(`${detail('10.0.0.1', 'r1')}, `, '') + second],
    ['details of another node', head + first.replace('host:10.0.0.1', 'host:10.0.0.9') + second],
    ['a keyspace that is not there', 'nodetool: The keyspace x, does not exist\n'],
  ])('%s', (_what, text) => {
    expect(() => parseDescribeRing(text)).toThrow(refusal);
  });
});
