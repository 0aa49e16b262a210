/** Where the operator collects the metrics of every node. */
import { z } from 'zod';
import { duration, environmentName, hostName, port } from './scalars.ts';

const prometheus = z.strictObject({
  url: z
    .url({ protocol: /^https?$/ })
    .describe('Of Prometheus, or of anything with its HTTP API; the worker asks it.'),
  tokenEnv: environmentName.optional().describe("Worker's environment variable; sent as a bearer token."),
  label: z
    .string()
    .regex(/^[A-Za-z_]\w*$/, 'the name of a label like "instance"')
    .default('instance')
    .describe('The label that names the node, by its address, its name in the file or its host name.'),
  series: z
    .array(z.string().trim().min(1))
    .min(1)
    .describe('What every node must have, each a selector of PromQL.'),
  maxAge: duration.default('2m').describe('How old the newest sample may be.'),
});

const exporter = z.strictObject({
  host: hostName.default('127.0.0.1').describe('Where it listens, as the node itself sees it.'),
  port,
  path: z
    .string()
    .regex(/^(\/[A-Za-z0-9_.-]+)+$/, 'a path like "/metrics"')
    .default('/metrics'),
  names: z
    .array(z.string().regex(/^[A-Za-z_:][A-Za-z0-9_:]*$/, 'the name of a metric'))
    .min(1)
    .describe('What must be on the page of every node.'),
});

export const metrics = z.strictObject({
  prometheus: prometheus.optional().describe('Where the metrics of all nodes are collected.'),
  exporter: exporter
    .optional()
    .describe('A page in the text format of Prometheus on every node, asked through SSH.'),
});
