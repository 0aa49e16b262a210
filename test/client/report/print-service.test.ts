import { expect, test } from 'vitest';
import { printService } from '../../../client/report/print-service.ts';
import type { Report } from '../../../client/report/report.ts';
import { baseline } from '../../knowledge/gates/service-seen.ts';

type Service = NonNullable<Report['service']>;

function printed(service: Partial<Service> | null): readonly string[] {
  const nodes = [{ node: '10.0.0.1', name: 'cass1' }];
  const whole = service && { before: null, after: null, ...service };
  return printService({ nodes, ...(whole && { service: whole }) } as unknown as Report);
}

const measured = (when: 'before' | 'after', node: string, changes = {}) => ({
  ...{ when, nodes: [{ node, ...baseline(changes) }] },
});

test('a row of each node says what was and what is, in milliseconds and bytes', () => {
  const rows = printed({
    before: measured('before', '10.0.0.1', { readP99Micros: 50_000, writeP99Micros: 1_240, dataBytes: 900 }),
    after: measured('after', '10.0.0.1', {
      ...{ readP99Micros: 61_000, writeP99Micros: 990, errorsPerMinute: 2.25 },
      ...{ longestGcMillis: 41.6, dataBytes: 3 * 1024 ** 3 },
    }),
  });
  expect(rows[0]).toBe(
    "| node | p99 of reads | p99 of writes | clients' errors a minute | longest pause | data |",
  );
  expect(rows.slice(2).filter((row) => row !== '')).toEqual([
    '| cass1 | 50.0 ms → 61.0 ms | 1.2 ms → 1.0 ms | 0.0 → 2.3 | 30 ms → 42 ms | 900 B → 3 GiB |',
  ]);
});

test('what a node did not tell is said to be so, never printed as nought', () => {
  const untold = {
    ...{ readP99Micros: null, writeP99Micros: null, errorsPerMinute: null },
    ...{ longestGcMillis: null, dataBytes: null },
  };
  const rows = printed({
    before: measured('before', '10.0.0.1', untold),
    after: measured('after', '10.0.0.1', untold),
  });
  const twice = (words: string) => `${words} → ${words}`;
  const cells = [
    twice('none told'),
    twice('none told'),
    twice('not told'),
    twice('none told'),
    twice('not told'),
  ];
  expect(rows[2]).toBe(`| cass1 | ${cells.join(' | ')} |`);
});

test('a node that was measured once only has a question mark for the other time', () => {
  const rows = printed({
    before: measured('before', '10.0.0.1'),
    after: measured('after', '10.0.0.9'),
  });
  expect(rows[2]).toMatch(/^\| cass1 \| 50\.0 ms → \? /);
  // Of a node that the plan does not name its address is all there is.
  expect(rows[3]).toMatch(/^\| 10\.0\.0\.9 \| \? → 50\.0 ms /);
  expect(printed({ before: measured('before', '10.0.0.1') })[2]).toContain('50.0 ms → ?');
});

test('where nothing was measured there is no table', () => {
  expect(printed(null)).toEqual([]);
});
