/**
 * A cluster with nothing wrong, for tests to spoil one thing at a time.
 *
 * - `healthyCluster()` is an Inventory of three 5.0.9 nodes cass1 to cass3 (10.0.0.1 to 10.0.0.3) in dc1, rack1 to
 *   rack3; `places` and `releases` make others.
 * - `spoil(inventory, '10.0.0.2', { ring: null })` replaces views of one node; a function gets the node and returns them.
 * - `spoilAll` does so to every node; `seeState` changes what some nodes see of another.
 * - `preflightInput`, `nodeGateInput` and `doorInput` put an inventory beside a spec and the plan made from it.
 */
import type { DoorInput } from '../../../knowledge/gates/door-input.ts';
import type {
  LogSince,
  NodeBaseline,
  NodeGateInput,
  PreflightInput,
} from '../../../knowledge/gates/gate-input.ts';
import type {
  GossipEndpoint,
  HostView,
  Inventory,
  NodeObservation,
  RingMember,
} from '../../../knowledge/observation.ts';
import type { PlanContext } from '../../../knowledge/plan.ts';
import { specSchema } from '../../../knowledge/spec/spec.ts';
import type { Spec, SpecInput } from '../../../knowledge/spec/spec.ts';
import type { NodeId, Release } from '../../../knowledge/topology.ts';

export interface Place {
  readonly dataCenter: string;
  readonly rack: string;
}

export interface ClusterOptions {
  /** One per node. Default: dc1 with rack1 to rack3, one node each. */
  readonly places?: readonly Place[];
  /** By the node's number from 0; nodes beyond run the last one. Default: all 5.0.9. */
  readonly releases?: readonly Release[];
  readonly tokenCount?: number;
}

interface Member extends Place {
  readonly node: NodeId;
  readonly name: string;
  readonly release: Release;
  readonly tokenCount: number;
}

export const target: Release = '6.0-alpha2';
export const storageMode = 'CASSANDRA_4';
const gibibyte = 1024 ** 3;

/** Nodes in one data center, over the given racks in turn. */
export function places(dataCenter: string, nodes: number, racks = 3): Place[] {
  return Array.from({ length: nodes }, (_, index) => ({ dataCenter, rack: `rack${(index % racks) + 1}` }));
}

export function healthySpec(changes: Partial<SpecInput> = {}): Spec {
  return specSchema.parse({
    cluster: 'prod1',
    target,
    nodes: [{ address: '10.0.0.1' }],
    ssh: { user: 'ops', agent: true },
    install: {
      file: '/tmp/release.tar.gz',
      sha256: 'a'.repeat(64),
      home: '/opt/cassandra',
      conf: '/etc/cassandra',
    },
    java: { '6.0': '/usr/lib/jvm/java-17' },
    approvals: { who: ['ann'] },
    ...changes,
  });
}

export function healthyCluster(options: ClusterOptions = {}): Inventory {
  const members = membersOf(options);
  return {
    cluster: 'prod1',
    at: '2026-07-01T12:00:00.000Z',
    nodes: healthyNodes(members),
    keyspaces: [
      { keyspace: 'system_auth', strategy: 'NetworkTopologyStrategy', replicas: replicasFor(members) },
      { keyspace: 'shop', strategy: 'NetworkTopologyStrategy', replicas: replicasFor(members) },
    ],
    schemaDigest: 'sha256:5ca1ab1e',
  };
}

type Change = Partial<NodeObservation> | ((seen: NodeObservation) => Partial<NodeObservation>);

export function spoil(inventory: Inventory, node: NodeId, change: Change): Inventory {
  return spoilSome(inventory, [node], change);
}

export function spoilAll(inventory: Inventory, change: Change): Inventory {
  return spoilSome(inventory, addressesOf(inventory), change);
}

function spoilSome(inventory: Inventory, which: readonly NodeId[], change: Change): Inventory {
  const spoiled = new Set(which);
  const nodes = inventory.nodes.map((seen) =>
    spoiled.has(seen.node) ? { ...seen, ...(typeof change === 'function' ? change(seen) : change) } : seen,
  );
  return { ...inventory, nodes };
}

function addressesOf({ nodes }: Inventory): NodeId[] {
  return nodes.map(({ node }) => node);
}

export function spoilHost(inventory: Inventory, node: NodeId, change: Partial<HostView>): Inventory {
  return spoil(inventory, node, ({ host }) => ({ host: host && { ...host, ...change } }));
}

/** Changes the row of `nodetool status` about one node, in the eyes of some nodes or of all; null: no row. */
export function seeRow(
  inventory: Inventory,
  about: NodeId,
  change: Partial<RingMember> | null,
  viewers = addressesOf(inventory),
): Inventory {
  return spoilSome(inventory, viewers, ({ ring }) => ({
    ring: ring && { ...ring, nodes: replaced(ring.nodes, about, change) },
  }));
}

/** Changes what is heard of one node in gossip, likewise; null: nothing is heard. */
export function hear(
  inventory: Inventory,
  about: NodeId,
  change: Partial<GossipEndpoint> | null,
  viewers = addressesOf(inventory),
): Inventory {
  return spoilSome(inventory, viewers, ({ gossip }) => ({
    gossip: gossip && { endpoints: replaced(gossip.endpoints, about, change) },
  }));
}

function replaced<Row extends { readonly address: NodeId }>(
  rows: readonly Row[],
  about: NodeId,
  change: Partial<Row> | null,
): Row[] {
  return rows.flatMap((row) => {
    if (row.address !== about) return [row];
    return change === null ? [] : [{ ...row, ...change }];
  });
}

export function withYaml(inventory: Inventory, node: NodeId, text: string | undefined): Inventory {
  return spoil(inventory, node, ({ host }) => {
    const { 'cassandra.yaml': _, ...others } = host?.configuration ?? {};
    const configuration = text === undefined ? others : { ...others, 'cassandra.yaml': text };
    return { host: host && { ...host, configuration } };
  });
}

/** The node's cassandra.yaml with lines added at its end. */
export function addYaml(inventory: Inventory, node: NodeId, lines: string): Inventory {
  const text =
    inventory.nodes.find((seen) => seen.node === node)?.host?.configuration['cassandra.yaml'] ?? '';
  return withYaml(inventory, node, `${text}${lines}\n`);
}

export function preflightInput(inventory = healthyCluster(), spec = healthySpec()): PreflightInput {
  return { spec, inventory };
}

export function planFor(inventory: Inventory, spec = healthySpec()): PlanContext {
  return {
    cluster: inventory.cluster,
    to: spec.target,
    storageMode,
    tag: 'ringlift-prod1',
    schemaDigest: inventory.schemaDigest,
    nodes: inventory.nodes.map(({ node, name, ring, version }) => {
      const own = ring?.nodes.find(({ address }) => address === node);
      if (!own || !version) throw new Error('plan from a healthy cluster');
      const { dataCenter, rack, tokenCount } = own;
      return { node, name, dataCenter, rack, tokenCount, isSeed: false, release: version.release };
    }),
  };
}

export function nodeGateInput(
  inventory: Inventory,
  node: NodeId,
  changes: Partial<NodeGateInput> = {},
  healthy: Inventory = inventory,
): NodeGateInput {
  return {
    spec: healthySpec(),
    plan: planFor(healthy),
    node,
    observations: inventory.nodes,
    before: healthyBaseline(),
    log: healthyLog(),
    ...changes,
  };
}

/** All nodes on the target, waiting at the door. */
export function clusterAtTheDoor(options: ClusterOptions = {}): Inventory {
  return healthyCluster({ releases: [target], ...options });
}

export function doorInput(
  inventory = clusterAtTheDoor(),
  changes: Partial<DoorInput> = {},
  healthy: Inventory = inventory,
): DoorInput {
  return {
    spec: healthySpec(),
    plan: planFor(healthy),
    inventory,
    schemaDigestAtStart: healthy.schemaDigest,
    approvedSkips: [],
    snapshotsPresent: Object.fromEntries(healthy.nodes.map(({ node }) => [node, true])),
    ...changes,
  };
}

export function healthyBaseline(): NodeBaseline {
  return {
    at: '2026-07-01T12:00:00.000Z',
    release: '5.0.9',
    readP99Micros: 50_000,
    writeP99Micros: 1_000,
    readMillis: 4,
    logClasses: { 'WARN old.Warning': 3, 'ERROR old.Error': 1 },
  };
}

export function healthyLog(): LogSince {
  return {
    file: '/var/log/cassandra/system.log',
    fromByte: 1_000,
    lines: 200,
    classes: [],
    startupComplete: true,
    cqlListening: true,
  };
}

function membersOf({
  places: given = places('dc1', 3),
  releases = ['5.0.9'],
  tokenCount = 16,
}: ClusterOptions): Member[] {
  return given.map((place, index) => ({
    ...place,
    node: `10.0.${Math.floor(index / 250)}.${(index % 250) + 1}`,
    name: `cass${index + 1}`,
    release: releases[index] ?? releases.at(-1) ?? '5.0.9',
    tokenCount,
  }));
}

function replicasFor(members: readonly Member[]): Record<string, number> {
  const sizes: Record<string, number> = {};
  for (const { dataCenter } of members) sizes[dataCenter] = Math.min(3, (sizes[dataCenter] ?? 0) + 1);
  return sizes;
}

/** 6.0 in gossip mode shows this version whatever the schema is: measured on 6.0-alpha2. */
function schemaVersionOf(release: Release): string {
  return release.startsWith('6.')
    ? '00000000-0000-0000-8000-000000000001'
    : `5ca1ab1e-0000-1000-8000-${release}`;
}

/** All see the same: the views of the cluster are shared, which keeps a thousand nodes small. */
function healthyNodes(members: readonly Member[]): NodeObservation[] {
  const shared = {
    ring: {
      nodes: members.map(ringRow),
      dataCenters: [...new Set(members.map((each) => each.dataCenter))],
      layout: 'vnodes',
      effectiveOwnership: false,
      note: true,
    },
    cluster: clusterView(members),
    gossip: { endpoints: members.map(endpointOf) },
  } as const;
  return members.map((member, index) => ({ ...shared, ...ownViews(member, index) }));
}

type Shared = 'ring' | 'cluster' | 'gossip';

function ownViews(member: Member, index: number): Omit<NodeObservation, Shared> {
  const { node, name, release, dataCenter, rack, tokenCount } = member;
  return {
    node,
    name,
    at: '2026-07-01T12:00:00.000Z',
    problems: [],
    running: true,
    version: { release, dse: null },
    info: {
      hostId: `host-${name}`,
      gossipActive: true,
      nativeTransportActive: true,
      thriftActive: null,
      dataCenter,
      rack,
      tokenCount,
      uptimeSeconds: 90_000 - index,
      heapUsedMiB: 1_024,
      heapMaxMiB: 8_192,
    },
    net: { mode: 'NORMAL', streams: 0, idle: true, droppedMessages: 0 },
    compactions: { pending: 0, perTable: {}, running: [], remaining: null },
    threadPools: {
      pools: ['ReadStage', 'MutationStage', 'AntiEntropyStage', 'CompactionExecutor'].map(idlePool),
      dropped: {},
      droppedTotal: 0,
    },
    repairs: [],
    latency: { readP99Micros: 60_000, writeP99Micros: 1_200 },
    cms: release.startsWith('6.') ? cmsInGossipMode() : null,
    cql: { answers: true, readMillis: 5, detail: 'one row of "shop"."cart"' },
    host: healthyHost(member, index),
    evidence: null,
  };
}

function idlePool(name: string) {
  return { name, active: 0, pending: 0, blocked: 0 };
}

function ringRow({ node, name, dataCenter, rack, tokenCount }: Member): RingMember {
  return {
    address: node,
    state: 'UN',
    dataCenter,
    rack,
    hostId: `host-${name}`,
    load: '103.5 KiB',
    tokenCount,
  };
}

function clusterView(members: readonly Member[]): NodeObservation['cluster'] {
  const releases = [...new Set(members.map(({ release }) => release))];
  const of = (release: Release) => members.filter((each) => each.release === release).map(({ node }) => node);
  return {
    cluster: 'prod1',
    partitioner: 'org.apache.cassandra.dht.Murmur3Partitioner',
    schemaVersions: releases.map((release) => ({ version: schemaVersionOf(release), nodes: of(release) })),
    unreachable: [],
    databaseVersions: Object.fromEntries(releases.map((release) => [release, of(release).length])),
    live: members.length,
    unreachableCount: 0,
  };
}

function endpointOf({ node, name, dataCenter, rack, release }: Member): GossipEndpoint {
  return {
    address: node,
    status: 'NORMAL',
    heartbeat: 4_711,
    dataCenter,
    rack,
    release: release.replace(/^(\d+\.\d+)-/, '$1.0-'),
    schema: schemaVersionOf(release),
    hostId: `host-${name}`,
    netVersion: 12,
    sstableVersions: ['big-nb'],
    rpcReady: true,
  };
}

export function cmsInGossipMode(): NonNullable<NodeObservation['cms']> {
  return {
    identifier: '0',
    members: [],
    needsReconfiguration: true,
    isMember: false,
    serviceState: 'GOSSIP',
    isMigrating: false,
    epoch: '-9223372036854775807',
    localPendingCount: 0,
    commitsPaused: false,
    replicationFactor: '',
  };
}

function healthyHost({ node, name, release, tokenCount }: Member, index: number): HostView {
  return {
    hostName: name,
    clockSkewMillis: index % 3,
    memoryBytes: 32 * gibibyte,
    bootId: `boot-${name}`,
    releaseInUse: `/opt/apache-cassandra-${release}`,
    serviceUser: 'cassandra',
    processJavaHome: '/usr/lib/jvm/java-17',
    processStartedAt: new Date(Date.UTC(2026, 5, 1, 0, index)).toISOString(),
    maxHeapBytes: 8 * gibibyte,
    jdks: [
      { home: '/usr/lib/jvm/java-11', major: 11, version: '11.0.27' },
      { home: '/usr/lib/jvm/java-17', major: 17, version: '17.0.15' },
    ],
    folders: ['data', 'commitlog', 'hints', 'saved_caches'].map((role) => ({
      path: `/var/lib/cassandra/${role}`,
      role,
      exists: true,
      owner: 'cassandra',
      bytes: 10 * gibibyte,
    })),
    fileSystems: [
      ...['data', 'commitlog', 'hints', 'saved_caches'].map((role) => `/var/lib/cassandra/${role}`),
      '/opt',
    ].map((path) => ({
      path,
      mountPoint: path === '/opt' ? '/' : '/var/lib/cassandra',
      totalBytes: 500 * gibibyte,
      freeBytes: 100 * gibibyte,
    })),
    configuration: {
      'cassandra.yaml': yamlOf(node, release, tokenCount),
      'cassandra-env.sh':
        '# JVM_OPTS="$JVM_OPTS -Dcassandra.replace_address=10.9.9.9"\nJVM_OPTS="$JVM_OPTS -Xss256k"\n',
      'jvm-server.options': '-Xms8G\n-Xmx8G\n',
    },
    otherFiles: [],
    lockedBy: null,
  };
}

function yamlOf(node: NodeId, release: Release, tokenCount: number): string {
  const lines = [
    'cluster_name: prod1',
    `num_tokens: ${tokenCount}`,
    'partitioner: org.apache.cassandra.dht.Murmur3Partitioner',
    'data_file_directories:\n  - /var/lib/cassandra/data',
    'commitlog_directory: /var/lib/cassandra/commitlog',
    'hints_directory: /var/lib/cassandra/hints',
    'saved_caches_directory: /var/lib/cassandra/saved_caches',
    'authenticator: PasswordAuthenticator',
    `listen_address: ${node}`,
    'endpoint_snitch: GossipingPropertyFileSnitch',
    'commitlog_sync: periodic',
    'commitlog_sync_period: 10000ms',
    'seed_provider:\n  - class_name: org.apache.cassandra.locator.SimpleSeedProvider\n    parameters:\n      - seeds: "10.0.0.1"',
    ...(release.startsWith('6.') ? [`storage_compatibility_mode: ${storageMode}`] : []),
  ];
  return `${lines.join('\n')}\n`;
}
