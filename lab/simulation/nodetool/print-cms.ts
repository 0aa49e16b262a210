import type { ClusterModel } from '../model/cluster-model.ts';
import { placeOf } from '../model/cms-model.ts';
import type { NodeModel } from '../model/node-model.ts';

/** `nodetool cms describe`. @source recorded cms describe of 6.0-alpha2, on a member, elsewhere and before */
export function printCmsDescribe({ cms }: ClusterModel, node: NodeModel): string {
  const isMember = cms.members.includes(node);
  const state = isMember ? 'LOCAL' : 'REMOTE';
  const replicas = Object.entries(cms.replication).map(([place, count]) => `, ${place}=${count}`);
  const lines: [string, string][] = [
    ['CMS Identifier', String(cms.identifier)],
    ['Members', cms.members.map(placeOf).join(',')],
    ['Needs reconfiguration', String(cms.needsReconfiguration)],
    ['Is Member', String(isMember)],
    ['Service State', cms.isInitialized ? state : 'GOSSIP'],
    ['Is Migrating', String(cms.initiator !== null)],
    ['Epoch', String(cms.epoch)],
    ['Local Pending Count', '0'],
    ['Commits Paused', 'false'],
    [
      'Replication factor',
      cms.isInitialized
        ? `ReplicationParams{class=org.apache.cassandra.locator.MetaStrategy${replicas.join('')}}`
        : '',
    ],
  ];
  return `Cluster Metadata Service:\n${lines.map(([name, value]) => `${name}: ${value}\n`).join('')}`;
}

/** @source recorded cms reconfigure --status of 6.0-alpha2, idle and while members are added */
export function printReconfigureStatus({ cms }: ClusterModel): string {
  if (!cms.isReconfiguring) return 'No active reconfiguration\n';
  return `ADDITIONS: [${cms.additions.map(placeOf).join(', ')}]\n`;
}
