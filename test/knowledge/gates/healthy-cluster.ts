/**
 * A cluster with nothing wrong, for tests to spoil one thing at a time.
 *
 * - `healthyCluster()` is an Inventory of three 5.0.9 nodes cass1 to cass3 (10.0.0.1 to 10.0.0.3) in dc1, rack1 to
 *   rack3; `places` and `releases` make others.
 * - `spoil(inventory, '10.0.0.2', { ring: null })` replaces views of one node; a function gets the node and returns them.
 * - `spoilAll` does so to every node; `seeRow` and `hear` change what some nodes see and hear of another; `withYaml` and
 *   `addYaml` change a cassandra.yaml.
 * - `clusterAtTheDoor()` has every node on 6.0-alpha2.
 * - `preflightInput`, `nodeGateInput` and `doorInput` put an inventory beside a spec and the plan made from it.
 */
import type { DoorInput } from '../../../knowledge/gates/door-input.ts';
import type {
  LogSince,
  NodeBaseline,
  NodeGateInput,
  PreflightInput,
  Surroundings,
} from '../../../knowledge/gates/gate-input.ts';
import type { Inventory } from '../../../knowledge/inventory.ts';
import type { PlanContext } from '../../../knowledge/plan.ts';
import { specSchema } from '../../../knowledge/spec/spec.ts';
import type { Spec, SpecInput } from '../../../knowledge/spec/spec.ts';
import type { NodeId, Release } from '../../../knowledge/topology.ts';
import { healthyNodes, storageMode } from './healthy-node.ts';
import type { Member, Place } from './healthy-node.ts';

export { cmsInGossipMode, storageMode } from './healthy-node.ts';
export type { Place } from './healthy-node.ts';
export { addYaml, hear, seeRow, spoil, spoilAll, spoilHost, withYaml } from './spoil.ts';

export interface ClusterOptions {
  /** One per node. Default: dc1 with rack1 to rack3, one node each. */
  readonly places?: readonly Place[];
  /** By the node's number from 0; nodes beyond run the last one. Default: all 5.0.9. */
  readonly releases?: readonly Release[];
  readonly tokenCount?: number;
}

export const target: Release = '6.0-alpha2';
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
    replicaSets: null,
    schemaDigest: 'sha256:5ca1ab1e',
  };
}

export function preflightInput(inventory = healthyCluster(), spec = healthySpec()): PreflightInput {
  return { spec, inventory };
}

export function planFor(inventory: Inventory, spec = healthySpec()): PlanContext {
  return {
    cluster: inventory.cluster,
    at: inventory.at,
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
    around: aroundOf(inventory),
    before: healthyBaseline(),
    log: healthyLog(),
    ...changes,
  };
}

export function aroundOf({ keyspaces, replicaSets, schemaDigest }: Inventory): Surroundings {
  return { keyspaces, replicaSets, schemaDigest, actors: [] };
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
