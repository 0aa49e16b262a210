import { expect, test } from 'vitest';
import type { StorageMode } from '../../../knowledge/cassandra/releases.ts';
import { forecastWaysBack, sayForecast } from '../../../knowledge/reversibility/forecast.ts';
import type { PlannedNode } from '../../../knowledge/plan.ts';

const plan = (from: readonly string[], to: string, storageMode: StorageMode | null) => ({
  to,
  storageMode,
  nodes: from.map((release, index): PlannedNode => ({
    node: `10.0.0.${index + 1}`,
    name: `cass${index + 1}`,
    dataCenter: 'dc1',
    rack: 'r1',
    isSeed: false,
    tokenCount: 16,
    release,
  })),
});

test('under CASSANDRA_4 6.0 gives the binaries and system_schema back, under the others the restore point', () => {
  expect(forecastWaysBack(plan(['5.0.9'], '6.0-alpha2', 'CASSANDRA_4'))).toEqual([
    { modes: ['CASSANDRA_4'], way: 'binaries and system_schema', planned: true },
    { modes: ['CASSANDRA_5', 'UPGRADING', 'NONE'], way: 'restore point', planned: false },
  ]);
});

test('a cluster that ran in NONE can not choose CASSANDRA_4', () => {
  expect(forecastWaysBack(plan(['5.0.9'], '6.0-alpha2', 'CASSANDRA_5'))).toEqual([
    { modes: ['CASSANDRA_5'], way: 'restore point', planned: true },
    { modes: ['CASSANDRA_4'], way: null, planned: false },
    { modes: ['UPGRADING', 'NONE'], way: 'restore point', planned: false },
  ]);
});

test('a target without modes has one way', () => {
  expect(forecastWaysBack(plan(['3.11.19'], '4.0.19', null))).toEqual([
    { modes: [], way: 'restore point', planned: true },
  ]);
  expect(sayForecast(forecastWaysBack(plan(['4.0.19'], '4.1.10', null)), { to: '4.1.10' })).toEqual([
    'Going back costs:',
    '    a change of binaries; nothing is lost',
  ]);
});

test('where nodes leave several releases the dearest way counts', () => {
  const [first] = forecastWaysBack(plan(['4.1.10', '3.11.19'], '4.1.10', null));
  expect(first?.way).toBe('restore point');
});

test('within a line, and where all is done, there is nothing to choose', () => {
  expect(forecastWaysBack(plan(['5.0.4'], '5.0.9', 'CASSANDRA_4'))).toEqual([]);
  expect(forecastWaysBack(plan(['6.0-alpha2'], '6.0-alpha2', 'CASSANDRA_4'))).toEqual([]);
  expect(sayForecast([], { to: '6.0-alpha2' })).toEqual([]);
});

test('the words recommend the mode that loses nothing', () => {
  const lines = sayForecast(forecastWaysBack(plan(['5.0.9'], '6.0-alpha2', 'CASSANDRA_4')), {
    to: '6.0-alpha2',
  });
  expect(lines[1]).toMatch(/^ {4}CASSANDRA_4 \(this plan, recommended\): .*nothing is lost$/);
  expect(lines[2]).toMatch(/^ {4}CASSANDRA_5, UPGRADING, NONE: the whole restore point/);
});
