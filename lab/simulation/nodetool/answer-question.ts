import { dseReleaseOf } from '../../../knowledge/cassandra/dse-release.ts';
import { isBefore } from '../../../knowledge/cassandra/release-line.ts';
import { clientRequestsCommand, metadataMetricsCommand } from '../../../knowledge/nodetool/mxdump.ts';
import type { ClusterModel } from '../model/cluster-model.ts';
import type { NodeModel } from '../model/node-model.ts';
import { type Answer, refused, said } from './answer.ts';
import {
  printClientRequests,
  printCompactionStats,
  printGcStats,
  printNetStats,
  printProxyHistograms,
  printTpStats,
} from './print-activity.ts';
import { printCmsDescribe, printMetadataMetrics, printReconfigureStatus } from './print-cms.ts';
import { printDescribeCluster } from './print-describecluster.ts';
import { printDescribeRing } from './print-describering.ts';
import { printGossipInfo } from './print-gossipinfo.ts';
import { printInfo } from './print-info.ts';
import { printStatus } from './print-status.ts';

type Print = (cluster: ClusterModel, node: NodeModel) => string;

const questions: Readonly<Record<string, Print>> = {
  status: printStatus,
  describecluster: printDescribeCluster,
  gossipinfo: printGossipInfo,
  info: printInfo,
  netstats: (_, node) => printNetStats(node),
  compactionstats: (_, node) => printCompactionStats(node),
  tpstats: (_, node) => printTpStats(node),
  gcstats: (_, node) => printGcStats(node),
  proxyhistograms: () => printProxyHistograms(),
  version: (_, node) => printVersion(node),
  statusbinary: (_, { serving }) => (serving ? 'running\n' : 'not running\n'),
  statusgossip: (_, { mode }) => (mode === 'NORMAL' ? 'running\n' : 'not running\n'),
  // Only incremental repairs are sessions, and none of those is asked for.
  'repair_admin list': () => 'no sessions\n',
  repair_admin: () => 'no sessions\n',
  getcompactionthroughput: (_, node) => printThroughput(node),
};

const cmsQuestions: Readonly<Record<string, Print>> = {
  cms: printCmsDescribe,
  'cms describe': printCmsDescribe,
  'cms reconfigure --status': (cluster) => printReconfigureStatus(cluster),
  [metadataMetricsCommand]: printMetadataMetrics,
};

/** Commands that change nothing; null: it is none of them. */
export function answerQuestion(
  cluster: ClusterModel,
  node: NodeModel,
  words: readonly string[],
): Answer | null {
  const command = words.join(' ');
  // It came with 4.0.
  if (words[0] === 'repair_admin' && isBefore(node.line, '4.0')) return null;
  if (command === clientRequestsCommand && !isBefore(node.line, '4.0'))
    return said(printClientRequests(node));
  const print = questions[command] ?? (isBefore(node.line, '6.0') ? undefined : cmsQuestions[command]);
  if (print) return said(print(cluster, node));
  const [verb = '', keyspace = ''] = words;
  if (verb !== 'describering') return null;
  const found = cluster.keyspaceOf(node, keyspace);
  return found
    ? said(printDescribeRing(cluster, node, found))
    : refused(`The keyspace ${keyspace}, does not exist`);
}

/**
 * DSE 5.1 here says what 6.7 says (corpus), 5.0 what Apache's 3.0 says: four numbers and no more, which is what has to be
 * coped with as well.
 */
function printVersion({ release, gossipedRelease }: NodeModel): string {
  const dse = dseReleaseOf(release);
  if (!dse) return `ReleaseVersion: ${release}\n`;
  return `${dse.line === '5.1' ? `DSE version: ${dse.version}\n` : ''}ReleaseVersion: ${gossipedRelease}\n`;
}

/** @source recorded getcompactionthroughput of 5.0.9 and 6.0-alpha2 */
function printThroughput(node: NodeModel): string {
  const rate = node.compactionThroughput;
  if (isBefore(node.line, '6.0')) return `Current compaction throughput: ${rate} MB/s\n`;
  const recent = [1, 5, 15].map(
    (minutes) => `Current compaction throughput (${minutes} minute): 0.000 MiB/s\n`,
  );
  return `Current compaction throughput: ${rate} MiB/s\n${recent.join('')}`;
}
