/** What starts and stops Cassandra on a node, and with which JDK. */
import { z } from 'zod';
import { absolutePath, command, releaseLine } from './scalars.ts';

export const service = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.enum(['systemd', 'sysv']),
    name: z
      .string()
      .regex(/^[A-Za-z0-9_][A-Za-z0-9_.@-]*$/, 'a service name')
      .default('cassandra'),
    user: z.string().min(1).default('cassandra').describe('The operating system user of Cassandra.'),
  }),
  z.strictObject({
    kind: z.literal('pidFile'),
    file: absolutePath.describe("Where Cassandra's process writes its number."),
    start: command.describe('Starts it, as its user, and makes it write that file.'),
    user: z.string().min(1).default('cassandra').describe('The operating system user of Cassandra.'),
  }),
  z.strictObject({
    kind: z.literal('commands'),
    start: command,
    stop: command,
    user: z.string().min(1).default('cassandra').describe('The operating system user of Cassandra.'),
  }),
]);

export const java = z
  .record(releaseLine, absolutePath)
  .default({})
  .describe(
    'Release line to the JDK home that its service uses on the nodes, such as {"6.0": "/usr/lib/jvm/java-17"}.',
  );
