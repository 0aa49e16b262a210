import { expect, test } from 'vitest';
import { downNodesOf } from '../../../knowledge/spec/down-nodes.ts';
import { healthySpec } from '../gates/healthy-cluster.ts';

test('by default none', () => {
  expect(downNodesOf(healthySpec())).toEqual([]);
});

test('a node is told by its address in gossip, whatever way it was written', () => {
  const nodes = [
    { address: '10.0.0.1' },
    { address: '10.9.0.2', broadcastAddress: '2001:0db8:0000:0000:0000:0000:0000:0002', name: 'blue' },
  ];
  const downNodes = ['blue', '10.9.0.2', '[2001:DB8::2]', '2001:db8:0:0:0:0:0:3'];
  expect(downNodesOf(healthySpec({ nodes, strategy: { downNodes } }))).toEqual([
    '2001:db8::2',
    '2001:db8::3',
  ]);
});
