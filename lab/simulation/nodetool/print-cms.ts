import { metadataCounters } from '../../../knowledge/jmx/metadata-metrics.ts';
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

/** `sjk mxdump` of type TCM. @source metrics/TCMMetrics.java of 6.0-alpha2; the shape of printed mxdumps */
export function printMetadataMetrics({ cms }: ClusterModel, node: NodeModel): string {
  const gauges = {
    Epoch: Number(cms.epoch),
    CMSSize: cms.members.length,
    UnreachableCMSMembers: 0,
    IsCMSMember: cms.members.includes(node) ? 1 : 0,
    NeedsCMSReconfiguration: cms.needsReconfiguration ? 1 : 0,
  };
  const bean = (name: string, told: object) => ({
    name: `org.apache.cassandra.metrics:type=TCM,name=${name}`,
    ...told,
  });
  const beans = [
    ...Object.entries(gauges).map(([name, value]) => bean(name, { Value: value })),
    ...metadataCounters.map((name) => bean(name, { Count: 0, MeanRate: 0 })),
  ];
  return `${JSON.stringify({ beans }, null, 2)}\n`;
}
