/** Who may approve. */
import { z } from 'zod';
import { duration } from './scalars.ts';

export const approvals = z.strictObject({
  who: z.array(z.string().min(1)).min(1).describe('Names of the people who may approve.'),
  required: z.number().int().min(1).default(1),
  expiry: duration.default('24h').describe('How long an approval counts.'),
  signed: z
    .strictObject({
      allowedSignersFile: z
        .string()
        .min(1)
        .describe(
          "On the worker, in the format of ssh-keygen's ALLOWED SIGNERS: a name of `who` and its public key.",
        ),
    })
    .optional()
    .describe("Approvals count only with a signature of the approver's SSH key."),
});
