/** How people are called. */
import { z } from 'zod';
import { command, environmentName } from './scalars.ts';

export const notify = z.strictObject({
  command: command.optional().describe('On the worker; the payload is JSON on its standard input.'),
  webhook: z
    .strictObject({
      url: z.url({ protocol: /^https?$/ }),
      tokenEnv: environmentName.optional().describe("Worker's environment variable; sent as a bearer token."),
    })
    .optional()
    .describe('The payload is POSTed as JSON.'),
});
