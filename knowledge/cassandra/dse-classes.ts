/** Classes and settings that only DSE has: what they are, and what to do before Apache Cassandra takes over. */
import type { SchemaClass } from '../observation.ts';

/** Names without their package, of what Apache's 3.11 ships. @source sources of 3.11.19: locator, db/compaction, io/compress, index/sasi */
const ofApache: { readonly [what in Exclude<SchemaClass['what'], 'column'>]: readonly string[] } = {
  replication: ['SimpleStrategy', 'NetworkTopologyStrategy', 'OldNetworkTopologyStrategy', 'LocalStrategy'],
  compaction: [
    'SizeTieredCompactionStrategy',
    'LeveledCompactionStrategy',
    'DateTieredCompactionStrategy',
    'TimeWindowCompactionStrategy',
  ],
  compression: ['LZ4Compressor', 'SnappyCompressor', 'DeflateCompressor'],
  index: ['SASIIndex'],
};

/** Where Apache's classes of the kind live; a class without a package is one of them. */
const packages: { readonly [what in Exclude<SchemaClass['what'], 'column'>]: string } = {
  replication: 'org.apache.cassandra.locator',
  compaction: 'org.apache.cassandra.db.compaction',
  compression: 'org.apache.cassandra.io.compress',
  index: 'org.apache.cassandra.index.sasi',
};

/** Apache's 3.11 has no such class, and does not load a schema that names it. */
export function isUnknownToApache({ what, className }: SchemaClass): boolean {
  // A type is either one of CQL's or a class in quotes: of those Apache's own marshal package is known.
  if (what === 'column') return !className.startsWith('org.apache.cassandra.db.marshal.');
  const [, folder = '', name = ''] = /^(?:(.*)\.)?([^.]+)$/.exec(className) ?? [];
  return !ofApache[what].includes(name) || (folder !== '' && folder !== packages[what]);
}

/** An imperative sentence, with the statement to run. @param replicas by data center, for a keyspace */
export function remedyFor(found: SchemaClass, replicas: string): string {
  const table = `${quoted(found.keyspace)}.${quoted(found.table ?? '')}`;
  switch (found.what) {
    case 'replication':
      return `Run \`ALTER KEYSPACE ${quoted(found.keyspace)} WITH replication = {'class': 'NetworkTopologyStrategy', ${replicas}};\`, then \`nodetool repair -full ${found.keyspace}\` on every node.`;
    case 'compaction':
      return `Run \`ALTER TABLE ${table} WITH compaction = {'class': 'SizeTieredCompactionStrategy'};\`${isMemoryOnly(found) ? ': in Apache Cassandra it lies on disk, so see to its reads' : ''}.`;
    case 'compression':
      return `Run \`ALTER TABLE ${table} WITH compression = {'class': 'LZ4Compressor'};\`, then \`nodetool upgradesstables -a ${found.keyspace} ${found.table}\` on every node: what is encrypted can not be read without DSE.`;
    case 'index':
      return `Move its queries elsewhere, then run \`DROP INDEX ${quoted(found.keyspace)}.${quoted(found.name ?? '')};\` (a core of Search: \`dsetool unload_core ${found.keyspace}.${found.table}\`).`;
    case 'column':
      return `Copy ${found.name} of ${table} into a column of a type of CQL's own, then drop it.`;
  }
}

function isMemoryOnly({ className }: SchemaClass): boolean {
  return className.endsWith('MemoryOnlyStrategy');
}

function quoted(identifier: string): string {
  return /^[a-z][a-z0-9_]*$/.test(identifier) ? identifier : `"${identifier.replaceAll('"', '""')}"`;
}

/** Values of cassandra.yaml that name a class of DSE's, and what stands for each in Apache's. */
export const yamlClasses: Readonly<Record<string, string>> = {
  endpoint_snitch:
    'set GossipingPropertyFileSnitch with the very data center and rack that nodetool status shows for the node, in cassandra-rackdc.properties',
  authenticator:
    'set PasswordAuthenticator (its users are those of DSE with the internal scheme) or AllowAllAuthenticator',
  authorizer: 'set CassandraAuthorizer or AllowAllAuthorizer',
  role_manager: 'set CassandraRoleManager',
  internode_authenticator: 'remove it',
};

/** Flags of dse.yaml, each as the path of its keys, that mean work or files which Apache's 3.11 has nothing for. */
export const dseFlags: readonly {
  readonly path: readonly string[];
  readonly says: string;
  readonly next: string;
}[] = [
  {
    path: ['system_info_encryption', 'enabled'],
    says: 'system tables, hints and the commit log are encrypted: Apache Cassandra reads none of them',
    next: 'Switch it off, restart, and run `nodetool upgradesstables -a system` and `nodetool drain`',
  },
  {
    path: ['config_encryption_active'],
    says: 'passwords in the configuration are encrypted, and only DSE decrypts them',
    next: 'Write them in plain, in files that only the service can read, and switch it off',
  },
  {
    path: ['audit_logging_options', 'enabled'],
    says: 'audit logging is on: Apache Cassandra has none before 4.0',
    next: 'Decide how long you can be without it, and switch it off',
  },
  {
    path: ['authentication_options', 'enabled'],
    says: "DSE's own authentication is on",
    next: 'See that all users are internal ones, set PasswordAuthenticator in cassandra.yaml, and switch it off',
  },
  {
    path: ['authorization_options', 'enabled'],
    says: "DSE's own authorization is on, which Apache Cassandra has other permissions for",
    next: 'Grant them to CassandraAuthorizer, set it in cassandra.yaml, and switch it off',
  },
  {
    path: ['dsefs_options', 'enabled'],
    says: 'DSEFS is on: its files are not readable without DSE',
    next: 'Copy them elsewhere, and switch it off',
  },
];
