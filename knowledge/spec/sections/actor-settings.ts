/** Who else works on the cluster. */
import { z } from 'zod';
import { absolutePath, command, environmentName, hostName } from './scalars.ts';

const secretByReference = {
  user: z.string().min(1).optional(),
  passwordEnv: environmentName.optional().describe("Worker's environment variable."),
  passwordFile: z.string().min(1).optional().describe('On the worker.'),
};

const actorName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]*$/, 'a name of letters, digits, "_", "." or "-"')
  .describe('What the report calls it.');

const onNodes = z.array(hostName).min(1).optional().describe('Names or addresses of nodes. Default: all.');

/** Who else works on the cluster: paused before the first change, proven paused, watched, put back as it was at the end. */
export const actor = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('reaper'),
    name: actorName,
    url: z.url({ protocol: /^https?$/ }).describe("Where Reaper's REST API answers the worker."),
    cluster: z.string().min(1).optional().describe('Its name in Reaper. Default: `cluster`.'),
    ...secretByReference,
  }),
  z.strictObject({
    kind: z.literal('cron'),
    name: actorName,
    nodes: onNodes,
    file: absolutePath.describe('Crontab on the nodes, such as /etc/cron.d/cassandra-repair.'),
    line: z.string().min(1).describe('Text that the lines to be silenced hold, such as "nodetool repair".'),
  }),
  z.strictObject({
    kind: z.literal('systemdTimer'),
    name: actorName,
    nodes: onNodes,
    unit: z.string().regex(/^[A-Za-z0-9_@.:-]+\.timer$/, 'a timer unit like "cassandra-backup.timer"'),
  }),
  z.strictObject({
    kind: z.literal('commands'),
    name: actorName,
    nodes: onNodes,
    isPaused: command.describe(
      'Exits 0 while it is paused, 1 while it is not; anything else is not understood.',
    ),
    pause: command,
    resume: command,
  }),
]);
