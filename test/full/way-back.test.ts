/** The way back on three real nodes, with a writer at QUORUM all the while. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checksum } from '../../lab/cluster/checksum.ts';
import { trafficOn } from '../../lab/traffic/traffic-process.ts';
import { startDatedWrites } from './dated-writes.ts';
import { type WayBackBench, type WayBackOptions, startWayBackBench } from './way-back-bench.ts';

/** A loaded computer's. */
const limitMillis = 60 * 60_000;
const say = (line: string) => console.log(line);

function benchOf(options: Omit<WayBackOptions, 'say'>): () => WayBackBench {
  let bench: WayBackBench | undefined;
  beforeAll(async () => {
    bench = await startWayBackBench({ ...options, say });
  }, limitMillis);
  afterAll(async () => bench?.close(), limitMillis);
  return () => {
    if (!bench) throw new Error('the bench did not start');
    return bench;
  };
}

describe.each([
  { from: '5.0.9', to: '6.0-alpha2', kind: 'systemSchema', counts: [1, 2, 3] },
  { from: '4.1.10', to: '5.0.9', kind: 'binaries', counts: [3] },
] as const)('from $from to $to in CASSANDRA_4', ({ from, to, kind, counts }) => {
  const bench = benchOf({ from, to });

  test.each(counts)(
    'after %i of 3 nodes all go back by a change of binaries, and nothing is lost or fails',
    async (count) => {
      const { lab, upgradeFirst, askBack, end, releases, status } = bench();
      const before = await checksum(lab);
      const traffic = await trafficOn(lab);
      const writes = await startDatedWrites(lab, `compatible-${to}-${count}`);
      const { ledger } = await upgradeFirst(count);
      expect(ledger).toMatchObject({ kind, loses: null });
      await askBack();
      expect((await end()).state).toBe('rolledBack');
      // Those that never left the old release took no time to go back to it.
      const { nodes } = await status();
      expect(nodes.map(({ state }) => state)).toEqual(['back', 'back', 'back']);
      expect(nodes.filter(({ tookMillis }) => tookMillis !== undefined)).toHaveLength(count);
      await writes.stop();
      expect(await traffic.stop()).toMatchObject({ failed: 0, lost: [] });
      expect(await writes.compare()).toMatchObject({ failed: 0, lost: [] });
      expect(await releases()).toEqual([from, from, from]);
      expect(await checksum(lab)).toBe(before);
    },
    limitMillis,
  );
});

describe('from 5.0.9 to 6.0-alpha2 in NONE', () => {
  // 5.0.9 in NONE goes on in CASSANDRA_5: user data stays readable, hints and commit log do not.
  const bench = benchOf({
    ...{ from: '5.0.9', to: '6.0-alpha2' },
    yamlExtra: 'storage_compatibility_mode: NONE',
  });

  test.each([1, 2])(
    'after %i of 3 nodes the restore points lead back, and after the repair every acknowledged row is there',
    async (count) => {
      const { lab, upgradeFirst, askBack, end, releases } = bench();
      const before = await checksum(lab);
      const writes = await startDatedWrites(lab, `none-${count}`);
      const { ledger } = await upgradeFirst(count);
      expect(ledger?.kind).toBe('restorePoint');
      await askBack(ledger?.loses ? { consent: ledger.loses } : {});
      expect((await end()).state).toBe('rolledBack');
      await writes.stop();
      expect((await writes.compare()).lost).toEqual([]);
      expect(await releases()).toEqual(['5.0.9', '5.0.9', '5.0.9']);
      expect(await checksum(lab)).toBe(before);
    },
    limitMillis,
  );

  test(
    'after 3 of 3 it is refused without a consent; with it nothing is missing but what was announced',
    async () => {
      const { lab, upgradeFirst, askBack, end, releases } = bench();
      const before = await checksum(lab);
      const writes = await startDatedWrites(lab, 'none-3');
      const { ledger } = await upgradeFirst(3);
      const loses = ledger?.loses ?? '';
      expect(loses).toContain('ledger');
      await expect(askBack()).rejects.toThrow();
      await expect(askBack({ consent: 'whatever' })).rejects.toThrow();
      expect(await releases()).toEqual(['6.0-alpha2', '6.0-alpha2', '6.0-alpha2']);
      await writes.stop();
      await askBack({ consent: loses });
      expect((await end()).state).toBe('rolledBack');
      const since = Date.parse(/\d{4}-\d\d-\d\dT[\d:.]+Z/.exec(loses)?.[0] ?? '');
      const { acknowledged, lost } = await writes.compare();
      say(`${lost.length} of ${acknowledged} acknowledged rows are gone; announced: ${loses}`);
      expect(lost.length).toBeGreaterThan(0);
      expect(lost.filter(({ acknowledgedAt }) => acknowledgedAt < since)).toEqual([]);
      expect(await releases()).toEqual(['5.0.9', '5.0.9', '5.0.9']);
      expect(await checksum(lab)).toBe(before);
    },
    limitMillis,
  );
});
