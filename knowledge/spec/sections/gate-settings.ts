/** What the gates allow, and for how long they are waited for. */
import { z } from 'zod';
import { duration } from './scalars.ts';

const service = z.strictObject({
  onSlow: z
    .enum(['hold', 'hurry', 'stop'])
    .default('hold')
    .describe(
      'What happens when clients are served more slowly than before: `hold` begins nothing new until it passes, and asks a person after `patience`; `hurry` tells it and goes on; `stop` asks a person at once.',
    ),
  window: duration.default('10s').describe('For how long counters are watched at each look.'),
  baselineWindow: duration.default('1m').describe('The same, before the first change and at the end.'),
  maxErrorsPerMinute: z
    .number()
    .min(0)
    .default(0)
    .describe(
      "Clients' timeouts, unavailables and failures that a coordinator may have beyond what it had before.",
    ),
  maxGcPause: duration.default('2s'),
  maxHintBytes: z
    .number()
    .int()
    .min(0)
    .default(0)
    .describe('Hints that may wait on a node for nodes that are up, before the next one is touched.'),
});

export const mixedSchema = z.strictObject({
  warnAfter: duration
    .default('1d')
    .describe('For how long two schema versions may stand side by side before people are told to hurry.'),
  systemCompactions: z
    .number()
    .int()
    .min(0)
    .default(20)
    .describe('Compactions of system tables that a node may have at work and pending meanwhile.'),
  onBusy: z
    .enum(['hold', 'hurry', 'stop'])
    .default('hurry')
    .describe(
      'What happens when a node has more: `hurry` tells it and goes on, since it ends with the roll; `hold` begins nothing new until it passes, and asks a person after `patience`; `stop` asks a person at once.',
    ),
});

export const gates = z.strictObject({
  patience: duration
    .default('10m')
    .describe(
      'How long a shut gate is looked at again before a person is asked; twice at least, however long a look takes.',
    ),
  lookEvery: duration.default('5s'),
  startLimit: duration.default('15m').describe('How long a node may take from its start to serving CQL.'),
  maxHeapShareOfMemory: z.number().gt(0).max(1).default(0.5),
  maxClockSkew: duration.default('500ms'),
  diskHeadroom: z
    .number()
    .min(0)
    .default(0.5)
    .describe(
      "Free space wanted on a data folder's disk, as a share of the data on it (rewriting needs it).",
    ),
  maxNewLogErrors: z.number().int().min(0).default(0),
  maxLatencyFactor: z.number().min(1).default(3).describe("How many times the node's own latency of before."),
  latencyFloor: duration.default('100ms').describe('Latencies below this are never judged too high.'),
  maxDroppedMessages: z.number().int().min(0).default(0).describe('Dropped reads or writes since the start.'),
  compactStorage: z
    .enum(['refuse', 'keep'])
    .default('refuse')
    .describe(
      'From 3.x: keep lets tables with COMPACT STORAGE pass, which 4.0 reads since CASSANDRA-16217. Super columns never.',
    ),
  replicasLeft: z
    .enum(['quorum', 'one'])
    .default('quorum')
    .describe(
      'While nodes of strategy.downNodes are down: how many replicas of every range in a data center the restart of another node must leave.',
    ),
  mixedSchema: mixedSchema
    .optional()
    .describe(
      'While two releases run: for how long two schema versions stand, and what system tables cost meanwhile. Absent: judged in hops of DSE alone, with these defaults.',
    ),
  service: service
    .optional()
    .describe(
      'How the whole cluster serves its clients, judged around every node against a baseline that is taken first. Absent: only the changed node is judged, against itself.',
    ),
});
