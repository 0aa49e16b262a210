import { parseDocument } from 'yaml';
import { dseFlags, isUnknownToApache, remedyFor, yamlClasses } from '../cassandra/dse-classes.ts';
import { dseReleaseOf } from '../cassandra/dse-release.ts';
import { lineOf } from '../cassandra/release-line.ts';
import type { Inventory } from '../inventory.ts';
import type { DseView, NodeObservation, SchemaClass } from '../observation.ts';
import type { Spec } from '../spec/spec.ts';
import type { Verdict } from '../verdict.ts';
import type { PreflightInput } from './gate-input.ts';
import { judge } from './judge.ts';
import type { Objection } from './judge.ts';
import { looked } from './looked.ts';
import { sayNode } from './say.ts';
import { withSettings } from './with-settings.ts';
import { yamlOf } from './yaml-of.ts';

/** The hop out of DSE: to a release of Apache's while some node runs one of DSE's. */
export function leavesDse({ target }: Pick<Spec, 'target'>, { nodes }: Pick<Inventory, 'nodes'>): boolean {
  if (lineOf(target) === null) return false;
  return nodes.some(({ version }) => dseReleaseOf(version?.release ?? '') !== null);
}

/**
 * Nothing of a cluster is left that only DSE can read or do: no class of its own in the schema, in cassandra.yaml or in what
 * is on by dse.yaml, no workload but Cassandra's; and it is decided how each node gets system tables that 3.11 reads.
 *
 * @source seed 003, "Replace DSE with Apache Cassandra"; what a start does with an unknown class: config/CFMetaData.java,
 *   schema/{CompactionParams,IndexMetadata}.java of 3.11.19; dse.yaml: DataStax's documents of DSE 5.1. Read, not tried
 */
export function readyToLeaveDse({ spec, inventory }: PreflightInput): Verdict {
  const { nodes, unknown } = looked(inventory.nodes, ['version', 'host', 'gossip']);
  const leaving = nodes.filter(({ version }) => dseReleaseOf(version?.release ?? '') !== null);
  const views = leaving.map((seen) => ({ seen, view: inventory.dse?.nodes[seen.node] ?? null }));
  const against = [
    ...unknown,
    ...systemTables(spec),
    ...classesInSchema(inventory),
    ...leaving.flatMap(classesInYaml),
    ...views.flatMap(({ seen, view }) => (view ? flagsOn(seen, view) : [notAsked(seen)])),
    ...leaving.flatMap(otherWork),
    ...confInRelease(spec, leaving),
  ];
  return judge('readyToLeaveDse', {
    seen: [
      ...(inventory.dse?.schema ? [`${inventory.dse.schema.length} classes of the schema were read`] : []),
      ...views.flatMap(({ seen, view }) =>
        view ? [`${sayNode(seen)}: cassandra.yaml and dse.yaml were read`] : [],
      ),
      ...(spec.dse?.systemTables ? [`system.local and system.peers: ${spec.dse.systemTables}`] : []),
    ],
    against,
    standsFor: ['S3-10', 'S3-11'],
  });
}

function systemTables({ dse }: Spec): Objection[] {
  if (dse?.systemTables === 'rejoin') return [];
  if (dse?.systemTables === 'prepared' && dse.prepared !== undefined) return [];
  if (dse?.systemTables === 'prepared') {
    return [
      {
        found: 'dse.systemTables is "prepared", and the file names no folder of them',
        remedy: 'Name it as dse.prepared in the file.',
      },
    ];
  }
  return [
    {
      found:
        'system.local and system.peers of DSE have columns that Apache Cassandra does not read: it would start as a new node',
      remedy:
        'Choose how each node gets both anew: dse: {systemTables: "rejoin"} or {systemTables: "prepared", prepared: FOLDER} in the file (docs/operations.md, "Out of DSE").',
    },
  ];
}

function classesInSchema({ dse, nodes }: Inventory): Objection[] {
  if (!dse?.schema) {
    return [
      {
        found: 'the classes that the schema names could not be read by CQL',
        remedy: 'Make CQL answer on one node (`nodetool statusbinary`, cql in the file), then look again.',
      },
    ];
  }
  const replicas = replicasFor(nodes);
  return dse.schema.filter(isUnknownToApache).map((found) => ({
    found: `${sayPlace(found)} ${found.what === 'replication' ? 'is replicated by' : `has ${found.what}`} ${found.className}, which Apache Cassandra does not have`,
    remedy: remedyFor(found, replicas),
  }));
}

/** Three in each data center, or as many as it has nodes: what a keyspace on every node needs no more. */
function replicasFor(nodes: readonly NodeObservation[]): string {
  const members = new Map(
    nodes.flatMap(({ ring }) => ring?.nodes ?? []).map(({ address, dataCenter }) => [address, dataCenter]),
  );
  const names = [...new Set(members.values())].toSorted();
  const sizeOf = (name: string) => [...members.values()].filter((each) => each === name).length;
  return names.map((name) => `'${name}': ${Math.min(3, sizeOf(name))}`).join(', ');
}

function sayPlace({ keyspace, table, name }: SchemaClass): string {
  const of = name === null ? '' : ` (${name})`;
  return table === null ? `keyspace ${keyspace}` : `${keyspace}.${table}${of}`;
}

function classesInYaml(seen: NodeObservation): Objection[] {
  const { yaml, objection } = yamlOf(seen);
  if (objection) return [objection];
  return Object.entries(yamlClasses).flatMap(([key, what]) => {
    const value = yaml.valueOf(key) ?? '';
    if (!/^com\.datastax\.|^Dse/.test(value)) return [];
    return [
      {
        found: `${sayNode(seen)}: ${key} is ${value}, a class of DSE`,
        remedy: `While DSE runs, ${what} on ${sayNode(seen)}, and restart it; then look again.`,
      },
    ];
  });
}

function flagsOn(seen: NodeObservation, { dseYaml, startedWith }: DseView): Objection[] {
  const who = sayNode(seen);
  const working = (startedWith ?? []).filter((line) => /=\s*['"]?(1|true|yes)['"]?\s*$/i.test(line));
  const services = working.map((line) => ({
    found: `${who}: its service starts with ${line}: DSE does other work than Cassandra's there`,
    remedy: `Move that work off ${who} first: nothing of Apache's does it.`,
  }));
  if (startedWith === null) {
    const found = `${who}: /etc/default/dse could not be read, so that what its service starts with is not known`;
    services.push({ found, remedy: `Make /etc/default/dse readable on ${who}, then look again.` });
  }
  if (dseYaml === null) {
    return [
      ...services,
      {
        found: `${who}: its dse.yaml was not found, so that what is on is not known`,
        remedy: `Make dse.yaml readable beside install.conf, in /etc/dse or in resources/dse/conf of the release on ${who}.`,
      },
    ];
  }
  const settings = settingsIn(dseYaml);
  if (settings === null) {
    return [
      ...services,
      { found: `${who}: its dse.yaml can not be understood`, remedy: `Mend the dse.yaml of ${who}.` },
    ];
  }
  const flags = dseFlags.filter(({ path }) => isOn(settings, path));
  return [
    ...services,
    ...flags.map(({ path, says, next }) => ({
      found: `${who}: ${path.join('.')} is on in dse.yaml: ${says}`,
      remedy: `${next}, on ${who}.`,
    })),
  ];
}

function settingsIn(text: string): Record<string, unknown> | null {
  const document = parseDocument(text, { logLevel: 'silent' });
  if (document.errors.length > 0) return null;
  const value: unknown = document.toJS();
  // A file of comments alone is read as nothing: everything is off.
  if (value === null || value === undefined) return {};
  return typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
}

function isOn(settings: unknown, path: readonly string[]): boolean {
  const value = path.reduce<unknown>(
    (inside, key) =>
      typeof inside === 'object' && inside !== null ? (inside as Record<string, unknown>)[key] : undefined,
    settings,
  );
  return value === true || (typeof value === 'string' && /^(true|yes|on)$/i.test(value));
}

function notAsked(seen: NodeObservation): Objection {
  return {
    found: `${sayNode(seen)}: its dse.yaml could not be asked for`,
    remedy: `See that SSH reaches ${sayNode(seen)}, then look again.`,
  };
}

/** Of each node what it says of itself in gossip. */
function otherWork({ node, name, gossip }: NodeObservation): Objection[] {
  const workload = gossip?.endpoints.find(({ address }) => address === node)?.workload ?? null;
  if (workload === 'Cassandra') return [];
  if (workload === null) {
    const found = `${name} (${node}): gossip does not tell what it works as`;
    const remedy = `Run \`nodetool gossipinfo\` on ${name} (${node}): its DSE state must name the workload, and that must be Cassandra.`;
    return [{ found, remedy }];
  }
  return [
    {
      found: `${name} (${node}) works as ${workload}`,
      remedy: `Move that work off ${name} (${node}) first: nothing of Apache's does it.`,
    },
  ];
}

/** DSE and Apache keep the configuration at other places of their folders: it must lie outside of both. */
function confInRelease(spec: Spec, leaving: readonly NodeObservation[]): Objection[] {
  const packaged = spec.install.method === 'tarball' ? [] : [onlyTarball];
  return [...packaged, ...inside(spec, leaving)];
}

const onlyTarball: Objection = {
  found: 'out of DSE a release comes as a tarball alone: its first start needs a configuration of its own',
  remedy: 'Set install.method to tarball, and give the tarball of the target.',
};

function inside(spec: Spec, leaving: readonly NodeObservation[]): Objection[] {
  const { nodes, unknown } = withSettings(spec, leaving, []);
  const objections = nodes.flatMap(({ seen, settings: { install } }) =>
    install.conf.startsWith(`${install.home}/`)
      ? [
          {
            found: `${sayNode(seen)}: its configuration lies in ${install.conf}, inside the release, and Apache's has another place for it`,
            remedy: `Let the service of ${sayNode(seen)} read it from a folder outside (CASSANDRA_CONF), and name that as install.conf in the file.`,
          },
        ]
      : [],
  );
  return [...unknown, ...objections];
}
