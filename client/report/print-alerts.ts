import { metadataAlerts } from '../../knowledge/cassandra/metadata-alerts.ts';
import { table } from './markdown.ts';
import type { Report } from './report.ts';

/** What to be alerted by from now on, once the metrics of cluster metadata were seen on every node. Empty: they were not. */
export function printAlerts({ steps }: Pick<Report, 'steps'>): readonly string[] {
  const wereSeen = steps.some(({ verdicts }) =>
    verdicts.some(({ gate, open }) => gate === 'metadataMetrics' && open),
  );
  if (!wereSeen) return [];
  return [
    'Advice for your monitoring: each is an MBean `org.apache.cassandra.metrics:type=TCM,name=...`, and its thresholds are yours to change.',
    '',
    ...table(
      ['metric', 'where', 'when', 'why'],
      metadataAlerts.map(({ metric, attribute, where, when, why }) => [
        `\`${metric}\` (${attribute})`,
        where,
        when,
        why,
      ]),
    ),
  ];
}
