/** The ways in which a node is asked. */
import { z } from 'zod';
import { absolutePath, duration, environmentName, hostName, port } from './scalars.ts';

export const nodetool = z.strictObject({
  path: absolutePath.optional().describe('Default: `bin/nodetool` below `install.home`.'),
  host: hostName.default('127.0.0.1'),
  port: port.default(7199),
  user: z.string().min(1).optional(),
  passwordFile: absolutePath.optional().describe("On the node, in nodetool's own format."),
  limit: duration
    .default('2m')
    .describe('How long one question to a node may take before it counts as hung.'),
  changeLimit: duration.default('20m').describe('How long a drain or a snapshot may take.'),
});

export const cql = z.strictObject({
  port: port.default(9042),
  user: z.string().min(1).optional(),
  passwordEnv: environmentName.optional(),
  passwordFile: z.string().min(1).optional().describe('On the worker.'),
  tls: z
    .strictObject({
      caFile: z.string().min(1).optional().describe('On the worker.'),
      certFile: z.string().min(1).optional(),
      keyFile: z.string().min(1).optional(),
      serverName: z
        .string()
        .min(1)
        .optional()
        .describe('Name in the certificate, when it is not the address.'),
    })
    .optional(),
});

export const jolokia = z.strictObject({
  host: hostName.default('127.0.0.1').describe('Where the agent listens, as the node itself sees it.'),
  port: port.default(8778),
  path: z
    .string()
    .regex(/^(\/[A-Za-z0-9_.-]+)+$/, 'a path like "/jolokia"')
    .default('/jolokia'),
  user: z.string().min(1).optional(),
  passwordEnv: environmentName.optional(),
  passwordFile: z.string().min(1).optional().describe('On the worker.'),
});
