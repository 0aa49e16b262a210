import { expect, test } from 'vitest';
import { specSchema } from '../../../knowledge/spec/spec.ts';
import { minimal } from './minimal.ts';

type Strategy = Record<string, unknown>;

function problemsOf(strategy: Strategy, more: Record<string, unknown> = {}): string[] {
  const { error } = specSchema.safeParse({ ...minimal, strategy, ...more });
  return (error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);
}

const fallback = (follows?: string) => ({ fallback: { name: 'dc2', ...(follows ? { follows } : {}) } });

test.each<[string, Strategy]>([
  ['a rack at a time', { atOnce: 'rack', consistency: 'LOCAL_QUORUM' }],
  ['so many of it', { atOnce: 'rack', mostAtOnce: 2, consistency: 'QUORUM' }],
  ['data centers in parallel', { dataCenters: { inParallel: true }, consistency: 'ONE' }],
  ['in an order', { dataCenters: { order: ['dc2', 'dc1'] } }],
  ['one to fall back on', { dataCenters: fallback('never'), canary: { dataCenter: 'dc1' } }],
  ['windows', { windows: [{ from: '22:00', to: '05:00', timeZone: 'Europe/Berlin' }] }],
])('%s is accepted', (_, strategy) => {
  expect(problemsOf(strategy)).toEqual([]);
});

test.each<[Strategy, string]>([
  [{ atOnce: 'rack' }, 'strategy.consistency: the level at which clients'],
  [{ dataCenters: { inParallel: true } }, 'strategy.consistency: the level at which clients'],
  [{ mostAtOnce: 2 }, 'strategy.mostAtOnce: it is for "atOnce: rack"'],
  [
    { dataCenters: { inParallel: true, order: ['dc1'] }, consistency: 'ONE' },
    'strategy.dataCenters.order: data centers side by side have no order',
  ],
  [
    { dataCenters: fallback(), canary: { dataCenter: 'dc2' } },
    'strategy.dataCenters.fallback.name: the data center to fall back on can not be the one',
  ],
  [{ atOnce: 'rack', consistency: 'ALL' }, 'strategy.consistency: '],
  [{ windows: [] }, 'strategy.windows: '],
  [{ windows: [{ from: '25:00', to: '05:00' }] }, 'strategy.windows.0.from: a time of day'],
  [
    { windows: [{ from: '22:00', to: '05:00', timeZone: 'Mars' }] },
    'strategy.windows.0.timeZone: a time zone',
  ],
])('%j is refused', (strategy, says) => {
  expect(problemsOf(strategy).join('\n')).toContain(says);
});

test('a chain can leave no data center behind for ever', () => {
  const via = [{ release: '5.0.9', file: '/srv/5.0.9.tar.gz', sha256: 'b'.repeat(64) }];
  expect(problemsOf({ dataCenters: fallback('never') }, { via, target: '6.0-alpha2' }).join('\n')).toContain(
    'strategy.dataCenters.fallback.follows: each hop of "via" must be whole',
  );
});
