/** How each field of an expectation in the corpus is read off a view: what corpus.test.ts compares with. */
import { classifyCmsInitialize } from '../../../knowledge/nodetool/cms-initialize.ts';
import { parseCompactionStats } from '../../../knowledge/nodetool/compactionstats.ts';
import { isConnectError } from '../../../knowledge/nodetool/connect-error.ts';
import { parseDescribeCluster } from '../../../knowledge/nodetool/describecluster.ts';
import { parseDescribeRing } from '../../../knowledge/nodetool/describering.ts';
import { parseDsetoolRing, parseDsetoolStatus } from '../../../knowledge/nodetool/dsetool.ts';
import { parseGossipInfo } from '../../../knowledge/nodetool/gossipinfo.ts';
import { parseInfo } from '../../../knowledge/nodetool/info.ts';
import { parseListSnapshots } from '../../../knowledge/nodetool/listsnapshots.ts';
import { parseNetStats } from '../../../knowledge/nodetool/netstats.ts';
import { parseRepair } from '../../../knowledge/nodetool/repair.ts';
import { parseSSTableUpgrade } from '../../../knowledge/nodetool/sstableupgrade.ts';
import { parseStatus } from '../../../knowledge/nodetool/status.ts';
import { parseStatusBinary } from '../../../knowledge/nodetool/statusbinary.ts';
import { parseTpStats } from '../../../knowledge/nodetool/tpstats.ts';
import { parseVersion } from '../../../knowledge/nodetool/version.ts';
import type { RingView } from '../../../knowledge/observation.ts';

type Facts = Readonly<Record<string, unknown>>;

/** Every fact that an expectation of the command may ask for; a field that is missing here fails the test. */
export const factsOf: Readonly<Record<string, (text: string) => Facts>> = {
  status: (text) => {
    const view = parseStatus(text);
    const states = view.nodes.map(({ state }) => state);
    const starting = (letter: string): number => states.filter((state) => state.startsWith(letter)).length;
    return {
      datacenters: dataCentersOf(view),
      nodes: view.nodes.length,
      up: starting('U'),
      down: starting('D'),
      unknown: starting('?'),
      states: countEach(states),
      allUN: states.every((state) => state === 'UN'),
      effectiveOwnership: view.effectiveOwnership,
      note: view.note,
      layout: view.layout,
    };
  },
  describecluster: (text) => {
    const view = parseDescribeCluster(text);
    const agreedAmongReachable = view.schemaVersions.length === 1;
    return {
      cluster: view.cluster,
      schemaVersions: view.schemaVersions.length,
      reachableNodes: view.schemaVersions.flatMap(({ nodes }) => nodes).length,
      unreachable: view.unreachable,
      agreed: agreedAmongReachable && view.unreachable.length === 0,
      agreedAmongReachable,
      statsBlock: view.databaseVersions !== null,
      live: view.live,
      unreachableCount: view.unreachableCount,
      databaseVersions: view.databaseVersions,
    };
  },
  gossipinfo: (text) => {
    const { endpoints } = parseGossipInfo(text);
    return {
      endpoints: endpoints.length,
      statuses: countEach(endpoints.map(({ status }) => status ?? 'none')),
      releaseVersions: distinct(endpoints.map(({ release }) => release)).sort(),
      schemas: distinct(endpoints.map(({ schema }) => schema)).length,
      allNormal: endpoints.every(({ status }) => status === 'NORMAL'),
      sstableVersions: distinct(endpoints.flatMap(({ sstableVersions }) => sstableVersions)),
      netVersion: endpoints[0]?.netVersion,
      duplicateHostIds: distinct(endpoints.map(({ hostId }) => hostId)).length < endpoints.length,
    };
  },
  info: (text) => {
    const view = parseInfo(text);
    return {
      gossipActive: view.gossipActive,
      nativeTransport: view.nativeTransportActive,
      thrift: view.thriftActive,
      dc: view.dataCenter,
      rack: view.rack,
      tokens: view.tokenCount,
    };
  },
  version: (text) => {
    const { release, dse } = parseVersion(text);
    const family = release.split('.').slice(0, 2).join('.');
    return { releaseVersion: release, dse, family, isApacheCassandra: dse === null };
  },
  netstats: (text) => {
    const view = parseNetStats(text);
    return { mode: view.mode, streams: view.streams, idle: view.idle, smallDropped: view.droppedMessages };
  },
  compactionstats: (text) => {
    const view = parseCompactionStats(text);
    return {
      pending: view.pending,
      running: view.running.length,
      types: distinct(view.running.map(({ type }) => type)),
      remaining: view.remaining,
      perTable: view.perTable,
    };
  },
  tpstats: (text) => {
    const { pools, dropped, droppedTotal } = parseTpStats(text);
    const busy = pools.filter(({ active }) => active > 0);
    return {
      poolsWithPending: pools.filter(({ pending }) => pending > 0).length,
      active: Object.fromEntries(busy.map(({ name, active }) => [name, active])),
      dropped: droppedTotal,
      droppedTotal,
      droppedTypes: dropped,
    };
  },
  'tpstats-json': (text) => parseTpStats(text) as unknown as Facts,
  listsnapshots: (text) => {
    const { snapshots, totalTrueDiskSpace } = parseListSnapshots(text);
    return {
      snapshots: distinct(snapshots.map(({ name }) => name)),
      rows: snapshots.length,
      totalTrueDisk: totalTrueDiskSpace,
      empty: snapshots.length === 0,
    };
  },
  describering: (text) => {
    const { ranges } = parseDescribeRing(text);
    const endpoints = ranges.flatMap((range) => range.endpoints);
    return {
      ranges: ranges.length,
      hosts: distinct(endpoints.map(({ address }) => address)).length,
      racks: distinct(endpoints.map(({ rack }) => rack)).length,
      dcs: distinct(endpoints.map(({ dataCenter }) => dataCenter)).length,
    };
  },
  statusbinary: (text) => ({ running: parseStatusBinary(text) }),
  repair: (text) => {
    const view = parseRepair(text);
    return {
      success: view.success,
      repairCommand: view.commands[0],
      repairCommands: view.commands,
      failedSessions: view.failedSessions,
    };
  },
  sstableupgrade: (text) => ({ ...parseSSTableUpgrade(text) }),
  'cms-initialize': (text) => {
    const answer = classifyCmsInitialize({ exitCode: 1, stdout: text, stderr: '' });
    return {
      success: answer.answer === 'initialized',
      reason: answer.answer === 'mismatch' ? 'metadata-mismatch' : answer.answer,
      mismatching: answer.answer === 'mismatch' ? answer.nodes : [],
    };
  },
  'connect-error': (text) => ({ connected: !isConnectError('', text) }),
  'dsetool-ring': (text) => {
    const nodes = parseDsetoolRing(text);
    return { nodes: nodes.length, allUpNormal: nodes.every(({ state }) => state === 'UN') };
  },
  'dsetool-status': (text) => {
    const nodes = parseDsetoolStatus(text);
    return { nodes: nodes.length, allUN: nodes.every(({ state }) => state === 'UN') };
  },
};

function dataCentersOf(view: RingView): Facts {
  const of = (dataCenter: string): RingView['nodes'] =>
    view.nodes.filter((node) => node.dataCenter === dataCenter);
  return Object.fromEntries(
    view.dataCenters.map((dataCenter) => {
      const nodes = of(dataCenter);
      return [dataCenter, { nodes: nodes.length, racks: countEach(nodes.map(({ rack }) => rack)) }];
    }),
  );
}

function countEach(values: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}

function distinct<Value>(values: readonly (Value | null)[]): Value[] {
  return [...new Set(values)].filter((value) => value !== null);
}
