import type { Ledger } from '../../../knowledge/ledger.ts';
import type { NodeProgress, UpgradeStatus } from '../../../knowledge/messages.ts';
import { open, shut, type Verdict } from '../../../knowledge/verdict.ts';

export const now = Date.parse('2025-11-21T14:41:00Z');
export const options = { now, width: 110, color: false, timeZone: 'UTC' } as const;

export const digest = 'sha256:9f2c41d2e8aa07b61c5f3be9a4d07712ab34cd56ef7890129f2c41d2e8aa07b6';

export function node(
  number: number,
  dataCenter: string,
  rack: string,
  over: Partial<NodeProgress> = {},
): NodeProgress {
  return {
    node: `10.0.${Math.floor(number / 250)}.${number % 250}`,
    name: `cass-${String(number).padStart(2, '0')}`,
    dataCenter,
    rack,
    state: 'waiting',
    release: '5.0.9',
    ...over,
  };
}

const done = (tookMillis: number) => ({ state: 'done', release: '6.0.0', tookMillis }) as const;

export const sixNodes: readonly NodeProgress[] = [
  node(4, 'dc2', 'r1', done(372_000)),
  node(5, 'dc2', 'r2', done(348_000)),
  node(6, 'dc2', 'r3', { state: 'running' }),
  node(1, 'dc1', 'r1'),
  node(2, 'dc1', 'r2'),
  node(3, 'dc1', 'r3'),
];

export const openGates: readonly Verdict[] = [
  open('otherNodesUp', ['5 of 5 other nodes are UN in every view']),
  open('schemaAgrees', ['one schema version per release line']),
  open('gossipSettled', ['6 of 6 nodes in state NORMAL']),
  open('logClean', ['system.log since the start: 0 ERROR']),
  open('latencyHolds', ['p99 read 4.1 ms, before 3.9 ms']),
];

/** Under CASSANDRA_4. */
export const cheap: Ledger = {
  at: '2025-11-21T14:40:12Z',
  kind: 'systemSchema',
  says: 'change of binaries with system_schema put back on 2 nodes; nothing is lost',
  nodes: [],
  loses: null,
};

const lost =
  'writes since 2025-11-21T14:05:11Z to keyspaces audit, shop (every replica of some of their ranges would be restored)';

/** Under NONE, with every node upgraded. */
export const dear: Ledger = {
  ...cheap,
  kind: 'restorePoint',
  says: `the restore point of 6 nodes put back; lost: ${lost}`,
  loses: lost,
};

export function status(over: Partial<UpgradeStatus> = {}): UpgradeStatus {
  return {
    cluster: 'prod1',
    from: ['5.0.9'],
    to: '6.0.0',
    state: 'running',
    phase: { number: 4, of: 8, name: 'roll', title: 'Roll, one node at a time' },
    step: 'upgradeNode',
    nodes: sixNodes,
    waiting: null,
    verdicts: openGates,
    ledger: cheap,
    startedAt: '2025-11-21T14:00:00Z',
    events: [
      { at: '2025-11-20T23:59:58Z', says: 'Planned: 6 nodes, 8 phases.' },
      { at: '2025-11-21T14:26:31Z', says: 'cass-05 serves CQL on 6.0.0, UN in the eyes of every peer.' },
      { at: '2025-11-21T14:32:07Z', says: 'cass-06 switched to 6.0.0 (journal 118).' },
    ],
    ...over,
  };
}

export const startingNode = {
  '10.0.0.6': {
    node: '10.0.0.6',
    step: 'awaitServing',
    stepNumber: 10,
    stepCount: 12,
    stepSince: '2025-11-21T14:40:38Z',
  },
};

export const atDoor = status({
  state: 'waiting',
  phase: { number: 7, of: 8, name: 'door', title: 'ONE WAY: initialize the CMS' },
  nodes: sixNodes.map((each) => ({ ...each, ...done(360_000) })),
  waiting: {
    for: 'approval',
    door: 'cms',
    warning:
      'After "nodetool cms initialize" there is no way back to 5.0: no node can be downgraded, not even by a restore point.',
    evidence: digest,
    facts: [
      '6 of 6 nodes run 6.0.0 and are UN in every view',
      'one schema version: 00000000-0000-0000-8000-000000000001',
    ],
    verdicts: openGates,
    approvals: [
      {
        by: 'dba-night',
        at: '2025-11-21T14:12:00Z',
        evidence: 'sha256:00112233',
        comment: '',
        through: 'signal',
      },
      {
        by: 'dba-lead',
        at: '2025-11-21T14:36:00Z',
        evidence: digest,
        comment: 'CHG-4711',
        through: 'update',
      },
    ],
    required: 2,
    who: ['dba-lead', 'dba-oncall', 'dba-night'],
    since: '2025-11-21T14:29:00Z',
  },
});

export const somethingWrong = status({
  state: 'waiting',
  nodes: sixNodes.map((each) =>
    each.name === 'cass-06' ? { ...each, state: 'failed', release: '6.0.0' } : each,
  ),
  waiting: {
    for: 'person',
    step: 'awaitServing',
    node: '10.0.0.6',
    error: 'NodeNotServing',
    skippable: true,
    message:
      'cass-06: the node did not serve CQL within 10m of its start: expected an answer on port 9042, found process ' +
      '4121 running for 10m03s, status UN for itself and DN for 5 of 5 peers. Changed: binaries 6.0.0, cassandra.yaml ' +
      'merged (2 lines); data untouched since the restore point. Compare the internode TLS settings of 6.0 with the ' +
      "other nodes', then retry.",
    verdicts: [
      ...openGates.slice(0, 2),
      shut(
        'logClean',
        ['system.log since the start: 1 ERROR', '14:33:20 "Unable to gossip with any peers"'],
        'Read /var/log/cassandra/system.log on cass-06 from 14:33:20 on.',
      ),
    ],
    tried: '61 looks in 10m; 10m03s in all; tried again by a person once',
    choices: [
      { command: 'retry', needsReason: false, leadsTo: 'look at cass-06 again, and do what is not done yet' },
      {
        command: 'skip',
        needsReason: true,
        leadsTo: 'go on without cass-06: it stays on its old release and counts as not upgraded',
      },
      {
        command: 'rollback',
        with: { node: 'cass-06' },
        needsReason: true,
        leadsTo:
          'bring cass-06 back to its old release (change of binaries, nothing is lost), then ask again',
      },
      {
        command: 'abort',
        needsReason: true,
        leadsTo:
          'cass-06 is first brought to serve, on its old release where it does not serve on the new one; what was changed besides stays',
      },
    ],
    since: '2025-11-21T14:37:00Z',
  },
});

/** The same, left so by an abort, and what going back loses is to be repeated. */
export const forced = status({
  ...somethingWrong,
  paused: { by: 'dba-lead', at: '2025-11-21T14:38:00Z' },
  waiting: {
    ...(somethingWrong.waiting as Extract<NonNullable<UpgradeStatus['waiting']>, { for: 'person' }>),
    choices: [
      { command: 'abort', with: { force: true }, needsReason: true, leadsTo: 'leave the node as it is' },
      {
        command: 'rollback',
        with: { consent: "writes since 14:27 on cass-06's ranges" },
        needsReason: true,
        leadsTo: 'bring all upgraded nodes back; the upgrade ends so',
      },
    ],
  },
});

/** 1,000 nodes in 3 data centers of 3 racks; the first 412 are done, two are being changed, one failed, one is skipped. */
export function thousandNodes(): readonly NodeProgress[] {
  return Array.from({ length: 1000 }, (_, index) => {
    const place = node(index + 1, `dc${Math.floor(index / 334) + 1}`, `r${(index % 3) + 1}`);
    if (index === 100) return { ...place, state: 'skipped' as const };
    if (index === 200) return { ...place, state: 'failed' as const, release: '6.0.0' };
    if (index < 412) return { ...place, ...done(300_000 + index) };
    return index < 414 ? { ...place, state: 'running' as const } : place;
  });
}
