/** The order of the roll. */
import { z } from 'zod';
import { duration, hostName } from './scalars.ts';

export const strategy = z.strictObject({
  canary: z
    .strictObject({
      node: hostName.optional().describe('Default: the first non-seed node of the first data center.'),
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
