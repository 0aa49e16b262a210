import { expect, test } from 'vitest';
import { factDifference } from '../../knowledge/fact-difference.ts';

test('tells what is gone before what came, and nothing of what stayed', () => {
  expect(factDifference(['a', 'ring UN: 1 2', 'z'], ['a', 'ring DN: 2', 'ring UN: 1', 'z'])).toEqual([
    '- ring UN: 1 2',
    '+ ring DN: 2',
    '+ ring UN: 1',
  ]);
  expect(factDifference(['a'], ['a'])).toEqual([]);
});
