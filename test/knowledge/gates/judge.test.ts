import { expect, test } from 'vitest';
import { judge } from '../../../knowledge/gates/judge.ts';

const objection = (number: number) => ({ found: `node ${number} is down`, remedy: `Start node ${number}.` });

test('a gate that saw nothing is shut, with a remedy', () => {
  expect(judge('g', { seen: [], against: [] })).toMatchObject({ gate: 'g', open: false });
});

test('a gate that saw something and has no objection is open, and names its steps', () => {
  const verdict = judge('g', { seen: ['all up'], against: [], standsFor: ['S1-2'] });
  expect(verdict).toEqual({ gate: 'g', open: true, evidence: ['all up'], standsFor: ['S1-2'] });
});

test('one objection shuts a gate whatever was seen, and comes first in its evidence', () => {
  const verdict = judge('g', { seen: ['two are up'], against: [objection(3)] });
  expect(verdict).toEqual({
    gate: 'g',
    open: false,
    evidence: ['node 3 is down', 'two are up'],
    remedy: 'Start node 3.',
  });
});

test('a thousand objections are a dozen lines and three remedies, and say how many more there are', () => {
  const verdict = judge('g', { seen: ['x'], against: Array.from({ length: 1_000 }, (_, n) => objection(n)) });
  expect(verdict.evidence).toHaveLength(13);
  expect(verdict.evidence[11]).toBe('and 989 more like these');
  expect(verdict.open ? '' : verdict.remedy).toBe(
    'Start node 0. Start node 1. Start node 2. Then see to the other 997: what they need is shown once these are gone.',
  );
});

test('the same fact and the same remedy are said once', () => {
  const verdict = judge('g', { seen: [], against: [objection(1), objection(1)] });
  expect(verdict).toMatchObject({ evidence: ['node 1 is down'], remedy: 'Start node 1.' });
});
