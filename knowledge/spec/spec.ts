/**
 * The one file that an operator writes: what it may hold, what it means and what stands when it is silent.
 * The only place of validation and of defaults; `ringlift schema` prints it as JSON Schema for editors.
 * Secrets never enter it: only names of files and of environment variables on the worker.
 */
import { z } from 'zod';
import { plainName } from '../person-name.ts';
import { shortIPv6 } from '../short-ipv6.ts';
import { durationPattern } from './duration.ts';
import { refuseStops } from './refuse-stops.ts';

const duration = z.string().regex(durationPattern, 'a duration like "500ms", "30s", "10m" or "24h"');
const port = z.number().int().min(1).max(65_535);
// Host names and addresses never start with a dash, so that no tool can take one for an option.
// An IPv6 address is named in its short form, as every command's output is read: else a node would be two.
const hostName = z
  .string()
  .regex(/^[A-Za-z0-9:[][A-Za-z0-9.:_\-[\]%]*$/, 'a host name or an IP address')
  .overwrite((text) => shortIPv6(text.replace(/^\[([^\]]*)\]$/, '$1')));
const absolutePath = z.string().regex(/^\/[^\0\n]*$/, 'an absolute path');
const environmentName = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'the name of an environment variable');
const command = z
  .array(z.string().min(1))
  .min(1)
  .describe('The program and its arguments; no shell reads it.');
const releaseLine = z.string().regex(/^\d+\.\d+$/, 'a release line like "5.0"');
const release = z
  .string()
  .regex(
    /^\d+\.\d+(\.\d+)?(-(alpha|beta|rc)\d+)?$/,
    'an Apache Cassandra release like "6.0.0" or "6.0-alpha2"',
  );

const insisted = z.strictObject({
  release,
  reason: z.string().trim().min(1).describe('Why it must be this very release; it stands in the report.'),
});

const tarballUrl = z.url({ protocol: /^https?$/ });
const tarballDigest = z.string().regex(/^[0-9a-f]{64}$/, '64 lower-case hex digits');

const stop = z.strictObject({
  release,
  file: z.string().min(1).optional().describe("This release's tarball, on the worker."),
  url: tarballUrl.optional().describe('Where the worker gets the tarball from.'),
  sha256: tarballDigest.describe('Digest of the tarball.'),
});

const bastion = z.strictObject({
  host: hostName,
  port: port.default(22),
  user: z.string().min(1).optional().describe('Default: the user of the nodes.'),
  privateKeyFile: z.string().min(1).optional().describe('Default: the key of the nodes.'),
});

const ssh = z.strictObject({
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

const install = z.strictObject({
  method: z.literal('tarball').default('tarball'),
  file: z.string().min(1).optional().describe("The target's release tarball, on the worker."),
  url: tarballUrl.optional().describe('Where the worker gets the tarball from.'),
  sha256: tarballDigest.describe('Digest of the tarball.'),
  home: absolutePath.describe('The symlink that names the installation in use; it is switched.'),
  releases: absolutePath
    .optional()
    .describe('Folder in which releases lie beside each other. Default: the folder of `home`.'),
  conf: absolutePath
    .optional()
    .describe('Folder of cassandra.yaml. Default: `conf` below `home`, which moves with the release.'),
  log: absolutePath.default('/var/log/cassandra/system.log').describe("Cassandra's system log on the nodes."),
});

const service = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.enum(['systemd', 'sysv']),
    name: z
      .string()
      .regex(/^[A-Za-z0-9_][A-Za-z0-9_.@-]*$/, 'a service name')
      .default('cassandra'),
    user: z.string().min(1).default('cassandra').describe('The operating system user of Cassandra.'),
  }),
  z.strictObject({
    kind: z.literal('commands'),
    start: command,
    stop: command,
    user: z.string().min(1).default('cassandra').describe('The operating system user of Cassandra.'),
  }),
]);

const java = z
  .record(releaseLine, absolutePath)
  .default({})
  .describe(
    'Release line to the JDK home that its service uses on the nodes, such as {"6.0": "/usr/lib/jvm/java-17"}.',
  );

const nodetool = z.strictObject({
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

const cql = z.strictObject({
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

const strategy = z.strictObject({
  canary: z
    .strictObject({
      node: hostName.optional().describe('Default: the first non-seed node of the first data center.'),
      soak: duration.default('10m').describe('How long the canary is watched before the others follow.'),
      approval: z.boolean().default(false).describe('Ask a person after the soak.'),
    })
    .prefault({}),
  order: z
    .array(hostName)
    .optional()
    .describe(
      'All other nodes in the order to take them. Default: by data center and rack, seeds last in a rack.',
    ),
  downNodes: z
    .union([z.literal('refuse'), z.array(hostName).min(1)])
    .default('refuse')
    .describe(
      'Nodes that are down for ever and stay so, by address in gossip: no gate waits for them, and `cms initialize` ignores them. Any other node that is down shuts the gates.',
    ),
  onNodeFailure: z
    .enum(['park', 'rollback'])
    .default('park')
    .describe(
      'What happens when a node fails after it was stopped: wait for a person, or bring that node back to its old release first and then wait.',
    ),
});

const gates = z.strictObject({
  patience: duration
    .default('10m')
    .describe('How long a shut gate is looked at again before a person is asked.'),
  lookEvery: duration.default('5s'),
  startLimit: duration.default('15m').describe('How long a node may take from its start to serving CQL.'),
  maxHeapShareOfMemory: z.number().gt(0).max(1).default(0.5),
  maxClockSkew: duration.default('500ms'),
  diskHeadroom: z
    .number()
    .min(0)
    .default(0.5)
    .describe(
      "Free space wanted on a data folder's disk, as a share of the data on it (rewriting needs it).",
    ),
  maxNewLogErrors: z.number().int().min(0).default(0),
  maxLatencyFactor: z.number().min(1).default(3).describe("How many times the node's own latency of before."),
  latencyFloor: duration.default('100ms').describe('Latencies below this are never judged too high.'),
  maxDroppedMessages: z.number().int().min(0).default(0).describe('Dropped reads or writes since the start.'),
  replicasLeft: z
    .enum(['quorum', 'one'])
    .default('quorum')
    .describe(
      'While nodes of strategy.downNodes are down: how many replicas of every range in a data center the restart of another node must leave.',
    ),
});

const backup = z.strictObject({
  kind: z.literal('snapshot').default('snapshot'),
});

const sstables = z.strictObject({
  jobs: z.number().int().min(0).default(2).describe('0: all compactors.'),
  throughputMiBPerSecond: z
    .number()
    .int()
    .min(0)
    .optional()
    .describe('Compaction throughput during the rewriting; put back after. Default: left as it is.'),
});

const repair = z.strictObject({
  enabled: z.boolean().default(true),
  limit: duration.default('72h').describe('Longest time for one node.'),
});

const cms = z.strictObject({
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

const approvals = z.strictObject({
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
const actor = z.discriminatedUnion('kind', [
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

const notify = z.strictObject({
  command: command.optional().describe('On the worker; the payload is JSON on its standard input.'),
  webhook: z
    .strictObject({
      url: z.url({ protocol: /^https?$/ }),
      tokenEnv: environmentName.optional().describe("Worker's environment variable; sent as a bearer token."),
    })
    .optional()
    .describe('The payload is POSTed as JSON.'),
});

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
const overrides = z.strictObject({
  ssh: overriding(ssh).optional(),
  install: overriding(install).optional(),
  service: service.optional(),
  java: z.record(releaseLine, absolutePath).optional(),
  nodetool: overriding(nodetool).optional(),
  cql: overriding(cql).optional(),
  stateFolder: absolutePath.optional(),
});

const node = overrides.extend({
  address: hostName.describe('Where SSH reaches the node.'),
  broadcastAddress: hostName
    .optional()
    .describe('What gossip calls the node, where that is another address. Default: `address`.'),
  name: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]*$/, 'a name of letters, digits, "_", "." or "-"')
    .optional(),
});

interface Contradictable {
  readonly notify?: { readonly command?: unknown; readonly webhook?: unknown };
  readonly actors?: unknown;
  readonly install?: { readonly file?: unknown; readonly url?: unknown };
  readonly ssh?: { readonly agent?: unknown; readonly privateKeyFile?: unknown };
  readonly cql?: { readonly user?: unknown; readonly passwordEnv?: unknown; readonly passwordFile?: unknown };
  readonly approvals?: { readonly who?: unknown; readonly required?: unknown };
  readonly nodes?: unknown;
  readonly via?: unknown;
  readonly target?: unknown;
}

type Refuse = (path: (string | number)[], message: string) => void;

function refuseContradictions(spec: unknown, context: z.core.$RefinementCtx): void {
  const { install, ssh, cql, approvals, nodes, notify, actors, via, target } = (spec ?? {}) as Contradictable;
  const refuse: Refuse = (path, message) => context.addIssue({ code: 'custom', path, message });
  if (install && !install.file === !install.url)
    refuse(['install'], 'exactly one of "file" and "url" is needed');
  if (ssh && ssh.agent !== true && !ssh.privateKeyFile) {
    refuse(['ssh'], 'a way to log in is needed: "privateKeyFile" or "agent: true"');
  }
  if (cql?.user && !cql.passwordEnv === !cql.passwordFile) {
    refuse(['cql'], 'with "user", exactly one of "passwordEnv" and "passwordFile" is needed');
  }
  const who = (Array.isArray(approvals?.who) ? approvals.who : []).map((name) => plainName(String(name)));
  const people = new Set(who).size;
  for (const [index, name] of who.entries()) {
    const earlier = who.indexOf(name);
    if (earlier < index) refuse(['approvals', 'who', index], `the same person as approvals.who[${earlier}]`);
  }
  if (people > 0 && typeof approvals?.required === 'number' && approvals.required > people) {
    refuse(['approvals', 'required'], `more approvals than people in "who" (${people})`);
  }
  if (notify && !notify.command && !notify.webhook)
    refuse(['notify'], 'one of "command" and "webhook", or both, is needed');
  if (Array.isArray(via)) refuseStops(via, target, refuse);
  if (Array.isArray(nodes)) refuseTwins('nodes', nodes, ['address', 'broadcastAddress', 'name'], refuse);
  if (Array.isArray(actors)) {
    refuseTwins('actors', actors, ['name'], refuse);
    for (const [index, actor] of actors.entries()) {
      const { user, passwordEnv, passwordFile, url } = (actor ?? {}) as NonNullable<Contradictable['cql']> & {
        readonly url?: unknown;
      };
      if (typeof url === 'string' && url.includes('@')) {
        refuse(
          ['actors', index, 'url'],
          'an address without a user in it is needed: "user" and "passwordEnv" name one',
        );
      }
      if (user && !passwordEnv === !passwordFile) {
        refuse(['actors', index], 'with "user", exactly one of "passwordEnv" and "passwordFile" is needed');
      }
    }
  }
}

/** What names one thing names no other: settings of a twin would be lost in silence. */
function refuseTwins(
  list: string,
  entries: readonly unknown[],
  keys: readonly string[],
  refuse: Refuse,
): void {
  for (const key of keys) {
    const seen = new Map<unknown, number>();
    for (const [index, entry] of entries.entries()) {
      const value = ((entry ?? {}) as Record<string, unknown>)[key];
      if (typeof value !== 'string') continue;
      const earlier = seen.get(value);
      if (earlier !== undefined) refuse([list, index, key], `the same ${key} as ${list}[${earlier}]`);
      seen.set(value, index);
    }
  }
}

export const specSchema = z
  .strictObject({
    cluster: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]*$/, 'a name of letters, digits, "_", "." or "-"')
      .describe('Your name for the cluster; one upgrade runs per name.'),
    target: release.describe('The release to end on.'),
    via: z
      .array(stop)
      .optional()
      .describe('Releases to go through before the target, in order; each hop is whole before the next.'),
    insist: z
      .array(insisted)
      .optional()
      .describe('Releases that are wanted in spite of defects for which Ringlift refuses them.'),
    nodes: z.array(node).min(1).describe('One contact point is enough: the rest is discovered by gossip.'),
    dataCenters: z.record(z.string().min(1), overrides).default({}),
    ssh,
    install,
    service: service.prefault({ kind: 'systemd' }),
    java,
    nodetool: nodetool.prefault({}),
    cql: cql.prefault({}),
    strategy: strategy.prefault({}),
    gates: gates.prefault({}),
    backup: backup.prefault({}),
    sstables: sstables.prefault({}),
    repair: repair.prefault({}),
    cms: cms.prefault({}),
    approvals,
    actors: z.array(actor).default([]).describe('Who else works on the cluster, to be paused meanwhile.'),
    notify: notify.optional().describe('Called whenever the upgrade waits for a person, and when it ends.'),
    stateFolder: absolutePath
      .default('/var/lib/ringlift')
      .describe('Folder on every node for the journal, the lock and restore points of configuration.'),
  })
  // Also beside other problems, so that a person is told all of them at once: parts may be missing then.
  .superRefine(refuseContradictions, { when: () => true });

/** What the file may look like before defaults. */
export type SpecInput = z.input<typeof specSchema>;
/** The file with every default filled in. */
export type Spec = z.output<typeof specSchema>;
export type SshSettings = Spec['ssh'];
export type InstallSettings = Spec['install'];
export type ServiceSettings = Spec['service'];
export type CqlSettings = Spec['cql'];
export type NodetoolSettings = Spec['nodetool'];
export type GateSettings = Spec['gates'];
export type Stop = NonNullable<Spec['via']>[number];
export type Actor = Spec['actors'][number];
export type NotifySettings = NonNullable<Spec['notify']>;
