/** The order and the speed of the roll. */
import { z } from 'zod';
import { consistencyLevels } from '../../replicas/consistency-level.ts';
import { dataCenterName, duration, hostName } from './scalars.ts';
import { window } from './window-settings.ts';

export const strategy = z.strictObject({
  canary: z
    .strictObject({
      node: hostName.optional().describe('Default: the first non-seed node of the first data center.'),
      dataCenter: dataCenterName
        .optional()
        .describe(
          'A whole data center goes ahead, its first node as canary; then it is watched, and approved where `approval` says so, before the others follow.',
        ),
      soak: duration.default('10m').describe('How long the canary is watched before the others follow.'),
      approval: z.boolean().default(false).describe('Ask a person after the soak.'),
    })
    .prefault({}),
  order: z
    .array(hostName)
    .optional()
    .describe(
      'All other nodes in the order to take them. Default: by data center and rack, seeds last in a rack.',
    ),
  atOnce: z
    .enum(['node', 'rack'])
    .optional()
    .describe(
      'How much of a data center is restarted at once. Default: `node`. With `rack`: as many nodes of one rack as the replica sets prove, judged again just before every stop.',
    ),
  mostAtOnce: z
    .number()
    .int()
    .min(2)
    .optional()
    .describe('With `atOnce: rack`: at most so many nodes of a data center at once. Default: 10.'),
  consistency: z
    .enum(consistencyLevels)
    .optional()
    .describe(
      'The level at which clients read and write: no two nodes are down at once by which it would fail on any range. Needed for more than one node at a time.',
    ),
  dataCenters: z
    .strictObject({
      inParallel: z
        .boolean()
        .optional()
        .describe(
          'One node (or group of a rack) of each data center side by side. Default: one data center after the other.',
        ),
      order: z
        .array(dataCenterName)
        .optional()
        .describe('Data centers in the order to take them; those not named follow by name.'),
      fallback: z
        .strictObject({
          name: dataCenterName.describe('The data center.'),
          follows: z
            .enum(['afterApproval', 'never'])
            .optional()
            .describe(
              'Whether it follows once a person of `approvals` lets it, or is not upgraded by this file at all. Default: `afterApproval`.',
            ),
        })
        .optional()
        .describe(
          'A data center that stays on the old release while the others are carried, to fall back on.',
        ),
    })
    .optional(),
  windows: z
    .array(window)
    .min(1)
    .optional()
    .describe('Nothing new is begun outside of these; what was begun is finished. Default: at any time.'),
  downNodes: z
    .union([z.literal('refuse'), z.array(hostName).min(1)])
    .default('refuse')
    .describe(
      'Nodes that are down for ever and stay so, by address in gossip: no gate waits for them, and `cms initialize` ignores them. Any other node that is down shuts the gates.',
    ),
  onNodeFailure: z
    .enum(['park', 'rollback'])
    .default('park')
    .describe(
      'What happens when a node fails after it was stopped: wait for a person, or bring that node back to its old release first and then wait.',
    ),
});
