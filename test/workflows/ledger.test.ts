import { ApplicationFailure } from '@temporalio/common';
import { afterEach, expect, test } from 'vitest';
import type { Ledger } from '../../knowledge/ledger.ts';
import { detailsOf } from '../../workflows/details.ts';
import { type Bench, startBench } from './bench.ts';
import { digestA, scriptedActivities } from './scripted-activities.ts';

let bench: Bench;
afterEach(() => bench.close());

const ledger = (says: string): Ledger => ({
  at: '2026-11-25T12:00:00.000Z',
  kind: 'binaries',
  says,
  nodes: [],
  loses: null,
});

test('what going back costs is told from the plan on, after each node, at a failure, at the door and behind it', async () => {
  const script = scriptedActivities();
  const plain = { ...script.activities };
  const done = new Set<string>();
  let failures = 1;
  Object.assign(script.activities, {
    lookAndPlan: async (input: never) => ({ ...(await plain.lookAndPlan(input)), ledger: ledger('nothing') }),
    awaitGatesAfter: async (input: { node: string }) => {
      done.add(input.node);
      const outcome = await plain.awaitGatesAfter(input as never);
      return { ...outcome, ledger: ledger(`binaries of ${done.size}`) };
    },
    awaitServing: async (input: { node: string }) => {
      if (input.node === '10.0.0.2' && failures-- > 0) {
        const details = [{ verdicts: [], ledger: ledger('binaries of 1 and of the failed one') }];
        throw ApplicationFailure.create({
          type: 'StartFailed',
          message: 'gone',
          nonRetryable: true,
          details,
        });
      }
      return plain.awaitServing(input as never);
    },
    collectDoorEvidence: async (input: never) => ({
      ...(await plain.collectDoorEvidence(input)),
      ledger: ledger('binaries of all'),
    }),
    initializeCms: async (input: never) => ({
      ...(await plain.initializeCms(input)),
      ledger: ledger('none'),
    }),
  });
  bench = await startBench(script);
  const failed = await bench.until((status) => status.waiting?.for === 'person');
  expect(failed.ledger?.says).toBe('binaries of 1 and of the failed one');
  expect(detailsOf(failed)).toContain(
    'going back costs, as of 12:00:00: **binaries of 1 and of the failed one**',
  );
  await bench.update('retry', { by: 'ann' });
  const atDoor = await bench.until((status) => status.waiting?.for === 'approval');
  expect(atDoor.ledger?.says).toBe('binaries of all');
  await bench.update('approve', { by: 'ann', evidence: digestA });
  await bench.result();
  expect((await bench.status()).ledger?.says).toBe('none');
  expect(done.size).toBe(3);
});

test('an upgrade whose activities know no ledger has none', async () => {
  bench = await startBench(scriptedActivities());
  const status = await bench.until((each) => each.waiting?.for === 'approval');
  expect(status.ledger ?? null).toBeNull();
  expect(detailsOf(status)).not.toContain('going back');
});
