import { isBefore } from '../../../knowledge/cassandra/release-line.ts';
import { dseReleaseOf } from '../../../knowledge/cassandra/dse-release.ts';
import { factsOf } from '../../../knowledge/cassandra/releases.ts';
import type { ClusterModel } from '../model/cluster-model.ts';
import { directoryId } from '../model/cluster-model.ts';
import type { NodeModel } from '../model/node-model.ts';

/** `nodetool gossipinfo` of one node. @source recorded gossipinfo of 3.11.19 to 6.0-alpha2, and of 3.11.19 beside 4.0.19 */
export function printGossipInfo(cluster: ClusterModel, viewer: NodeModel): string {
  return cluster.nodes
    .map((node) => `/${node.position.address}\n${statesOf(cluster, node, viewer).join('\n')}\n`)
    .join('');
}

/** From 5.1 on here; before, gossip tells four numbers alone. @source corpus, DSE 6.7, where its name is DSE_GOSSIP_STATE */
function dseStates({ release }: NodeModel): string[] {
  const dse = dseReleaseOf(release);
  if (dse?.line !== '5.1') return [];
  const told = { dse_version: dse.version, workloads: 'Cassandra', workload: 'Cassandra', graph: false };
  return [`X_11_PADDING:40:${JSON.stringify(told)}`];
}

function statesOf(cluster: ClusterModel, node: NodeModel, viewer: NodeModel): string[] {
  const { address, dataCenter, rack, tokens } = node.position;
  const hostId = node.newHostId ?? node.position.hostId;
  // A node that was stopped in order says so last; one that was killed is only no longer heard.
  const gone = node.mode === 'DRAINED' || node.mode === 'DRAINING';
  const status = gone ? 'shutdown,true' : `NORMAL,${tokens[0]}`;
  const startedSeconds = Math.round((node.startedAt ?? Date.now()) / 1_000);
  const named = cluster.cms.isInitialized && !isBefore(node.line, '6.0') ? directoryId(node) : hostId;
  const isOld = isBefore(node.line, '4.0');
  // As long as one node of 3.x is there, all say what only it understands.
  const mixed = cluster.nodes.some(({ line }) => isBefore(line, '4.0'));
  const older = mixed || (isBefore(viewer.line, '6.0') && node === viewer);
  // 3.x does not know by name what came with 4.0.
  const named4 = (name: string, number: number) => (isBefore(viewer.line, '4.0') ? `X${number}` : name);
  return [
    `generation:${startedSeconds}`,
    `heartbeat:${gone ? 2147483647 : 30 + Math.round((Date.now() / 1_000) % 10_000)}`,
    ...(older ? [`STATUS:28:${status}`] : []),
    `LOAD:25:${node.loadBytes.toFixed(1)}`,
    `SCHEMA:17:${cluster.schemaVersionOf(node)}`,
    `DC:12:${dataCenter}`,
    `RACK:14:${rack}`,
    `RELEASE_VERSION:5:${node.gossipedRelease}`,
    ...dseStates(node),
    ...(older ? [`INTERNAL_IP:10:${address}`] : []),
    ...(mixed || node === viewer ? [`RPC_ADDRESS:4:${address}`] : []),
    `NET_VERSION:1:${messagingOf(node)}`,
    `HOST_ID:2:${named}`,
    `RPC_READY:32:${node.serving}`,
    ...(isOld
      ? []
      : [
          `${named4('INTERNAL_ADDRESS_AND_PORT', 1)}:8:${address}:7000`,
          `${named4('NATIVE_ADDRESS_AND_PORT', 2)}:3:${address}:9042`,
          `${named4('STATUS_WITH_PORT', 3)}:29:${status}`,
        ]),
    `SSTABLE_VERSIONS:6:${node.sstableVersions.join(',')}`,
    'TOKENS:28:<hidden>',
  ].map((line) => `  ${line}`);
}

function messagingOf({ line, storageMode }: NodeModel): number {
  return factsOf[line].writes[storageMode ?? 'always']?.messaging ?? factsOf[line].messaging.highest;
}
