import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { rewriteLeftovers } from '../../../activities/change/rewrite-leftovers.ts';
import { NodeBench } from './node-bench.ts';

// What goes on around the cluster has a test of its own.
vi.mock('../../../activities/observe/await-undisturbed.ts', () => ({ awaitUndisturbed: async () => [] }));

const words = 'upgradesstables -j 2';

let bench: NodeBench;
beforeEach(() => {
  bench = new NodeBench();
  bench.does('upgradesstables', `cd ${bench.path('data')}/shop/* && mv ??-1-big-Data.db pa-2-big-Data.db`);
});
afterEach(() => bench.end());

const rewrite = () => rewriteLeftovers(bench.attempt().context, bench.task);
const inMode = (mode: string) =>
  bench.write(
    'etc/cassandra/cassandra.yaml',
    `data_file_directories: [${bench.path('data')}]\nstorage_compatibility_mode: ${mode}\n`,
  );

test('what is older than the running release writes in its mode is rewritten', async () => {
  bench.sstable('nb-1-big-Data.db');
  expect(await rewrite()).toMatchObject({ outcome: 'done', says: 'sstables of cass1 are 1 big-pa' });
  expect(bench.asked(words)).toBe(1);
});

test('what it writes itself stays, also of another format', async () => {
  bench.sstable('pa-1-big-Data.db');
  bench.sstable('ea-2-bti-Data.db');
  expect(await rewrite()).toMatchObject({ outcome: 'alreadyDone' });
  expect(bench.asked(words)).toBe(0);
});

test('in CASSANDRA_4 the format of 4.x is no leftover, one of 3.x is', async () => {
  inMode('CASSANDRA_4');
  bench.sstable('nb-1-big-Data.db');
  expect(await rewrite()).toMatchObject({ outcome: 'alreadyDone' });
  bench.sstable('me-1-big-Data.db', 'shop/order-0af30af30af30af30af30af30af30af4');
  bench.does('upgradesstables', 'exit 0');
  await expect(rewrite()).rejects.toMatchObject({
    name: 'SSTablesNotRewritten',
    parts: { found: expect.stringContaining('1 big-me') },
  });
});

test('a running release that is not known is refused before anything is done', async () => {
  bench.sstable('nb-1-big-Data.db');
  bench.says('version', 'ReleaseVersion: 9.9.9\n');
  await expect(rewrite()).rejects.toMatchObject({ name: 'UnsupportedPath' });
  expect(bench.asked(words)).toBe(0);
});
