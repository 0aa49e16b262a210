/** What becomes of the storage compatibility mode once all nodes run the target. */
import { z } from 'zod';
import { duration } from './scalars.ts';

export const storage = z.strictObject({
  mode: z
    .enum(['UPGRADING', 'NONE'])
    .describe(
      'The storage_compatibility_mode to end in, by rolling restarts after all else, each behind a door of its own: UPGRADING first, then NONE. From UPGRADING on going back is no longer a change of binaries. Without this section the mode is left as it is.',
    ),
  soak: duration
    .default('24h')
    .describe('How long the cluster is watched before each of these rolling restarts.'),
});
