import { expect, test } from 'vitest';
import { type MetadataMetricsSeen, metadataMetrics } from '../../../knowledge/gates/metadata-metrics.ts';
import { expectOpen, expectShut, remedyOf } from './expect-verdict.ts';

const whole = {
  ...{ epoch: 14, cmsSize: 3, unreachableMembers: 0, isMember: true, needsReconfiguration: false },
  absent: [],
};

function seen(
  number: number,
  metrics: Partial<NonNullable<MetadataMetricsSeen['metrics']>> = {},
  changes: Partial<MetadataMetricsSeen> = {},
): MetadataMetricsSeen {
  return {
    ...{ node: `10.0.0.${number}`, name: `cass${number}`, through: 'nodetool', problem: null },
    describedEpoch: '14',
    metrics: { ...whole, ...metrics },
    ...changes,
  };
}

const judge = (...nodes: MetadataMetricsSeen[]) => metadataMetrics(nodes, { members: 3 });

test('metrics of every node that are those of this CMS open it', () => {
  const verdict = judge(seen(1), seen(2, { epoch: 15, isMember: false }), seen(3));
  expectOpen(verdict, '3 nodes: metrics of type TCM read by nodetool: epoch 14 and 15', 'alert is advised');
  expect(verdict.standsFor).toEqual(['S4-28']);
});

test('a counter that is not there is said and shuts nothing', () => {
  expectOpen(judge(seen(1, { absent: ['CommitRetries'] })), 'no alert can be set on it: CommitRetries');
});

test.each([
  ['CMSSize is 1, asked for 3', { cmsSize: 1 }],
  ['UnreachableCMSMembers is 1', { unreachableMembers: 1 }],
  ['NeedsCMSReconfiguration is 1', { needsReconfiguration: true }],
  ['the metric Epoch is 13, `cms describe` said 14 before', { epoch: 13 }],
] as const)('one node whose %s shuts it', (says, metrics) => {
  expectShut(judge(seen(1), seen(2, metrics)), `cass2 (10.0.0.2): ${says}`);
});

test('a node whose metrics could not be read shuts it, with the way in which to read them', () => {
  const silent = { metrics: null, problem: 'no MBean of type TCM tells Epoch' };
  const verdict = judge(seen(1), seen(2, {}, silent));
  expectShut(verdict, 'cass2 (10.0.0.2): its metrics of cluster metadata could not be read: no MBean');
  expect(remedyOf(verdict)).toContain('sjk mxdump');
  expect(remedyOf(judge(seen(2, {}, { ...silent, through: 'jolokia' })))).toContain('Jolokia agent of cass2');
});

test('an epoch that was not described before, and no node at all, shut it', () => {
  expectShut(judge(seen(1, {}, { describedEpoch: null })), 'said nothing before');
  expectShut(judge(), 'nothing was seen');
});
