import type { Socket } from 'node:net';
import { RingliftError } from '../../knowledge/errors.ts';
import { type MetricsSeen, type SeriesSeen, metricsArrive } from '../../knowledge/gates/metrics-arrive.ts';
import { namesOnPage } from '../../knowledge/metrics/names-on-page.ts';
import {
  type NewestSample,
  labelNames,
  newestSampleQuery,
  newestSamplesIn,
} from '../../knowledge/metrics/prometheus-answer.ts';
import type { NodeObservation } from '../../knowledge/observation.ts';
import { millis } from '../../knowledge/spec/duration.ts';
import type { NodeSettings } from '../../knowledge/spec/node-settings.ts';
import type { MetricsSettings, Spec } from '../../knowledge/spec/spec.ts';
import type { Verdict } from '../../knowledge/verdict.ts';
import type { ActivityContext } from '../activity-context.ts';
import { requestThrough } from '../hosts/http-through.ts';
import { textWithin } from '../text-within.ts';

const limitMillis = 20_000;
/** One sample for each series of each node. */
const longestAnswerBytes = 32 * 1024 * 1024;

/** A selector that Prometheus was asked for: the newest sample of every node, or why there is none. */
interface Told {
  readonly selector: string;
  readonly samples: readonly NewestSample[] | string;
}

/** Do the metrics of these nodes arrive where the file says? Empty: it says nothing of metrics. Changes nothing. */
export async function judgeMetrics(
  context: Pick<ActivityContext, 'hosts' | 'signal'>,
  { metrics }: Pick<Spec, 'metrics'>,
  settings: readonly NodeSettings[],
  observations: readonly NodeObservation[],
): Promise<Verdict[]> {
  if (!metrics || settings.length === 0) return [];
  const told = await askPrometheus(metrics.prometheus, context.signal);
  const nodes = await Promise.all(
    settings.map(async (own): Promise<MetricsSeen> => {
      const host = observations.find(({ node }) => node === own.node)?.host ?? null;
      const names = [own.node, own.address, own.name, ...(host ? [host.hostName] : [])];
      return {
        ...{ node: own.node, name: own.name, startedAt: host?.processStartedAt ?? null },
        series: [
          ...told.map((each) => seriesOf(each, names)),
          ...(await pageOf(context, metrics.exporter, own)),
        ],
      };
    }),
  );
  const maxAgeMillis = millis(metrics.prometheus?.maxAge ?? '2m');
  return [metricsArrive(nodes, { maxAgeMillis })];
}

function seriesOf({ selector, samples }: Told, names: readonly string[]): SeriesSeen {
  const seen = { asked: selector, through: 'prometheus' } as const;
  if (typeof samples === 'string') return { ...seen, newest: null, problem: samples };
  const [newest] = samples
    .filter(({ label }) => labelNames(label, names))
    .toSorted((one, other) => other.atSeconds - one.atSeconds);
  return {
    ...seen,
    newest: newest ? { atMillis: newest.atSeconds * 1_000, ageMillis: newest.ageSeconds * 1_000 } : null,
    problem: null,
  };
}

function askPrometheus(
  prometheus: MetricsSettings['prometheus'],
  signal: AbortSignal,
): Promise<readonly Told[]> {
  if (!prometheus) return Promise.resolve([]);
  return Promise.all(
    prometheus.series.map(async (selector) => ({
      selector,
      samples: await newestSamplesOf(prometheus, selector, signal),
    })),
  );
}

async function newestSamplesOf(
  { url, label, tokenEnv }: NonNullable<MetricsSettings['prometheus']>,
  selector: string,
  signal: AbortSignal,
): Promise<readonly NewestSample[] | string> {
  const token = tokenEnv === undefined ? undefined : process.env[tokenEnv];
  if (tokenEnv !== undefined && !token) return `the worker has no variable ${tokenEnv}, or an empty one`;
  const query = new URLSearchParams({ query: newestSampleQuery(selector, label) });
  const limit = AbortSignal.timeout(limitMillis);
  try {
    const answer = await fetch(`${url.replace(/\/+$/, '')}/api/v1/query?${query.toString()}`, {
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      // A token goes to nobody else.
      redirect: 'error',
      signal: AbortSignal.any([signal, limit]),
    });
    const body = await textWithin(answer, longestAnswerBytes);
    const samples = newestSamplesIn(body, label);
    return answer.ok || typeof samples !== 'string' ? samples : `status ${answer.status}: ${samples}`;
  } catch (error) {
    signal.throwIfAborted();
    return limit.aborted ? `no answer within ${limitMillis / 1_000} s` : causeOf(error);
  }
}

/** Through the host's SSH connection, as Jolokia is asked: it may listen on the node's loopback alone. */
async function pageOf(
  { hosts, signal }: Pick<ActivityContext, 'hosts' | 'signal'>,
  exporter: MetricsSettings['exporter'],
  settings: NodeSettings,
): Promise<SeriesSeen[]> {
  if (!exporter) return [];
  const page = await readPage(hosts, exporter, settings, signal);
  const there = 'text' in page ? namesOnPage(page.text, exporter.names) : [];
  return exporter.names.map((name) => ({
    ...{ asked: name, through: 'exporter', problem: 'problem' in page ? page.problem : null },
    newest: there.includes(name) ? { atMillis: Date.now(), ageMillis: 0 } : null,
  }));
}

async function readPage(
  hosts: ActivityContext['hosts'],
  { host: at, port, path }: NonNullable<MetricsSettings['exporter']>,
  settings: NodeSettings,
  signal: AbortSignal,
): Promise<{ readonly text: string } | { readonly problem: string }> {
  const within = AbortSignal.any([AbortSignal.timeout(limitMillis), signal]);
  try {
    const host = await hosts.get(settings);
    const through = await host.connectThrough(at, port);
    try {
      const question = { method: 'GET', host: at, port, path } as const;
      const { status, body } = await requestThrough(through as Socket, question, within);
      return status === 200 ? { text: body } : { problem: `status ${status}` };
    } finally {
      through.destroy();
    }
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof RingliftError) return { problem: error.message };
    return { problem: within.aborted ? `no answer within ${limitMillis / 1_000} s` : causeOf(error) };
  }
}

/** fetch says "fetch failed" and keeps the reason below. */
function causeOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return cause instanceof Error ? cause.message : String(cause);
}
