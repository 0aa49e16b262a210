/** Seed 000's cluster on three real nodes, from 3.11.11 to 6.0-alpha2 by one start, with a writer all the while. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checksum } from '../../lab/cluster/checksum.ts';
import { type DatedWrites, startDatedWrites } from './dated-writes.ts';
import { type ForwardBench, startForwardBench } from './forward-bench.ts';

/** A loaded computer's: four hops, each with backup, roll, rewriting and repair. */
const limitMillis = 3 * 60 * 60_000;
const stops = ['4.0.7', '4.1.10', '5.0.9', '6.0-alpha2'] as const;

let bench: ForwardBench | undefined;
beforeAll(async () => {
  bench = await startForwardBench({ from: '3.11.11', stops, say: (line) => console.log(line) });
}, limitMillis);
afterAll(async () => bench?.close(), limitMillis);

test(
  'one start carries three nodes over four hops; after each the data are whole at QUORUM, and no write fails',
  async () => {
    if (!bench) throw new Error('the bench did not start');
    const { lab, carry, releases } = bench;
    const before = await checksum(lab);
    const hops: string[] = [];
    let writes: DatedWrites = await startDatedWrites(lab, 'chain-0');
    const result = await carry(async (to) => {
      await writes.stop();
      const { acknowledged, failed, lost } = await writes.compare();
      console.log(`on ${to}: ${acknowledged} writes acknowledged, ${failed} failed, ${lost.length} lost`);
      expect(acknowledged, `writes on the way to ${to}`).toBeGreaterThan(100);
      expect({ to, failed, lost }).toEqual({ to, failed: 0, lost: [] });
      expect(await checksum(lab), `the shop's rows on ${to}`).toBe(before);
      hops.push(to);
      writes = await startDatedWrites(lab, `chain-${hops.length}`);
    });
    await writes.stop();
    expect(result).toMatchObject({ state: 'done', to: '6.0-alpha2', hop: { number: 4, of: 4 } });
    expect(hops).toEqual([...stops]);
    for (const release of await releases()) expect(release).toMatch(/^6\.0/);
    expect(result.approvals.map(({ by }) => by)).toEqual(['alice']);
  },
  limitMillis,
);
