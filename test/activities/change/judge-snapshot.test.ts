import { expect, test } from 'vitest';
import { judgeSnapshot } from '../../../activities/change/judge-snapshot.ts';

const tag = 'ringlift-prod1-to-6.0-alpha2';
const cart = 'shop/cart-0af30af30af30af30af30af30af30af3';
const local = 'system/local-7ad54392bcdd35a684174e047860b377';
const listed = new Set(['shop.cart', 'system.local']);

const live = (size: number, path: string) => `live ${size} 1 ${path}`;
const kept = (size: number, path: string) =>
  `kept ${size} 1 ${path.replace(/\/([^/]*)$/, `/snapshots/${tag}/$1`)}`;
const before = [
  live(10, `${cart}/nb-1-big-Data.db`),
  live(2, `${cart}/nb-1-big-Index.db`),
  live(5, `${local}/nb-7-big-Data.db`),
];
const snapshot = [
  kept(10, `${cart}/nb-1-big-Data.db`),
  kept(2, `${cart}/nb-1-big-Index.db`),
  kept(100, `${cart}/nb-1-big-TOC.txt`),
  kept(1, `${cart}/manifest.json`),
  kept(5, `${local}/nb-7-big-Data.db`),
  kept(1, `${local}/manifest.json`),
];
const whole = [...before, ...snapshot];

test('a snapshot that holds all that was live before and after is complete', () => {
  expect(judgeSnapshot(tag, whole, before, listed)).toEqual({
    ...{ expected: 4, tables: 2, missing: [], takenAt: null },
  });
});

test('it was taken when the last of its tables was linked', () => {
  const lines = [...whole, 'taken 1782907200.5000000000', 'taken 1782907201.2500000000'];
  expect(judgeSnapshot(tag, lines, before, listed).takenAt).toBe(1_782_907_201_250);
});

test.each([
  ['a component', `${cart}/nb-1-big-Index.db`],
  ['the manifest of a table', `${cart}/manifest.json`],
  ['the only sstable of a table', `${local}/nb-7-big-Data.db`],
])('%s that is not in it is named', (_, path) => {
  const lines = whole.filter((line) => line !== kept(10, path) && !line.endsWith(kept(0, path).slice(9)));
  expect(lines).toHaveLength(whole.length - 1);
  expect(judgeSnapshot(tag, lines, before, listed).missing).toContain(path);
});

test('a component of another size than the live one is missing', () => {
  const lines = whole.map((line) => (line === snapshot[0] ? kept(9, `${cart}/nb-1-big-Data.db`) : line));
  expect(judgeSnapshot(tag, lines, before, listed).missing).toEqual([`${cart}/nb-1-big-Data.db`]);
});

test('a table that nodetool does not list is missing, without its id', () => {
  expect(judgeSnapshot(tag, whole, before, new Set(['shop.cart'])).missing).toEqual([
    'system.local in listsnapshots',
  ]);
});

test('of 3.x, which lists none of its own keyspaces, their files alone are the proof', () => {
  const users = new Set(['shop.cart']);
  expect(judgeSnapshot(tag, whole, before, users, false).missing).toEqual([]);
  expect(judgeSnapshot(tag, whole, before, new Set(), false).missing).toEqual(['shop.cart in listsnapshots']);
  const lost = whole.filter((line) => line !== snapshot[4]);
  expect(judgeSnapshot(tag, lost, before, users, false).missing).toContain(`${local}/nb-7-big-Data.db`);
});

test('what was compacted away or flushed meanwhile need not be in it', () => {
  const goneBefore = [...before, live(3, `${cart}/nb-2-big-Data.db`)];
  const newSince = [...whole, live(4, `${cart}/nb-9-big-Data.db`)];
  expect(judgeSnapshot(tag, newSince, goneBefore, listed).missing).toEqual([]);
});

test('what grew meanwhile was not live', () => {
  const lines = [...whole, live(8, `${cart}/nb-9-big-Data.db`)];
  expect(judgeSnapshot(tag, lines, [...before, live(4, `${cart}/nb-9-big-Data.db`)], listed).missing).toEqual(
    [],
  );
});

test('what a compaction writes during both looks was not live, though it did not grow', () => {
  const index = live(0, `${cart}/nb-9-big-Index.db`);
  expect(judgeSnapshot(tag, [...whole, index], [...before, index], listed).missing).toEqual([
    `${cart}/nb-9-big-Index.db`,
  ]);
  const log = `new ${cart}/nb-9-big`;
  expect(judgeSnapshot(tag, [...whole, index, log], [...before, index], listed).missing).toEqual([]);
  expect(judgeSnapshot(tag, [...whole, index], [...before, index, log], listed).missing).toEqual([]);
});

test('a log of a transaction excuses its own sstable alone', () => {
  const lines = whole.filter((line) => !line.startsWith(`kept 10`));
  const log = `new ${cart}/nb-1`;
  expect(judgeSnapshot(tag, [...lines, log], before, listed).missing).toEqual([`${cart}/nb-1-big-Data.db`]);
});

test('without a file it is no snapshot, whatever was live', () => {
  expect(judgeSnapshot(tag, [], [], new Set()).missing).toEqual([`any file of snapshot ${tag}`]);
  expect(judgeSnapshot(tag, before, before, listed).missing).toContain(`any file of snapshot ${tag}`);
});

test('files of a secondary index are in the snapshot of their table', () => {
  const index = `${cart}/.by_name/nb-1-big-Data.db`;
  const inSnapshot = `kept 3 1 ${cart}/snapshots/${tag}/.by_name/nb-1-big-Data.db`;
  const withIndex = [...before, live(3, index)];
  expect(judgeSnapshot(tag, [...whole, live(3, index), inSnapshot], withIndex, listed).missing).toEqual([]);
  expect(judgeSnapshot(tag, [...whole, live(3, index)], withIndex, listed).missing).toEqual([index]);
});

test('later it is whole as long as every table that has sstables was reached by it', () => {
  const later = [...whole, live(4, `${cart}/nb-9-big-Data.db`)];
  expect(judgeSnapshot(tag, later, [], listed)).toMatchObject({ expected: 4, missing: [] });
  const fresh = live(1, 'shop/orders-11111111111111111111111111111111/nb-1-big-Data.db');
  expect(judgeSnapshot(tag, [...whole, fresh], [], listed).missing).toEqual([
    'shop/orders-11111111111111111111111111111111/manifest.json',
  ]);
});

test('an empty table has a manifest alone, and that is whole', () => {
  const empty = kept(1, 'shop/empty-22222222222222222222222222222222/manifest.json');
  expect(judgeSnapshot(tag, [...whole, empty], before, listed).missing).toEqual([]);
});
