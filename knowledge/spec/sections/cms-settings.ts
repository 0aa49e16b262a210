/** Transactional cluster metadata: the one-way door. */
import { z } from 'zod';
import { duration } from './scalars.ts';

export const cms = z.strictObject({
  initialize: z.boolean().default(true).describe('false: end before the one-way door.'),
  replication: z
    .union([
      z.literal('bySize'),
      z.number().int().min(1),
      z.record(z.string().min(1), z.number().int().min(1)),
    ])
    .default('bySize')
    .describe('CMS members: a number, members by data center, or by cluster size (3, 5, 7).'),
  stillLimit: duration
    .default('150s')
    .describe(
      'How long an initialization or a reconfiguration may stand still before it counts as broken off: longer than cms_await_timeout of the nodes (120 s as shipped).',
    ),
});
