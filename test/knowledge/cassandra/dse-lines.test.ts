import { expect, test } from 'vitest';
import { dseFactsOf, dseLineOf, dseLines } from '../../../knowledge/cassandra/dse-lines.ts';

test.each([
  ['4.8.14', '4.8'],
  ['5.0.10', '5.0'],
  ['5.1.20', '5.1'],
])('DSE %s is of line %s', (printed, line) => {
  expect(dseLineOf(printed)).toEqual({ known: true, line });
});

test('DSE 6 is refused with the reason and another way', () => {
  for (const printed of ['6.0.11', '6.7.7', '6.8.23']) {
    expect(dseLineOf(printed)).toMatchObject({
      known: false,
      reason: expect.stringContaining('no Apache Cassandra knows'),
      next: expect.stringContaining('new cluster'),
    });
  }
});

test('what is older, or no release at all, is refused by what is known', () => {
  for (const printed of ['4.7.1', 'what']) {
    expect(dseLineOf(printed)).toMatchObject({
      known: false,
      reason: expect.stringContaining('4.8, 5.0, 5.1'),
    });
  }
});

test('each line leads to the next, and the last alone to Apache', () => {
  for (const [index, line] of dseLines.entries()) {
    const next = dseLines[index + 1];
    expect(dseFactsOf[line].leadsTo).toEqual(next ? { dse: next } : { apache: '3.11' });
  }
});
