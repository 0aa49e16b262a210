import { expect, test } from 'vitest';
import { nodeIdOf, nodeIdsOf } from '../../../knowledge/nodetool/node-id.ts';

test.each([
  ['10.0.0.1', '10.0.0.1'],
  ['/10.0.0.1', '10.0.0.1'],
  ['/10.0.0.1:7000', '10.0.0.1'],
  ['db1.example.org/10.0.0.1:7000', '10.0.0.1'],
  ['2001:db8:0:0:0:0:0:1', '2001:db8::1'],
  ['2001:db8::1', '2001:db8::1'],
  ['/[2001:DB8:0:0:0:0:0:1]:7000', '2001:db8::1'],
  ['[2001:db8:0:0:0:0:0:1]', '2001:db8::1'],
  ['2a05:d018:223:f00:1c55:d40e:5a7d:ffb7', '2a05:d018:223:f00:1c55:d40e:5a7d:ffb7'],
  ['10:0:0:1:0:0:0:4', '10:0:0:1::4'],
  ['1:0:0:2:0:0:3:4', '1::2:0:0:3:4'],
  ['1:0:2:3:4:5:6:7', '1:0:2:3:4:5:6:7'],
  ['0:0:0:0:0:0:0:1', '::1'],
  ['0:0:0:0:0:0:0:0', '::'],
  ['fe80:0:0:0:0:0:0:1%eth0', 'fe80::1%eth0'],
])('%s is the node %s', (printed, node) => {
  expect(nodeIdOf(printed)).toBe(node);
  expect(nodeIdOf(node)).toBe(node);
});

test.each(['2a01:7e00:xxxx', '172.xxx.xxx.xxx', 'db1.example.org', '1:2:3', '1::2::3', '1:2:3:4:5:6:7:8:9'])(
  '%s is no address and stays as it is',
  (printed) => {
    expect(nodeIdOf(printed)).toBe(printed);
  },
);

test('a list may be separated by commas or blanks', () => {
  expect(nodeIdsOf('/10.0.0.1:7000,/10.0.0.2:7000, [0:0:0:0:0:0:0:1]:7000')).toEqual([
    '10.0.0.1',
    '10.0.0.2',
    '::1',
  ]);
  expect(nodeIdsOf('1.2.3.4 2.3.4.5')).toEqual(['1.2.3.4', '2.3.4.5']);
  expect(nodeIdsOf('')).toEqual([]);
});
