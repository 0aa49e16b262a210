import { expect, test } from 'vitest';
import { type MetricsSeen, type SeriesSeen, metricsArrive } from '../../../knowledge/gates/metrics-arrive.ts';
import { expectOpen, expectShut, remedyOf } from './expect-verdict.ts';

const startedAt = '2026-07-01T12:00:00.000Z';
const start = Date.parse(startedAt);

function seen(number: number, changes: Partial<SeriesSeen> = {}): MetricsSeen {
  const newest = { atMillis: start + 60_000, ageMillis: 15_000 };
  return {
    ...{ node: `10.0.0.${number}`, name: `cass${number}`, startedAt },
    series: [{ asked: 'load', through: 'prometheus', newest, problem: null, ...changes }],
  };
}

const judge = (...nodes: MetricsSeen[]) => metricsArrive(nodes, { maxAgeMillis: 120_000 });

test('fresh samples of every node since its start open it', () => {
  const verdict = judge(seen(1), seen(2));
  expectOpen(verdict, '2 nodes: fresh samples of load');
  expect(verdict.standsFor).toEqual(['S1-21']);
});

test.each([
  ['there is no load of it', { newest: null }],
  ['could not be asked for: status 401', { newest: null, problem: 'status 401' }],
  ['is 121 s old', { newest: { atMillis: start + 60_000, ageMillis: 121_000 } }],
  ['is from before its start', { newest: { atMillis: start - 5_000, ageMillis: 1_000 } }],
] as const)('one node whose sample is such that %s shuts it', (says, changes) => {
  const verdict = judge(seen(1), seen(2, changes));
  expectShut(verdict, 'cass2 (10.0.0.2)', says);
  expect(verdict.evidence.join()).not.toContain('cass1 (10.0.0.1): the');
});

test('a sample of a node whose start is not known shuts it; its own page, asked just now, does not', () => {
  expectShut(judge({ ...seen(1), startedAt: null }), 'its start could not be read');
  expectOpen(judge({ ...seen(1, { through: 'exporter' }), startedAt: null }), '1 node');
});

test('the remedy names the part of the file that was asked by', () => {
  expect(remedyOf(judge(seen(1, { newest: null, through: 'exporter' })))).toContain('metrics.exporter');
});

test('a node that was not asked for, and no node at all, shut it', () => {
  expectShut(judge({ ...seen(1), series: [] }), 'were not asked for');
  expectShut(judge(), 'nothing was seen');
});
