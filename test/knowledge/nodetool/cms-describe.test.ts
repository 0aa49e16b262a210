import { describe, expect, test } from 'vitest';
import { parseCmsDescribe } from '../../../knowledge/nodetool/cms-describe.ts';
import { refusal } from './refusal.ts';
import { cmsDescribe } from './samples.ts';

test('a member', () => {
  expect(parseCmsDescribe(cmsDescribe.member)).toEqual({
    identifier: '1265637563',
    members: ['10.0.0.1', '10.0.0.2', '10.0.0.3'],
    needsReconfiguration: false,
    isMember: true,
    serviceState: 'LOCAL',
    isMigrating: false,
    epoch: '17',
    localPendingCount: 0,
    commitsPaused: false,
    replicationFactor: 'ReplicationParams{class=org.apache.cassandra.locator.MetaStrategy, dc1=3}',
  });
});

test('a node that is no member prints fewer lines', () => {
  expect(parseCmsDescribe(cmsDescribe.notMember)).toMatchObject({
    members: ['10.0.0.1'],
    isMember: false,
    serviceState: 'REMOTE',
    localPendingCount: null,
    commitsPaused: null,
    replicationFactor: null,
  });
});

test('before initialization there are no members, and the epoch is exact though 64-bit', () => {
  expect(parseCmsDescribe(cmsDescribe.before)).toMatchObject({
    identifier: '0',
    members: [],
    epoch: '-9223372036854775807',
    replicationFactor: null,
  });
});

describe('refused is', () => {
  const { member, notMember } = cmsDescribe;
  test.each([
    ['a member without the last lines', member.slice(0, member.indexOf('Commits'))],
    ['an output without an epoch', notMember.slice(0, notMember.indexOf('Epoch'))],
    ['an unknown state', member.replace('LOCAL', 'ASLEEP')],
    ['a flag that is neither true nor false', member.replace('Migrating: false', 'Migrating: perhaps')],
    ['a line that is not known', `${member}Mood: good\n`],
  ])('%s', (_what, text) => {
    expect(() => parseCmsDescribe(text)).toThrow(refusal);
  });
});
