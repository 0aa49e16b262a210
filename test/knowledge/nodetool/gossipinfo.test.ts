import { describe, expect, test } from 'vitest';
import { parseGossipInfo } from '../../../knowledge/nodetool/gossipinfo.ts';
import { refusal } from './refusal.ts';
import { gossip } from './samples.ts';

const whole = gossip.twoNodes;

test('a node that leaves and one that was stopped', () => {
  expect(parseGossipInfo(whole).endpoints).toEqual([
    {
      address: '10.0.0.1',
      status: 'LEAVING',
      heartbeat: 812,
      dataCenter: 'dc1',
      rack: 'rack1',
      release: '6.0-alpha2',
      schema: '00000000-0000-0000-8000-000000000001',
      hostId: '6d194555-f6eb-41d0-c000-000000000001',
      netVersion: 14,
      sstableVersions: ['big-nb', 'big-pa'],
      rpcReady: true,
    },
    {
      address: '10.0.0.2',
      status: 'shutdown',
      heartbeat: 2147483647,
      dataCenter: null,
      rack: null,
      release: '5.0.9',
      schema: null,
      hostId: null,
      netVersion: null,
      sstableVersions: [],
      rpcReady: false,
    },
  ]);
});

test('of STATUS and STATUS_WITH_PORT the one said later counts', () => {
  const text = whole.replace('STATUS:20:', 'STATUS:22:');
  expect(parseGossipInfo(text).endpoints[0]?.status).toBe('NORMAL');
});

test('an endpoint without any status has none', () => {
  const text = whole.replace(/ {2}STATUS.*\n/g, '');
  expect(parseGossipInfo(text).endpoints.map(({ status }) => status)).toEqual([null, null]);
});

test('IPv6 endpoints and ports', () => {
  const text = whole.replace('/10.0.0.1', '/[2001:db8:0:0:0:0:0:1]:7000');
  expect(parseGossipInfo(text).endpoints[0]?.address).toBe('2001:db8::1');
});

describe('refused is', () => {
  const texts: [string, string][] = [
    ['an endpoint without its TOKENS line', whole.replace('  TOKENS:5:<hidden>\n', '')],
    ['states without a version (Scylla)', whole.replace('DC:13:dc1', 'DC:dc1')],
    ['a heartbeat that is no number', whole.replace('heartbeat:812', 'heartbeat:x')],
    ['a net version that is no number', whole.replace('NET_VERSION:2:14', 'NET_VERSION:2:x')],
    ['readiness that is neither true nor false', whole.replace('RPC_READY:555:true', 'RPC_READY:555:maybe')],
    ['states without an endpoint', whole.slice(whole.indexOf('  generation'))],
  ];
  test.each(texts)('%s', (_what, text) => {
    expect(() => parseGossipInfo(text)).toThrow(refusal);
  });
});
