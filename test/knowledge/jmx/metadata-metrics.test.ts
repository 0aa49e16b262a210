import { expect, test } from 'vitest';
import { metadataAlerts } from '../../../knowledge/cassandra/metadata-alerts.ts';
import type { Bean } from '../../../knowledge/jmx/bean.ts';
import {
  metadataCounters,
  metadataMetricsIn,
  metadataQueries,
} from '../../../knowledge/jmx/metadata-metrics.ts';

const bean = (name: string, attributes: Bean['attributes']): Bean => ({
  keys: { type: 'TCM', name },
  attributes,
});
const gauges = [
  bean('Epoch', { Value: 14 }),
  bean('CMSSize', { Value: 3 }),
  bean('UnreachableCMSMembers', { Value: 0 }),
  bean('IsCMSMember', { Value: 1 }),
  bean('NeedsCMSReconfiguration', { Value: 0 }),
];
const counters = metadataCounters.map((name) => bean(name, { Count: 0 }));

test('the five gauges are read whatever else is there', () => {
  expect(metadataMetricsIn([...counters, ...gauges, bean('Later', { Count: 1 })])).toEqual({
    ...{ epoch: 14, cmsSize: 3, unreachableMembers: 0, isMember: true, needsReconfiguration: false },
    absent: [],
  });
});

test('a counter that a release does not have is named, and the others are read', () => {
  const fewer = counters.filter(({ keys }) => keys['name'] !== 'CommitRetries');
  expect(metadataMetricsIn([...gauges, ...fewer])).toMatchObject({ absent: ['CommitRetries'] });
});

test('a gauge that is missing, or tells no number, is not taken for zero', () => {
  expect(metadataMetricsIn([])).toBe(
    'no MBean of type TCM tells Epoch, CMSSize, UnreachableCMSMembers, IsCMSMember, NeedsCMSReconfiguration',
  );
  const silent = [
    bean('UnreachableCMSMembers', { Value: null }),
    ...gauges.filter((_, index) => index !== 2),
  ];
  expect(metadataMetricsIn(silent)).toBe('no MBean of type TCM tells UnreachableCMSMembers');
  const elsewhere = gauges.map(({ keys, attributes }) => ({ keys: { ...keys, type: 'CMS' }, attributes }));
  expect(metadataMetricsIn(elsewhere)).toContain('Epoch');
});

test('every metric that an alert is advised on is asked for, with the attribute that it has', () => {
  for (const { metric, attribute } of metadataAlerts) {
    const asked = metadataQueries.find(({ mbean }) => mbean.endsWith(`:type=TCM,name=${metric}`));
    expect(asked?.attributes, metric).toEqual([attribute]);
  }
  const alerted = new Set(metadataAlerts.map(({ metric }) => metric));
  for (const name of metadataCounters) expect(alerted, name).toContain(name);
});
