/** Files of a node that was upgraded by the real scripts: its restore point, and what the new release did since. */
import {
  cpSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  unlinkSync,
} from 'node:fs';
import { join, relative } from 'node:path';
import { HostBench, tag } from './host-bench.ts';

export const stamp = '20261121T102732Z';
export const record = `state/prod1/${tag}/rolled-back/${stamp}`;

/** Two data folders, of which one holds system_schema; a table without files; a backup of that upgrade. */
export async function upgradedBench(): Promise<HostBench> {
  const bench = new HostBench();
  const cart = 'data/shop/cart-0af3';
  bench.write(`${cart}/nb-1-big-Data.db`, 'old row');
  bench.write(`${cart}/.by_name/nb-1-big-Data.db`, 'old index');
  bench.write(`${cart}/snapshots/${tag}/nb-1-big-Data.db`, 'old row');
  bench.write(`${cart}/snapshots/${tag}/.by_name/nb-1-big-Data.db`, 'old index');
  bench.write(`${cart}/snapshots/${tag}/manifest.json`, '{}');
  bench.write(`${cart}/snapshots/yearly/nb-0-big-Data.db`, 'kept long ago');
  bench.write(`data/shop/empty-1bc4/snapshots/${tag}/manifest.json`, '{}');
  bench.write('data/system_schema/tables-9d2e/nb-1-big-Data.db', 'old schema');
  bench.write(`data/system_schema/tables-9d2e/snapshots/${tag}/nb-1-big-Data.db`, 'old schema');
  bench.write('data2/shop/cart-0af3/nb-2-big-Data.db', 'old row of the other disk');
  bench.write(`data2/shop/cart-0af3/snapshots/${tag}/nb-2-big-Data.db`, 'old row of the other disk');
  bench.write('commitlog/CommitLog-7-1.log', 'old segment');
  mkdirSync(bench.path('hints'));
  bench.write('saved_caches/KeyCache-e.db', 'old cache');
  const made = await bench.change('make-restore-point', [
    ...[tag, bench.conf, bench.home, bench.releases],
    ...['data', 'data2', 'commitlog', 'hints'].map((name) => bench.path(name)),
    `+${bench.path('saved_caches')}`,
  ]);
  if (made.exitCode !== 0) throw new Error(made.stderr);
  runNewRelease(bench);
  return bench;
}

/** What it wrote, compacted away and flushed; and the switch to it, with the old configuration beside. */
function runNewRelease(bench: HostBench): void {
  unlinkSync(bench.path('data/shop/cart-0af3/nb-1-big-Data.db'));
  bench.write('data/shop/cart-0af3/pa-3-big-Data.db', 'old row and new row');
  bench.write('data/shop/fresh-2aa0/pa-1-big-Data.db', 'row of a new table');
  bench.write('data/shop/fresh-2aa0/snapshots/mine/pa-1-big-Data.db', 'row of a new table');
  bench.write('data/system_schema/tables-9d2e/pa-2-big-Data.db', 'new schema');
  bench.write('data2/system_schema/tables-9d2e/pa-4-big-Data.db', 'new schema of the other disk');
  rmSync(bench.path('commitlog/CommitLog-7-1.log'));
  bench.write('commitlog/CommitLog-9-2.log', 'new segment');
  bench.write('hints/0af3-1-4.hints', 'new hint');
  bench.write('saved_caches/KeyCache-g.db', 'new cache');
  bench.write('log/debug.log', 'debugging the new release\n');
  bench.write('log/system.log', 'ERROR of the new release\n');
  bench.write('opt/apache-cassandra-6.0-alpha2/.ringlift-sha256', 'digest\n');
  bench.write('opt/apache-cassandra-6.0-alpha2/bin/cassandra', '#!/bin/sh\n', 0o755);
  bench.write('opt/apache-cassandra-5.0.9/bin/cassandra', '#!/bin/sh\n', 0o755);
  cpSync(bench.conf, `${bench.conf}.before-${tag}`, { recursive: true });
  bench.write('etc/cassandra/cassandra.yaml', 'merged: outside\n');
  unlinkSync(bench.home);
  symlinkSync(bench.new, bench.home);
}

/** Every file below a folder of the host with its text, every empty folder, every link with where it leads. */
export function treeOf(bench: HostBench, ...names: string[]): Record<string, string> {
  const found = names.flatMap((name) => below(bench.path(name)));
  return Object.fromEntries(found.map(([path, text]) => [relative(bench.folder, path), text]));
}

function below(path: string): [string, string][] {
  const kind = lstatSync(path, { throwIfNoEntry: false });
  if (!kind) return [];
  if (kind.isSymbolicLink()) return [[path, `-> ${readlinkSync(path)}`]];
  if (kind.isFile()) return [[path, readFileSync(path, 'utf8')]];
  if (!kind.isDirectory()) return [];
  const inside = readdirSync(path).toSorted();
  return inside.length === 0 ? [[path, '(empty)']] : inside.flatMap((name) => below(join(path, name)));
}

/** The whole host as it is now, to begin from again and again. */
export function keepHost(bench: HostBench): { putBack(): void } {
  const names = readdirSync(bench.folder).filter(
    (name) => !['kept', 'cut', 'count', 'never', 'jdk'].includes(name),
  );
  const copying = { recursive: true, verbatimSymlinks: true };
  for (const name of names) cpSync(bench.path(name), bench.path('kept', name), copying);
  return {
    putBack() {
      const there = readdirSync(bench.folder).filter(
        (name) => !['kept', 'cut', 'count', 'never', 'jdk'].includes(name),
      );
      for (const name of there) rmSync(bench.path(name), { recursive: true, force: true });
      for (const name of names) cpSync(bench.path('kept', name), bench.path(name), copying);
    },
  };
}
