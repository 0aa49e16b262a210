import { expect, test } from 'vitest';
import { refusedHops, remedyFor, shortestChain } from '../../../knowledge/cassandra/hop-chain.ts';
import { judgeHop } from '../../../knowledge/cassandra/hops.ts';
import { releaseLines } from '../../../knowledge/cassandra/release-line.ts';
import { factsOf } from '../../../knowledge/cassandra/releases.ts';

const apache = (release: string) => ({ release, dse: null });

test.each([
  ['3.0.31', '6.0-alpha2', ['4.1.10', '6.0-alpha2']],
  ['3.11.11', '5.0.9', ['4.1.10', '5.0.9']],
  ['3.11.11', '6.0-alpha2', ['4.1.10', '6.0-alpha2']],
  ['5.0.9', '6.0-alpha2', ['6.0-alpha2']],
  ['5.0.2', '5.0.9', ['5.0.9']],
  ['3.0.10', '4.1.10', ['3.0.31', '4.1.10']],
  ['3.0.10', '5.0.2', ['3.0.31', '4.1.10', '5.0.2']],
  ['3.11.19', '4.0-beta2', ['4.0-beta2']],
])('the shortest chain from %s to %s is %j', (from, to, chain) => {
  expect(shortestChain(apache(from), to)).toEqual(chain);
});

test.each([
  ['6.0-alpha2', '5.0.9'],
  ['5.0.9', '5.0.9'],
  ['what', '6.0-alpha2'],
  ['5.0.9', '7.0.0'],
])('there is no chain from %s to %s', (from, to) => {
  expect(shortestChain(apache(from), to)).toEqual([]);
});

test('between the newest releases of any two lines in order there is a chain of supported hops', () => {
  for (const [index, one] of releaseLines.entries()) {
    for (const other of releaseLines.slice(index + 1)) {
      const chain = [
        factsOf[one].newest,
        ...shortestChain(apache(factsOf[one].newest), factsOf[other].newest),
      ];
      expect(chain.at(-1)).toBe(factsOf[other].newest);
      const hops = chain.slice(1).map((to, at) => judgeHop(chain[at] ?? to, to));
      expect(
        hops.every(({ supported }) => supported),
        chain.join(' '),
      ).toBe(true);
    }
  }
});

test.each([
  ['4.8.9', '3.11.19', ['dse-4.8.14', 'dse-5.0.14', 'dse-5.1.4', '3.11.19']],
  ['4.8.14', '4.1.10', ['dse-5.0.14', 'dse-5.1.4', '3.11.19', '4.1.10']],
  ['5.1.20', '6.0-alpha2', ['3.11.19', '4.1.10', '6.0-alpha2']],
  ['6.7.7', '6.0-alpha2', []],
  ['4.7.1', '3.11.19', []],
  ['5.1.20', '3.0.31', []],
  ['4.8.9', 'dse-5.1.20', ['dse-4.8.14', 'dse-5.0.14', 'dse-5.1.20']],
  ['4.8.9', 'dse-4.8.14', ['dse-4.8.14']],
  ['5.1.20', 'dse-5.0.14', []],
])('DSE %s leads to %s by %j', (dse, to, chain) => {
  expect(shortestChain({ release: '3.11.3.5', dse }, to)).toEqual(chain);
});

test('every hop of a chain that can not be made is told, with what would work', () => {
  const refused = refusedHops(['3.11.11', '5.0.9', '4.1.10', '6.0-alpha2']);
  expect(refused.map(({ index, from, to }) => [index, from, to])).toEqual([
    [0, '3.11.11', '5.0.9'],
    [1, '5.0.9', '4.1.10'],
  ]);
  expect(refused[0]?.remedy).toContain('4.1.10');
  expect(refused[1]?.reason).toContain('downgrade');
  expect(refusedHops(['3.11.11', '4.0.7', '4.1.10', '5.0.9', '6.0-alpha2'])).toEqual([]);
});

test('an unsafe release is refused in a chain too, until somebody insists on it', () => {
  expect(refusedHops(['3.0.31', '3.11.1', '4.1.10'])).toMatchObject([{ index: 0, to: '3.11.1' }]);
  expect(refusedHops(['3.0.31', '3.11.1', '4.1.10'], ['3.11.1'])).toEqual([]);
  expect(remedyFor('3.0.31', '3.11.1', true)).toContain('Take 3.11.19');
  expect(remedyFor('3.0.31', '3.11.1', true)).toContain('insist');
});

test('a chain from DSE to Apache is one of supported hops, and 3.11.1 is no place to stay', () => {
  const chain = ['dse-4.8.9', 'dse-4.8.14', 'dse-5.0.14', 'dse-5.1.4', '3.11.19', '4.0.19'];
  expect(refusedHops(chain)).toEqual([]);
  expect(refusedHops(['dse-5.1.4', '3.11.1'])).toMatchObject([
    { reason: expect.stringContaining('CASSANDRA-14010') },
  ]);
  expect(refusedHops(['dse-5.1.4', '3.11.1'], ['3.11.1'])).toEqual([]);
});

test.each([
  ['dse-4.8.9', 'dse-5.0.14', 'left from 4.8.14 or later'],
  ['dse-4.8.14', 'dse-5.1.4', 'it leads to DSE 5.0 alone'],
  ['dse-5.0.14', '3.11.19', 'it leads to DSE 5.1 alone'],
  ['dse-5.1.4', '4.0.19', 'it leads to Apache Cassandra 3.11 alone'],
  ['dse-5.1.4', 'dse-5.0.14', 'downgrade'],
  ['dse-5.1.4', 'dse-6.7.7', 'no Apache Cassandra knows'],
  ['dse-6.7.7', '4.0.19', 'no Apache Cassandra knows'],
  ['3.11.19', 'dse-5.1.4', 'no way leads from Apache Cassandra to DSE'],
])('%s to %s is refused: %s', (from, to, reason) => {
  expect(judgeHop(from, to)).toMatchObject({ supported: false, reason: expect.stringContaining(reason) });
});
