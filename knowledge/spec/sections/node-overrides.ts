/** Settings that may differ by data center or by node. */
import { z } from 'zod';
import { install } from './install-settings.ts';
import { cql, jolokia, nodetool } from './question-settings.ts';
import { absolutePath, hostName, releaseLine } from './scalars.ts';
import { service } from './service-settings.ts';
import { ssh } from './ssh-settings.ts';

/**
 * The same settings, each optional and without its default: `partial()` would keep the defaults, and a node that gives
 * its port alone would get them back in place of what the file says for all.
 */
function overriding<Shape extends z.ZodRawShape>(object: z.ZodObject<Shape>) {
  const shape = Object.entries(object.shape).map(([key, setting]) => {
    const bare = setting instanceof z.ZodDefault ? setting.unwrap() : setting;
    return [key, z.optional(bare as z.ZodType).describe((setting as z.ZodType).description ?? '')];
  });
  type Settings = z.ZodObject<Shape>;
  return z.strictObject(Object.fromEntries(shape) as z.ZodRawShape) as unknown as z.ZodType<
    Partial<z.output<Settings>>,
    Partial<z.input<Settings>>
  >;
}

/** Settings that may differ by data center or by node; what is said there wins key by key. */
export const overrides = z.strictObject({
  ssh: overriding(ssh).optional(),
  install: overriding(install).optional(),
  service: service.optional(),
  java: z.record(releaseLine, absolutePath).optional(),
  nodetool: overriding(nodetool).optional(),
  cql: overriding(cql).optional(),
  jolokia: overriding(jolokia).optional(),
  stateFolder: absolutePath.optional(),
});

export const node = overrides.extend({
  address: hostName.describe('Where SSH reaches the node.'),
  broadcastAddress: hostName
    .optional()
    .describe('What gossip calls the node, where that is another address. Default: `address`.'),
  name: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]*$/, 'a name of letters, digits, "_", "." or "-"')
    .optional(),
});
