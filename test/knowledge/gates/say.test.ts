import { expect, test } from 'vitest';
import { count, sayBytes, sayList, sayNode } from '../../../knowledge/gates/say.ts';

test('a node is called by its name and address, or by its address alone', () => {
  expect(sayNode({ node: '10.0.0.1', name: 'cass1' })).toBe('cass1 (10.0.0.1)');
  expect(sayNode({ node: '10.0.0.1', name: '10.0.0.1' })).toBe('10.0.0.1');
});

test('a list is said with "and", a long one is cut', () => {
  expect(sayList([])).toBe('none');
  expect(sayList(['a'])).toBe('a');
  expect(sayList(['a', 'b', 'c'])).toBe('a, b and c');
  expect(sayList(['a', 'b', 'c', 'd', 'e', 'f', 'g'])).toBe('a, b, c, d, e and 2 others');
});

test('bytes are said in binary units', () => {
  expect(sayBytes(0)).toBe('0 B');
  expect(sayBytes(512)).toBe('512 B');
  expect(sayBytes(1024 ** 3)).toBe('1 GiB');
  expect(sayBytes(1536 * 1024 ** 2)).toBe('1.5 GiB');
});

test('one is not plural', () => {
  expect([count(1, 'node'), count(2, 'node')]).toEqual(['1 node', '2 nodes']);
});
