import { describe, expect, test } from 'vitest';
import { parseInfo } from '../../../knowledge/nodetool/info.ts';
import { refusal } from './refusal.ts';

const whole = `ID                     : ed19c671-f413-4108-b9f2-1bb62ce8975c
Gossip active          : true
Native Transport active: false
Load                   : 306.77 KiB
Uptime (seconds)       : 44681
Heap Memory (MB)       : 121.30 / 975.13
Data Center            : dc1
Rack                   : rack 1
Key Cache              : entries 25, size 2.12 KiB, capacity 48 MiB, 190 hits
Token                  : (invoke with -T/--tokens to see all 256 tokens)
Bootstrap state        : COMPLETED
`;

test('what it tells', () => {
  expect(parseInfo(whole)).toEqual({
    hostId: 'ed19c671-f413-4108-b9f2-1bb62ce8975c',
    gossipActive: true,
    nativeTransportActive: false,
    thriftActive: null,
    dataCenter: 'dc1',
    rack: 'rack 1',
    tokenCount: 256,
    uptimeSeconds: 44681,
    heapUsedMiB: 121.3,
    heapMaxMiB: 975.13,
  });
});

test('a decimal comma', () => {
  const text = whole.replace('121.30 / 975.13', '121,30 / 975,13');
  expect(parseInfo(text)).toMatchObject({ heapUsedMiB: 121.3, heapMaxMiB: 975.13 });
});

test('a node that has not joined has no tokens yet', () => {
  const text = whole.replace(/\(invoke.*\)/, '(node is not joined to the cluster)');
  expect(parseInfo(text).tokenCount).toBeNull();
});

test('a node without a host id, and without a native transport line', () => {
  const text = whole.replace(/ed19.*/, 'null').replace(/Native.*\n/, '');
  expect(parseInfo(text)).toMatchObject({ hostId: null, nativeTransportActive: null });
});

describe('refused is', () => {
  test.each([
    ['an output without its Token line', whole.slice(0, whole.indexOf('Token'))],
    [
      'a flag that is neither true nor false',
      whole.replace('active          : true', 'active          : yes'),
    ],
    ['an uptime that is no number', whole.replace('44681', 'long')],
    ['all tokens (-T)', whole.replace(/\(invoke.*\)/, '1\nToken                  : 2')],
    ['a line of another shape', `${whole}hello\n`],
  ])('%s', (_what, text) => {
    expect(() => parseInfo(text)).toThrow(refusal);
  });
});
