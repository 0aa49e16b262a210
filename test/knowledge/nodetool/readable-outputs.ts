/** All whole outputs that are at hand, by parser: the corpus, the recordings of real nodes and the samples. */
import { readdirSync, readFileSync } from 'node:fs';
import { parseCmsDescribe } from '../../../knowledge/nodetool/cms-describe.ts';
import { parseCmsReconfigureStatus } from '../../../knowledge/nodetool/cms-reconfigure-status.ts';
import { parseCompactionStats } from '../../../knowledge/nodetool/compactionstats.ts';
import { parseDescribeCluster } from '../../../knowledge/nodetool/describecluster.ts';
import { parseDescribeRing } from '../../../knowledge/nodetool/describering.ts';
import { parseDsetoolRing, parseDsetoolStatus } from '../../../knowledge/nodetool/dsetool.ts';
import { parseGossipInfo } from '../../../knowledge/nodetool/gossipinfo.ts';
import { parseInfo } from '../../../knowledge/nodetool/info.ts';
import { parseListSnapshots } from '../../../knowledge/nodetool/listsnapshots.ts';
import { parseNetStats } from '../../../knowledge/nodetool/netstats.ts';
import { parseProxyHistograms } from '../../../knowledge/nodetool/proxyhistograms.ts';
import { parseRepairAdminList } from '../../../knowledge/nodetool/repair-admin-list.ts';
import { parseRepair } from '../../../knowledge/nodetool/repair.ts';
import { parseSSTableUpgrade } from '../../../knowledge/nodetool/sstableupgrade.ts';
import { parseStatus } from '../../../knowledge/nodetool/status.ts';
import { parseStatusBinary } from '../../../knowledge/nodetool/statusbinary.ts';
import { parseTpStats } from '../../../knowledge/nodetool/tpstats.ts';
import { parseVersion } from '../../../knowledge/nodetool/version.ts';
import { recordings } from './recordings.ts';
import * as samples from './samples.ts';

export const parsers = {
  'cms-describe': parseCmsDescribe,
  'cms-reconfigure-status': parseCmsReconfigureStatus,
  compactionstats: parseCompactionStats,
  describecluster: parseDescribeCluster,
  describering: parseDescribeRing,
  'dsetool-ring': parseDsetoolRing,
  'dsetool-status': parseDsetoolStatus,
  gossipinfo: parseGossipInfo,
  info: parseInfo,
  listsnapshots: parseListSnapshots,
  netstats: parseNetStats,
  proxyhistograms: parseProxyHistograms,
  repair: parseRepair,
  'repair-admin-list': parseRepairAdminList,
  sstableupgrade: parseSSTableUpgrade,
  status: parseStatus,
  statusbinary: parseStatusBinary,
  tpstats: parseTpStats,
  version: parseVersion,
} as const satisfies Record<string, (stdout: string) => unknown>;

export type ParserName = keyof typeof parsers;

export interface WholeOutput {
  readonly name: string;
  readonly parser: ParserName;
  readonly text: string;
}

const own: readonly (readonly [ParserName, Readonly<Record<string, string>>])[] = [
  ['compactionstats', samples.compactionStats],
  ['status', samples.status],
  ['describecluster', samples.describeCluster],
  ['gossipinfo', samples.gossip],
  ['proxyhistograms', { busy: samples.proxyHistograms }],
  ['repair', samples.repair],
  ['repair-admin-list', { table: samples.repairAdminList, none: 'no sessions\n' }],
  ['cms-describe', samples.cmsDescribe],
  ['cms-reconfigure-status', { active: samples.reconfiguration, none: 'No active reconfiguration\n' }],
  ['statusbinary', { stopped: 'not running\n' }],
];

const corpus = new URL('../../../../shared/corpus/', import.meta.url);

/** Of corpus and recordings those that are read: corpus.test.ts and recorded.test.ts say which must be refused. */
export function wholeOutputs(): WholeOutput[] {
  const samplesOfOwn = own.flatMap(([parser, texts]) =>
    Object.entries(texts).map(([name, text]) => ({ name: `sample ${parser} ${name}`, parser, text })),
  );
  return [...samplesOfOwn, ...[...outputsOfCorpus(), ...outputsRecorded()].filter(reads)];
}

/** The parser for what nodetool was asked, options and arguments aside; null for commands that nothing here reads. */
export function parserOfCommand(command: string): ParserName | null {
  const words = command.split(' ').filter((word) => !word.startsWith('-') || word === '--status');
  const two = words.slice(0, 2).join('-').replace('_', '-');
  if (words.join(' ').startsWith('cms reconfigure --status')) return 'cms-reconfigure-status';
  return [two, words[0] ?? ''].find((name): name is ParserName => name in parsers) ?? null;
}

/** Files are named `<version>-<command>-<nn>.txt`; their first line says where the sample was published. */
function outputsOfCorpus(): WholeOutput[] {
  return readdirSync(corpus).flatMap((file) => {
    const command = /^(?:scylla|unknown|dse[\d.]+|\d+\.[\dx]+)-(.*)-\d+\.txt$/.exec(file)?.[1] ?? '';
    if (!(command in parsers)) return [];
    const text = readFileSync(new URL(file, corpus), 'utf8').replace(/^# source:.*\n/, '');
    return [{ name: file, parser: command as ParserName, text }];
  });
}

function outputsRecorded(): WholeOutput[] {
  return recordings().flatMap(({ file, command, text }) => {
    const parser = parserOfCommand(command);
    return parser === null ? [] : [{ name: file, parser, text }];
  });
}

function reads({ parser, text }: WholeOutput): boolean {
  try {
    parsers[parser](text);
    return true;
  } catch {
    return false;
  }
}
