import { expect, test } from 'vitest';
import { readsLog } from '../../../knowledge/cassandra/reads-logs.ts';
import { releaseLines } from '../../../knowledge/cassandra/release-line.ts';
import { factsOf } from '../../../knowledge/cassandra/releases.ts';

test('every line reads what it writes, in whatever mode it runs', () => {
  for (const line of releaseLines) {
    for (const { commitLog, hints } of Object.values(factsOf[line].writes)) {
      expect(readsLog(line, 'commitLog', commitLog), line).toBe(true);
      expect(readsLog(line, 'hints', hints), line).toBe(true);
    }
  }
});

test('5.0 does not read the commit log of 6.0 (measured), nor its hints', () => {
  expect([7, 8, 9].map((version) => readsLog('5.0', 'commitLog', version))).toEqual([true, true, false]);
  expect([2, 3, 4].map((version) => readsLog('5.0', 'hints', version))).toEqual([true, true, false]);
  expect(readsLog('4.1', 'commitLog', 8)).toBe(false);
  expect(readsLog('3.11', 'commitLog', 7)).toBe(false);
});

test('a name without a version, and versions of before 3.0, are not read', () => {
  expect(readsLog('6.0', 'commitLog', 0)).toBe(false);
  expect(readsLog('6.0', 'commitLog', 5)).toBe(false);
  expect(readsLog('6.0', 'hints', 0)).toBe(false);
});
