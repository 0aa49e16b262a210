import { cqlAddressOf } from '../../knowledge/cassandra/yaml-settings.ts';
import { RingliftError } from '../../knowledge/errors.ts';
import { parseCmsDescribe } from '../../knowledge/nodetool/cms-describe.ts';
import { parseCompactionStats } from '../../knowledge/nodetool/compactionstats.ts';
import { parseDescribeCluster } from '../../knowledge/nodetool/describecluster.ts';
import { parseGossipInfo } from '../../knowledge/nodetool/gossipinfo.ts';
import { parseInfo } from '../../knowledge/nodetool/info.ts';
import { parseNetStats } from '../../knowledge/nodetool/netstats.ts';
import { parseProxyHistograms } from '../../knowledge/nodetool/proxyhistograms.ts';
import { parseRepairAdminList } from '../../knowledge/nodetool/repair-admin-list.ts';
import { parseStatus } from '../../knowledge/nodetool/status.ts';
import { parseTpStats } from '../../knowledge/nodetool/tpstats.ts';
import { parseVersion } from '../../knowledge/nodetool/version.ts';
import type { NodeObservation, ObservationProblem } from '../../knowledge/observation.ts';
import type { EvidenceStore } from '../evidence-store.ts';
import type { Host } from '../hosts/host.ts';
import { askNodetool, problemOf, questionMillis } from '../hosts/nodetool.ts';
import type { Section } from '../hosts/sections.ts';
import { namedGossip, namedVersion } from './look-at-dse.ts';
import { lightRead } from './light-read.ts';
import { lookAtHost } from './look-at-host.ts';

/** Which view each nodetool command fills, and what reads it. */
const views = {
  version: { command: 'version', parse: parseVersion },
  ring: { command: 'status', parse: parseStatus },
  cluster: { command: 'describecluster', parse: parseDescribeCluster },
  gossip: { command: 'gossipinfo', parse: parseGossipInfo },
  info: { command: 'info', parse: parseInfo },
  net: { command: 'netstats', parse: parseNetStats },
  compactions: { command: 'compactionstats', parse: parseCompactionStats },
  threadPools: { command: 'tpstats', parse: parseTpStats },
  repairs: { command: 'repair_admin list', parse: parseRepairAdminList },
  latency: { command: 'proxyhistograms', parse: parseProxyHistograms },
  cms: { command: 'cms describe', parse: parseCmsDescribe },
} as const;

export type ViewName = keyof typeof views;

/** What a stage wants to know of a node: only what it judges, since every view costs the node a JVM's start. */
export interface Wanted {
  readonly views: readonly ViewName[];
  readonly host?: boolean;
  readonly cql?: boolean;
}

export interface LookOptions {
  readonly evidence: EvidenceStore;
  readonly stateFolder: string;
  readonly signal?: AbortSignal;
  /** For each nodetool command. Default: the file's nodetool.limit. */
  readonly limitMillis?: number;
}

type Mutable = { -readonly [Key in keyof NodeObservation]: NodeObservation[Key] };

/** One look at one node. What could not be had becomes a problem of the observation; only a lost host throws. */
export async function lookAtNode(host: Host, wanted: Wanted, options: LookOptions): Promise<NodeObservation> {
  const { settings } = host;
  const problems: ObservationProblem[] = [];
  const seen: Mutable = { ...unseen(settings.node, settings.name), problems };
  const wantsHost = wanted.host === true || wanted.cql === true;
  const [sections, machine] = await Promise.all([
    askAll(host, wanted.views, options),
    wantsHost ? lookAtHost(host, options.stateFolder, options.signal) : null,
  ]);
  for (const [name, section] of sections) readView(seen, problems, name, section);
  if (seen.version) seen.version = await namedVersion(host, seen.version, options.signal);
  if (seen.gossip) seen.gossip = namedGossip(seen.gossip);
  seen.host = machine;
  seen.running = machine ? machine.serviceUser !== null : null;
  if (wanted.cql && machine) {
    const listen = cqlAddressOf(machine.configuration['cassandra.yaml'] ?? '', settings.node);
    seen.cql = await lightRead(host, listen, options.signal);
  }
  seen.evidence = await options.evidence.put(transcriptOf(seen, sections));
  return seen;
}

/** A node that could not be looked at at all: every view null, the reason among its problems. */
export function unseen(node: string, name: string, problem?: ObservationProblem): NodeObservation {
  return {
    node,
    name,
    at: new Date().toISOString(),
    problems: problem ? [problem] : [],
    running: null,
    version: null,
    ring: null,
    cluster: null,
    gossip: null,
    info: null,
    net: null,
    compactions: null,
    threadPools: null,
    repairs: null,
    latency: null,
    cms: null,
    cql: null,
    host: null,
    evidence: null,
  };
}

async function askAll(
  host: Host,
  names: readonly ViewName[],
  { limitMillis = questionMillis(host.settings), signal }: LookOptions,
): Promise<Map<ViewName, Section>> {
  if (names.length === 0) return new Map();
  const answers = await askNodetool(
    host,
    names.map((name) => views[name].command),
    limitMillis,
    signal,
  );
  return new Map(names.map((name) => [name, answers.get(views[name].command) as Section]));
}

function readView(seen: Mutable, problems: ObservationProblem[], name: ViewName, section: Section): void {
  const asked = `nodetool ${views[name].command}`;
  if (section.exitCode !== 0) {
    problems.push({ asked, problem: problemOf(section) });
    return;
  }
  try {
    Object.assign(seen, { [name]: views[name].parse(section.stdout) });
  } catch (error) {
    if (!(error instanceof RingliftError)) throw error;
    problems.push({ asked, problem: error.message });
  }
}

function transcriptOf(seen: NodeObservation, sections: ReadonlyMap<ViewName, Section>): string {
  const outputs = [...sections].map(
    ([name, { exitCode, stdout, stderr }]) =>
      `# nodetool ${views[name].command} (exit ${exitCode})\n${stdout}${stderr ? `# on standard error\n${stderr}` : ''}`,
  );
  // The configuration is in the diff that prepareConfiguration keeps, and may hold passwords of key stores.
  const host = seen.host && { ...seen.host, configuration: Object.keys(seen.host.configuration) };
  return [
    `# ${seen.name} ${seen.node} ${seen.at}`,
    ...outputs,
    JSON.stringify({ host, cql: seen.cql }, null, 1),
  ].join('\n');
}
