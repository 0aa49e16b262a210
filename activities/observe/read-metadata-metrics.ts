import { RingliftError } from '../../knowledge/errors.ts';
import type { MetadataMetricsSeen } from '../../knowledge/gates/metadata-metrics.ts';
import type { Bean } from '../../knowledge/jmx/bean.ts';
import { metadataMetricsIn, metadataQueries } from '../../knowledge/jmx/metadata-metrics.ts';
import { metadataMetricsCommand, parseMxDump } from '../../knowledge/nodetool/mxdump.ts';
import type { NodeObservation } from '../../knowledge/observation.ts';
import type { ClusterTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import type { Host } from '../hosts/host.ts';
import { readBeans } from '../hosts/jolokia.ts';
import { nodetool, questionMillis } from '../hosts/nodetool.ts';
import { plannedSettings } from './host-of.ts';

/** The metrics of cluster metadata on each node: by its Jolokia agent where the file names one, else by nodetool. */
export function readMetadataMetrics(
  context: ActivityContext,
  task: ClusterTask,
  observations: readonly NodeObservation[],
): Promise<MetadataMetricsSeen[]> {
  return Promise.all(observations.map((seen) => metricsOf(context, task, seen)));
}

async function metricsOf(
  context: ActivityContext,
  task: ClusterTask,
  { node, name, cms }: NodeObservation,
): Promise<MetadataMetricsSeen> {
  const settings = plannedSettings(task, node);
  const through = settings.jolokia ? 'jolokia' : 'nodetool';
  const known = { node, name, through, describedEpoch: cms?.epoch ?? null } as const;
  try {
    const read = metadataMetricsIn(await beansOf(await context.hosts.get(settings), context.signal));
    return typeof read === 'string'
      ? { ...known, metrics: null, problem: read }
      : { ...known, metrics: read, problem: null };
  } catch (error) {
    if (!(error instanceof RingliftError)) throw error;
    return { ...known, metrics: null, problem: error.message };
  }
}

async function beansOf(host: Host, signal: AbortSignal): Promise<Bean[]> {
  const { jolokia } = host.settings;
  if (jolokia) return (await readBeans(host, jolokia, metadataQueries, signal)).flat();
  const { stdout } = await nodetool(host, metadataMetricsCommand, questionMillis(host.settings), signal);
  return parseMxDump(stdout);
}
