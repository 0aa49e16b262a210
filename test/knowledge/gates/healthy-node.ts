/** What one healthy node of a cluster tells: every view, as the parsers would make it. */
import type { HostView } from '../../../knowledge/host-view.ts';
import type { GossipEndpoint, NodeObservation, RingMember } from '../../../knowledge/observation.ts';
import type { NodeId, Release } from '../../../knowledge/topology.ts';

export interface Place {
  readonly dataCenter: string;
  readonly rack: string;
}

export interface Member extends Place {
  readonly node: NodeId;
  readonly name: string;
  readonly release: Release;
  readonly tokenCount: number;
}

/** What the plan writes and every upgraded node has in its cassandra.yaml. */
export const storageMode = 'CASSANDRA_4';
const gibibyte = 1024 ** 3;

/** 6.0 in gossip mode shows this version whatever the schema is: measured on 6.0-alpha2. */
function schemaVersionOf(release: Release): string {
  return release.startsWith('6.')
    ? '00000000-0000-0000-8000-000000000001'
    : `5ca1ab1e-0000-1000-8000-${release}`;
}

/** All see the same: the views of the cluster are shared, which keeps a thousand nodes small. */
export function healthyNodes(members: readonly Member[]): NodeObservation[] {
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
      isMountPoint: false,
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
    snapshots: [{ name: 'before', madeAt: '2026-06-30T12:00:00.000Z' }],
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
