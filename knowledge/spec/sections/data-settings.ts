/** What is done with the data: before the roll and after it. */
import { z } from 'zod';
import { duration } from './scalars.ts';

export const backup = z.strictObject({
  kind: z.literal('snapshot').default('snapshot'),
});

export const sstables = z.strictObject({
  jobs: z.number().int().min(0).default(2).describe('0: all compactors.'),
  throughputMiBPerSecond: z
    .number()
    .int()
    .min(0)
    .optional()
    .describe('Compaction throughput during the rewriting; put back after. Default: left as it is.'),
});

export const repair = z.strictObject({
  enabled: z.boolean().default(true),
  before: z
    .boolean()
    .optional()
    .describe(
      'Repair the primary range of every node before the first is upgraded, on the release that runs.',
    ),
  primaryRange: z
    .boolean()
    .optional()
    .describe(
      'After the roll each node repairs its primary range alone: every range once. Default: all its ranges.',
    ),
  limit: duration.default('72h').describe('Longest time for one node.'),
});
