/** How the worker reaches the nodes. */
import { z } from 'zod';
import { duration, environmentName, hostName, port } from './scalars.ts';

const bastion = z.strictObject({
  host: hostName,
  port: port.default(22),
  user: z.string().min(1).optional().describe('Default: the user of the nodes.'),
  privateKeyFile: z.string().min(1).optional().describe('Default: the key of the nodes.'),
});

export const ssh = z.strictObject({
  user: z.string().min(1).describe('The user to log in as on every node.'),
  port: port.default(22),
  privateKeyFile: z.string().min(1).optional().describe('Key file on the worker, ed25519 or RSA.'),
  passphraseEnv: environmentName
    .optional()
    .describe("Worker's environment variable with the key's passphrase."),
  agent: z.boolean().default(false).describe("Use the worker's SSH agent (SSH_AUTH_SOCK)."),
  knownHostsFile: z
    .string()
    .min(1)
    .default('~/.ssh/known_hosts')
    .describe('On the worker. A host whose key is not in it is refused.'),
  bastion: bastion.optional(),
  sudo: z
    .boolean()
    .default(true)
    .describe('Run what needs rights by `sudo -n`; false: the user has them itself.'),
  connectTimeout: duration.default('20s'),
});
