import { cqlAddressOf } from '../../knowledge/cassandra/yaml-settings.ts';
import { RingliftError } from '../../knowledge/errors.ts';
import type { Inventory } from '../../knowledge/inventory.ts';
import type { NodeObservation } from '../../knowledge/observation.ts';
import { downNodesOf } from '../../knowledge/spec/down-nodes.ts';
import { type NodeSettings, settingsOf } from '../../knowledge/spec/node-settings.ts';
import type { Spec } from '../../knowledge/spec/spec.ts';
import { isUnsettled } from '../../knowledge/unsettled.ts';
import type { NodeId } from '../../knowledge/topology.ts';
import type { ActivityContext } from '../activity-context.ts';
import { type CqlSession, withCql } from '../hosts/cql-connection.ts';
import { stateFolderOf } from '../hosts/state-folder.ts';
import { discoverMembers } from './discover-members.ts';
import { type Wanted, lookAtNode, unseen } from './look-at-node.ts';
import { readSchema } from './read-schema.ts';

/** Everything that the preflight judges. */
export const wholeLook: Wanted = {
  views: [
    ...([
      'version',
      'ring',
      'cluster',
      'gossip',
      'info',
      'net',
      'compactions',
      'threadPools',
      'repairs',
    ] as const),
    'latency',
  ],
  host: true,
  cql: true,
};

/** Read-only: finds all members from the nodes of the file, looks at each, reads the schema once. */
export async function lookAtCluster(
  context: ActivityContext,
  spec: Spec,
  wanted: Wanted = wholeLook,
): Promise<Inventory> {
  const members = await discoverMembers(context, spec);
  const down = downNodesOf(spec).filter((node) => members.some(({ address }) => address === node));
  const asked = members.filter(({ address }) => !down.includes(address));
  context.say(`looking at ${asked.length} nodes`);
  const settings = asked.map(({ address, dataCenter }) => settingsOf(spec, address, dataCenter));
  const nodes = await lookAtNodes(context, spec, settings, () => wanted);
  const { keyspaces, digest } = await schemaOf(context, settings, nodes);
  return {
    cluster: spec.cluster,
    at: new Date().toISOString(),
    nodes,
    ...(down.length > 0 && { down }),
    ...inHandOf(context, nodes),
    keyspaces,
    replicaSets: null,
    schemaDigest: digest,
  };
}

/**
 * Half done by an earlier run of this same upgrade: its lock is there, and the node does not serve; or it serves, and nobody
 * has seen yet that it owns what it owned before it left DSE.
 */
function inHandOf({ owner }: ActivityContext, nodes: readonly NodeObservation[]): Pick<Inventory, 'inHand'> {
  const inHand = nodes
    .filter((seen) => {
      const serves = seen.running === true && seen.cql?.answers === true;
      return serves ? isUnsettled(seen) : seen.host?.lockedBy === owner;
    })
    .map(({ node }) => node);
  return inHand.length > 0 ? { inHand } : {};
}

/** One look at each node, all at once; a node that can't be reached is a problem of its own observation. */
export async function lookAtNodes(
  context: ActivityContext,
  spec: Spec,
  settings: readonly NodeSettings[],
  wanted: (node: NodeId) => Wanted,
): Promise<NodeObservation[]> {
  return Promise.all(
    settings.map(async (each) => {
      try {
        const host = await context.hosts.get(each);
        return await lookAtNode(host, wanted(each.node), {
          evidence: context.evidence,
          stateFolder: stateFolderOf(each, spec),
          signal: context.signal,
        });
      } catch (error) {
        if (!(error instanceof RingliftError)) throw error;
        // What nobody can mend by waiting is told at once, not hidden in a gate that stays shut.
        if (error.name === 'HostKeyRefused' || error.name === 'PrivilegeMissing') throw error;
        if (error.name === 'AuthenticationRefused') throw error;
        return unseen(each.node, each.name, { asked: 'ssh', problem: error.message });
      }
    }),
  );
}

/** Schema and replication, as the first node that answers CQL tells it; the digest is null when none does. */
export async function schemaOf(
  context: ActivityContext,
  settings: readonly NodeSettings[],
  nodes: readonly NodeObservation[],
): Promise<{ keyspaces: Inventory['keyspaces']; digest: string | null }> {
  // The gates that need it find it null, and stay shut.
  return (await askFirst(context, settings, nodes, readSchema)) ?? { keyspaces: [], digest: null };
}

/** What the first node that answers CQL tells; null when none of them does. */
export async function askFirst<T>(
  context: ActivityContext,
  settings: readonly NodeSettings[],
  nodes: readonly NodeObservation[],
  ask: (cql: CqlSession) => Promise<T>,
): Promise<T | null> {
  for (const seen of nodes.filter((node) => node.cql?.answers)) {
    const own = settings.find((each) => each.node === seen.node);
    if (!own) continue;
    const listen = cqlAddressOf(seen.host?.configuration['cassandra.yaml'] ?? '', seen.node);
    try {
      return await withCql(await context.hosts.get(own), { listen, signal: context.signal }, ask);
    } catch (error) {
      if (!(error instanceof RingliftError)) throw error;
    }
  }
  return null;
}
