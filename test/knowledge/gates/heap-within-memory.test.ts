import { expect, test } from 'vitest';
import { heapWithinMemory } from '../../../knowledge/gates/heap-within-memory.ts';
import { expectOpen, expectShut, remedyOf } from './expect-verdict.ts';
import { healthyCluster, healthySpec, preflightInput, spoil, spoilHost } from './healthy-cluster.ts';

const healthy = healthyCluster();
const judgeIt = (inventory = healthy, spec = healthySpec()) =>
  heapWithinMemory(preflightInput(inventory, spec));

test('opens when every heap is within its share, the limit itself included', () => {
  expectOpen(
    judgeIt(spoilHost(healthy, '10.0.0.2', { maxHeapBytes: 16 * 1024 ** 3 })),
    'heap 16 GiB of 32 GiB',
  );
});

test('stays shut when one heap is beyond, and gives the -Xmx that would do', () => {
  const verdict = judgeIt(spoilHost(healthy, '10.0.0.2', { maxHeapBytes: 17 * 1024 ** 3 }));
  expectShut(verdict, 'cass2 (10.0.0.2): heap 17 GiB is more than 50% of 32 GiB memory');
  expect(remedyOf(verdict)).toContain('Set -Xmx to at most 16384M');
});

test('the share is the one in the file', () => {
  const spec = healthySpec({ gates: { maxHeapShareOfMemory: 0.1 } });
  expectShut(judgeIt(healthy, spec), 'more than 10%');
});

test('stays shut when heap, memory or machine did not tell', () => {
  expectShut(judgeIt(spoilHost(healthy, '10.0.0.2', { maxHeapBytes: null })), 'cass2 (10.0.0.2): the heap');
  expectShut(judgeIt(spoilHost(healthy, '10.0.0.2', { memoryBytes: Number.NaN })), 'memory of its machine');
  expectShut(judgeIt(spoil(healthy, '10.0.0.2', { host: null })), 'cass2 (10.0.0.2): the machine');
  expectShut(judgeIt({ ...healthy, nodes: [] }));
});
