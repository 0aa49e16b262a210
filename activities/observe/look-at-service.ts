import { collectorIn } from '../../knowledge/cassandra/garbage-collector.ts';
import { hintsIn } from '../../knowledge/cassandra/hint-files.ts';
import { foldersOf } from '../../knowledge/cassandra/yaml-settings.ts';
import { RingliftError } from '../../knowledge/errors.ts';
import { clientRequestsIn } from '../../knowledge/jmx/client-requests.ts';
import { serviceMetricsIn, serviceQueries } from '../../knowledge/jmx/service-queries.ts';
import { parseGcStats } from '../../knowledge/nodetool/gcstats.ts';
import { clientRequestsCommand, parseMxDump } from '../../knowledge/nodetool/mxdump.ts';
import { parseProxyHistograms } from '../../knowledge/nodetool/proxyhistograms.ts';
import { parseTpStats } from '../../knowledge/nodetool/tpstats.ts';
import type { HostView } from '../../knowledge/host-view.ts';
import type { ClientErrors, ServiceView } from '../../knowledge/observation.ts';
import type { Host } from '../hosts/host.ts';
import { readBeans } from '../hosts/jolokia.ts';
import { askNodetool, problemOf, questionMillis } from '../hosts/nodetool.ts';
import type { Section } from '../hosts/sections.ts';

export interface ServiceLook {
  readonly view: ServiceView | null;
  /** Why there is no view. */
  readonly problem: string | null;
}

type Metrics = Pick<ServiceView, 'readP99Micros' | 'writeP99Micros' | 'errors' | 'dropped' | 'gc'>;
type Machine = Pick<ServiceView, 'process' | 'processSeconds' | 'countsPauses' | 'hints'>;

/**
 * How a node serves: through its Jolokia agent where the file names one, else by nodetool; and what its machine tells of
 * its process and its hints.
 * @param machine its last look, for cassandra.yaml; null: it could not be looked at
 */
export async function lookAtService(
  host: Host,
  machine: HostView | null,
  signal?: AbortSignal,
): Promise<ServiceLook> {
  if (machine === null) return { view: null, problem: 'its machine was not looked at' };
  const at = new Date().toISOString();
  const { jolokia } = host.settings;
  try {
    const [metrics, process] = await Promise.all([
      jolokia ? metricsOfJolokia(host, jolokia, signal) : metricsOfNodetool(host, signal),
      lookAtMachine(host, machine, signal),
    ]);
    const dataBytes = machine.folders
      .filter(({ role }) => role === 'data')
      .reduce<number | null>((sum, { bytes }) => (sum === null || bytes === null ? null : sum + bytes), 0);
    return {
      view: { at, through: jolokia ? 'jolokia' : 'nodetool', ...metrics, ...process, dataBytes },
      problem: null,
    };
  } catch (error) {
    if (!(error instanceof RingliftError)) throw error;
    return { view: null, problem: error.message };
  }
}

async function metricsOfJolokia(
  host: Host,
  agent: NonNullable<Host['settings']['jolokia']>,
  signal?: AbortSignal,
): Promise<Metrics> {
  const metrics = serviceMetricsIn(await readBeans(host, agent, serviceQueries, signal));
  if (typeof metrics !== 'string') return metrics;
  throw unreadable(host, `Jolokia: ${metrics}`);
}

async function metricsOfNodetool(host: Host, signal?: AbortSignal): Promise<Metrics> {
  const commands = ['proxyhistograms', 'tpstats', 'gcstats', clientRequestsCommand];
  const answers = await askNodetool(host, commands, questionMillis(host.settings), signal);
  const told = (command: string): string => {
    const section = answers.get(command) as Section;
    if (section.exitCode === 0) return section.stdout;
    throw unreadable(host, `nodetool ${command}: ${problemOf(section)}`);
  };
  return {
    ...parseProxyHistograms(told('proxyhistograms')),
    errors: errorsIn(host, answers.get(clientRequestsCommand) as Section),
    dropped: parseTpStats(told('tpstats')).dropped,
    gc: parseGcStats(told('gcstats')),
  };
}

/** nodetool has the command since 4.0 (CASSANDRA-12197); what 3.x says to it was recorded. */
function errorsIn(host: Host, section: Section): ClientErrors | null {
  if (section.exitCode === 1 && section.stdout.includes('Found unexpected parameters: [sjk')) return null;
  if (section.exitCode !== 0) throw unreadable(host, `nodetool sjk: ${problemOf(section)}`);
  const requests = clientRequestsIn(parseMxDump(section.stdout));
  if (requests) return requests.errors;
  throw unreadable(host, 'nodetool sjk mxdump: MBeans of type ClientRequest are missing');
}

async function lookAtMachine(host: Host, machine: HostView, signal?: AbortSignal): Promise<Machine> {
  const { name, install } = host.settings;
  const yaml = machine.configuration['cassandra.yaml'] ?? '';
  const hints = foldersOf(yaml).find(({ role }) => role === 'hints')?.path ?? `${install.home}/data/hints`;
  const { exitCode, stdout, stderr } = await host.run('look-service', {
    args: [install.home, install.conf, install.releases, hints],
    timeoutMillis: 60_000,
    signal,
  });
  if (exitCode !== 0 || !/^whole$/m.test(stdout)) throw unreadable(host, `look-service: ${stderr.trim()}`);
  const processes = [...stdout.matchAll(/^process (\d+\/\d+) (\d+)$/gm)];
  const [, process = '', seconds = ''] = processes[0] ?? [];
  if (processes.length !== 1) throw unreadable(host, `${processes.length} processes of Cassandra, not one`);
  const collector = collectorIn([...stdout.matchAll(/^collector (\S+)$/gm)].map(([, flag = '']) => flag));
  return {
    process,
    processSeconds: Number(seconds),
    countsPauses: collector !== 'ZGC' && collector !== 'Shenandoah',
    hints: hintsIn(name, stdout),
  };
}

function unreadable(host: Host, found: string): RingliftError {
  return new RingliftError('UnreadableOutput', {
    where: host.settings.name,
    what: 'how it serves could not be read',
    found,
    next: 'Mend what is named, then look again.',
  });
}
