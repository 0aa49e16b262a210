/** What becomes of metrics and agents with a hop: nothing fails, and somebody's graphs stay empty. */
import type { Files } from './merge-jvm-options.ts';
import { isBefore } from './release-line.ts';
import type { ReleaseLine } from './release-line.ts';

export interface MetricsNote {
  readonly file: string;
  readonly key: string;
  readonly why: string;
}

interface Loss {
  readonly since: ReleaseLine;
  readonly key: string;
  readonly sign: RegExp;
  readonly why: string;
}

/**
 * @source service/CassandraDaemon.java of 4.1.10 and 5.0.9 (metricsReporterConfigFile), lib/ of both (reporter-config);
 *   metrics-core 3.1.5 and 4.2.28; lib/ of 6.0-alpha2 (no sigar); metrics/DroppedMessageMetrics.java of 4.0.19
 */
const losses: readonly Loss[] = [
  {
    since: '5.0',
    key: '-Dcassandra.metricsReporterConfigFile',
    sign: /-Dcassandra\.metricsReporterConfigFile/,
    why: 'metrics-reporter-config is gone since 5.0: metrics are sent no more; take a JMX agent',
  },
  {
    since: '4.0',
    key: '-javaagent',
    sign: /-javaagent:(?!\S*jamm)\S*|-agentpath:/,
    why: 'an agent must fit the new Java, its jar lie outside of the release, and its rules the names of metrics: scopes of DroppedMessage are READ_REQ, MUTATION_REQ and so on since 4.0',
  },
];

/** From the options and the script as the operator has them. */
export function metricsNotes(conf: Files, from: ReleaseLine, to: ReleaseLine): MetricsNote[] {
  return Object.entries(conf)
    .filter(([name]) => /^jvm.*\.options$|^cassandra-env\.sh$/.test(name))
    .flatMap(([file, text]) => {
      const active = text.split('\n').filter((line) => !/^\s*#/.test(line));
      return losses
        .filter(({ since }) => isBefore(from, since) && !isBefore(to, since))
        .filter(({ sign }) => active.some((line) => sign.test(line)))
        .map(({ key, why }) => ({ file, key, why }));
    });
}
