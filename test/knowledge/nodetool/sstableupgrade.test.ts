import { expect, test } from 'vitest';
import { parseSSTableUpgrade } from '../../../knowledge/nodetool/sstableupgrade.ts';
import { refusal } from './refusal.ts';

test('one of two was rewritten, which is no success', () => {
  const text = `Found 2 sstables that need upgrading.
Upgrading BigTableReader(path='/data/a-1-big-Data.db')
Upgrade of BigTableReader(path='/data/a-1-big-Data.db') complete.
Upgrading BigTableReader(path='/data/a-2-big-Data.db')
`;
  expect(parseSSTableUpgrade(text)).toEqual({ found: 2, upgraded: 1, success: false });
});

test('nothing to do is a success', () => {
  expect(parseSSTableUpgrade('Found 0 sstables that need upgrading.\n').success).toBe(true);
});

test.each(['Found some sstables that need upgrading.\n', 'Found 1 sstables that need upgrading.\nHello\n'])(
  'refused is %j',
  (text) => {
    expect(() => parseSSTableUpgrade(text)).toThrow(refusal);
  },
);
