import { expect, test } from 'vitest';
import { judgeCmsDescribed } from '../../../knowledge/gates/cms-agreed.ts';
import type { Inventory } from '../../../knowledge/inventory.ts';
import type { CmsView } from '../../../knowledge/observation.ts';
import { expectOpen, expectShut } from './expect-verdict.ts';
import { clusterAtTheDoor, cmsInGossipMode, spoil, spoilAll } from './healthy-cluster.ts';

/** As measured on 6.0-alpha2: a node that is no member prints three lines less. */
function initialized(members: readonly string[], needsReconfiguration: boolean): Inventory {
  return spoilAll(clusterAtTheDoor(), ({ node }) => {
    const isMember = members.includes(node);
    const cms: CmsView = {
      identifier: '1093876231',
      members,
      needsReconfiguration,
      isMember,
      serviceState: isMember ? 'LOCAL' : 'REMOTE',
      isMigrating: false,
      epoch: '3',
      localPendingCount: isMember ? 0 : null,
      commitsPaused: isMember ? false : null,
      replicationFactor: isMember ? 'rf' : null,
    };
    return { cms };
  });
}

const begun = initialized(['10.0.0.1'], true);
const whole = initialized(['10.0.0.1', '10.0.0.2', '10.0.0.3'], false);
const judgeIt = (inventory: Inventory, members: number | null) =>
  judgeCmsDescribed(inventory.nodes, { members });
const see = (change: Partial<CmsView>, node = '10.0.0.2', inventory = whole) =>
  judgeIt(
    spoil(inventory, node, ({ cms }) => ({ cms: cms && { ...cms, ...change } })),
    3,
  );

test('opens after initialize with one member that needs reconfiguration', () => {
  expectOpen(judgeIt(begun, null), 'identifier 1093876231, epoch 3, 1 member: 10.0.0.1');
});

test('opens after reconfigure with as many members as asked for', () => {
  expectOpen(judgeIt(whole, 3), '3 members: 10.0.0.1, 10.0.0.2, 10.0.0.3');
});

test('stays shut before initialize', () => {
  expectShut(
    judgeIt(spoilAll(begun, { cms: cmsInGossipMode() }), null),
    'cass1 (10.0.0.1): the CMS is not initialized',
    'service state GOSSIP',
  );
});

test.each([
  [
    { identifier: '7' },
    'the nodes do not agree on the identifier: 1093876231 on cass1 (10.0.0.1) and cass3 (10.0.0.3); 7 on cass2',
  ],
  [{ epoch: '4' }, 'the nodes do not agree on the epoch'],
  [{ members: ['10.0.0.2'] }, 'the nodes do not agree on the members'],
  [{ identifier: '0' }, 'cass2 (10.0.0.2): the CMS is not initialized: identifier 0'],
  [{ epoch: '0' }, 'cass2 (10.0.0.2): the CMS is not initialized'],
  [{ serviceState: 'REMOTE' }, 'cass2 (10.0.0.2): service state REMOTE, expected LOCAL on a member'],
  [{ serviceState: 'GOSSIP' }, 'cass2 (10.0.0.2): service state GOSSIP'],
  [{ isMember: false }, 'cass2 (10.0.0.2): it says it is not a member'],
  [{ isMigrating: true }, 'cass2 (10.0.0.2): the election is still in progress'],
  [{ localPendingCount: 2 }, 'cass2 (10.0.0.2): local pending count 2, expected 0'],
  [{ localPendingCount: null }, 'cass2 (10.0.0.2): local pending count not told'],
  [{ commitsPaused: true }, 'cass2 (10.0.0.2): commits are paused'],
  [{ needsReconfiguration: true }, 'cass2 (10.0.0.2): it still says Needs reconfiguration: true'],
] satisfies [Partial<CmsView>, string][])('stays shut when one node says %j', (change, says) => {
  expectShut(see(change), says);
});

test('on a node that is no member LOCAL is wrong', () => {
  const verdict = judgeIt(
    spoil(begun, '10.0.0.2', ({ cms }) => ({ cms: cms && { ...cms, serviceState: 'LOCAL' } })),
    null,
  );
  expectShut(verdict, 'cass2 (10.0.0.2): service state LOCAL, expected REMOTE on a node that is no member');
});

test('stays shut when the members are not as many as asked for', () => {
  expectShut(judgeIt(begun, 3), 'cass1 (10.0.0.1): 1 member, asked for 3');
});

test('stays shut when a node did not tell, and when nothing was looked at', () => {
  expectShut(judgeIt(spoil(whole, '10.0.0.2', { cms: null }), 3), 'cass2 (10.0.0.2): nodetool cms describe');
  expect(judgeCmsDescribed([], { members: null }).open).toBe(false);
});
