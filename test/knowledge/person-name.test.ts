import { expect, test } from 'vitest';
import { personIn, samePerson } from '../../knowledge/person-name.ts';

test('case and blanks make no other person', () => {
  expect(samePerson('Ann Lee', ' ann   lee ')).toBe(true);
  expect(samePerson('ann', 'anna')).toBe(false);
  // A full-width letter is the same letter, written another way.
  expect(samePerson('ann', '\uff41nn')).toBe(true);
});

test('a name means the entry of the list that is written so, else the one that differs by case or blanks', () => {
  expect(personIn(['Ann', 'bob'], 'ANN')).toBe('Ann');
  expect(personIn(['Ann', 'ann'], 'ann')).toBe('ann');
  expect(personIn(['Ann', 'bob'], 'eve')).toBeNull();
});
