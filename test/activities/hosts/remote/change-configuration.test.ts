import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { exitCodes } from '../../../../activities/hosts/exit-codes.ts';
import { HostBench, tag } from './host-bench.ts';

const turn = `${tag}/storage-mode-UPGRADING`;
const before = 'cluster_name: prod1\n';
const after = 'cluster_name: prod1\nstorage_compatibility_mode: UPGRADING\n';
const user = execFileSync('id', ['-un'], { encoding: 'utf8' }).trim();

let bench: HostBench;
beforeEach(() => {
  bench = new HostBench();
  bench.write('data/shop/cart/nb-1-big-Data.db', 'data');
  mkdirSync(bench.path('hints'));
});
afterEach(() => bench.end());

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const keep = () => bench.change('keep-configuration', [turn, bench.conf]);
const change = (from = before, to = after, input = to) =>
  bench.change(
    'change-configuration',
    [
      turn,
      bench.conf,
      bench.home,
      bench.releases,
      sha256(from),
      sha256(to),
      bench.path('data'),
      bench.path('hints'),
    ],
    { input },
  );

test('the whole configuration is kept, for nobody else to read, and a second time anew', async () => {
  bench.write('etc/cassandra/triggers/readme', 'ours');
  expect((await keep()).stdout).toBe('result: done\n');
  expect(bench.read(`state/prod1/${turn}/conf/cassandra.yaml`)).toBe(before);
  expect(bench.read(`state/prod1/${turn}/conf/triggers/readme`)).toBe('ours');
  expect(statSync(bench.path(`state/prod1/${turn}/conf`)).mode & 0o777).toBe(0o700);
  rmSync(bench.path('etc/cassandra/triggers'), { recursive: true });
  await keep();
  expect(bench.has(`state/prod1/${turn}/conf/triggers`)).toBe(false);
});

test('a folder without a cassandra.yaml is refused: nothing would be kept', async () => {
  rmSync(bench.path('etc/cassandra/cassandra.yaml'));
  expect(await keep()).toMatchObject({ exitCode: exitCodes.notAsExpected });
});

test('below a stopped node the file is replaced, with its rights, and what the folders are like is kept for the start', async () => {
  chmodSync(bench.path('etc/cassandra/cassandra.yaml'), 0o640);
  expect((await change()).stdout).toBe('result: done\n');
  expect(bench.read('etc/cassandra/cassandra.yaml')).toBe(after);
  expect(statSync(bench.path('etc/cassandra/cassandra.yaml')).mode & 0o777).toBe(0o640);
  expect(bench.has('etc/cassandra/cassandra.yaml.ringlift-new')).toBe(false);
  expect(bench.read(`state/prod1/${turn}/folders`)).toBe(
    `${user} 1 ${bench.path('data')}\n${user} 0 ${bench.path('hints')}\n`,
  );
});

test('a second time it is found done, also once the node has been started', async () => {
  await change();
  expect((await change()).stdout).toBe('result: alreadyDone\n');
  await bench.startJvm();
  expect((await change()).stdout).toBe('result: alreadyDone\n');
});

test('a running process keeps its file', async () => {
  await bench.startJvm();
  expect(await change()).toMatchObject({
    exitCode: exitCodes.notAsExpected,
    stderr: expect.stringContaining('the process runs'),
  });
  expect(bench.read('etc/cassandra/cassandra.yaml')).toBe(before);
});

test('a file that somebody changed meanwhile is left as it is', async () => {
  bench.write('etc/cassandra/cassandra.yaml', 'cluster_name: other\n');
  expect(await change()).toMatchObject({
    exitCode: exitCodes.notAsExpected,
    stderr: expect.stringContaining('changed by somebody'),
  });
  expect(bench.read('etc/cassandra/cassandra.yaml')).toBe('cluster_name: other\n');
});

test('a text that did not arrive whole is thrown away', async () => {
  expect(await change(before, after, after.slice(0, 20))).toMatchObject({ exitCode: exitCodes.noSpace });
  expect(bench.read('etc/cassandra/cassandra.yaml')).toBe(before);
  expect(bench.has('etc/cassandra/cassandra.yaml.ringlift-new')).toBe(false);
});

test('a missing folder of data, and a node whose way back was begun, are refused', async () => {
  rmSync(bench.path('hints'), { recursive: true });
  expect(await change()).toMatchObject({ stderr: expect.stringContaining('no folder') });
  mkdirSync(bench.path('hints'));
  bench.write(`state/prod1/${tag}/rollback.json`, '{}');
  expect(await change()).toMatchObject({ stderr: expect.stringContaining('a way back was begun') });
  expect(bench.read('etc/cassandra/cassandra.yaml')).toBe(before);
});
