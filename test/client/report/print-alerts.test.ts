import { expect, test } from 'vitest';
import { printAlerts } from '../../../client/report/print-alerts.ts';
import type { ReportStep } from '../../../client/report/report.ts';
import { metadataAlerts } from '../../../knowledge/cassandra/metadata-alerts.ts';
import { open, shut } from '../../../knowledge/verdict.ts';

const step = (verdicts: ReportStep['verdicts']): ReportStep => ({
  ...{ at: '2026-07-01T12:00:00Z', endedAt: null, tookMillis: null, phase: 'verify', node: null },
  ...{ kind: 'verifyCms', title: 'verify the CMS', state: 'done', says: '', attempts: 1 },
  ...{ failures: [], ledger: null, facts: [], evidence: null },
  verdicts,
});

test('once the metrics of cluster metadata were seen the report advises alerts, one row each', () => {
  const lines = printAlerts({ steps: [step([open('metadataMetrics', ['3 nodes'])])] });
  for (const { metric, when } of metadataAlerts) {
    expect(lines.some((line) => line.includes(`\`${metric}\``) && line.includes(when))).toBe(true);
  }
});

test('an upgrade in which they were not seen advises none', () => {
  expect(printAlerts({ steps: [] })).toEqual([]);
  expect(printAlerts({ steps: [step([shut('metadataMetrics', ['silent'], 'Ask cass1.')])] })).toEqual([]);
  expect(printAlerts({ steps: [step([open('cmsAgreed', ['3 nodes'])])] })).toEqual([]);
});
