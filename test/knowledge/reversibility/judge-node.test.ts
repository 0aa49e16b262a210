import { describe, expect, test } from 'vitest';
import type { WayBackKind } from '../../../knowledge/ledger.ts';
import type { FilesSeen } from '../../../knowledge/reversibility/files-seen.ts';
import { judgeNode } from '../../../knowledge/reversibility/judge-node.ts';
import { type Facts, lossyNode, notBegun, since, sstables, upgradedNode } from './sample-facts.ts';

const judge = (facts: Facts) => judgeNode(facts, notBegun);
const yaml = (mode: string) => `storage_compatibility_mode: ${mode}\n`;
const point = (release: string | null, storageMode: string | null = null) => ({
  since,
  release,
  storageMode,
});

describe('a node that runs', () => {
  test.each<[string, Facts, WayBackKind]>([
    ['6.0 in CASSANDRA_4, from 5.0', upgradedNode(), 'systemSchema'],
    ['6.0 in CASSANDRA_4, from 4.0', upgradedNode({}, { restorePoint: point('4.0.19') }), 'systemSchema'],
    ['6.0 in NONE, with pa', lossyNode(), 'restorePoint'],
    ['6.0 without the key, which is NONE', lossyNode({ yaml: 'cluster_name: prod1\n' }), 'restorePoint'],
    [
      '6.0 in NONE that wrote only nb so far: it writes pa when it is drained',
      upgradedNode({ yaml: yaml('NONE') }),
      'restorePoint',
    ],
    [
      '6.0 in CASSANDRA_5, from 5.0 in NONE: oa is read, commit log 9 is not',
      upgradedNode(
        { yaml: yaml('CASSANDRA_5') },
        { sstables: sstables('big-oa'), commitLogs: [9], restorePoint: point('5.0.9', 'NONE') },
      ),
      'restorePoint',
    ],
    [
      '5.0 in CASSANDRA_4, from 4.1',
      upgradedNode(
        { release: '5.0.9', target: '5.0.9', yaml: yaml('CASSANDRA_4') },
        { restorePoint: point('4.1.10') },
      ),
      'binaries',
    ],
    [
      '5.0 in UPGRADING, from 4.1',
      upgradedNode(
        { release: '5.0.9', target: '5.0.9', yaml: yaml('UPGRADING') },
        { sstables: sstables('big-oa'), commitLogs: [8], hints: [3], restorePoint: point('4.1.10') },
      ),
      'restorePoint',
    ],
    [
      '4.1, from 4.0',
      upgradedNode({ release: '4.1.10', target: '4.1.10', yaml: '' }, { restorePoint: point('4.0.19') }),
      'binaries',
    ],
    [
      '4.1 with paxos_variant v2, from 4.0: it does not read the promises to reads',
      upgradedNode(
        { release: '4.1.10', target: '4.1.10', yaml: 'paxos_variant: v2\n' },
        { restorePoint: point('4.0.19') },
      ),
      'restorePoint',
    ],
    [
      '4.1 that is stopped and whose cassandra.yaml could not be read, from 4.0',
      upgradedNode(
        { release: '4.1.10', target: '4.1.10', running: false, yaml: null },
        { restorePoint: point('4.0.19') },
      ),
      'restorePoint',
    ],
    [
      '5.0 in CASSANDRA_4 with paxos_variant v2, from 4.1',
      upgradedNode(
        { release: '5.0.9', target: '5.0.9', yaml: `${yaml('CASSANDRA_4')}paxos_variant: v2\n` },
        { restorePoint: point('4.1.10') },
      ),
      'binaries',
    ],
    [
      '4.0, from 3.11',
      upgradedNode(
        { release: '4.0.19', target: '4.0.19', yaml: '' },
        { restorePoint: point('3.11.19'), sstables: sstables('big-nb', 'big-me') },
      ),
      'restorePoint',
    ],
    [
      'a later patch of its own line',
      upgradedNode({ release: '5.0.9', target: '5.0.9', yaml: '' }, { restorePoint: point('5.0.4') }),
      'binaries',
    ],
  ])('%s', (_, facts, kind) => {
    expect(judge(facts).kind).toBe(kind);
  });
});

describe('files decide, whatever the mode says', () => {
  test.each<[string, Partial<FilesSeen>, WayBackKind]>([
    ['one sstable of pa', { sstables: [{ keyspace: 'shop', format: 'big-pa', count: 1 }] }, 'restorePoint'],
    ['one of BTI', { sstables: [{ keyspace: 'shop', format: 'bti-ea', count: 1 }] }, 'restorePoint'],
    [
      'oa, which 5.0 in CASSANDRA_4 does not read',
      { sstables: sstables('big-nb', 'big-oa') },
      'restorePoint',
    ],
    ['a name that tells no format', { sstables: sstables('big-nb', 'unknown', 'big-nb') }, 'restorePoint'],
    [
      'pa in system_schema alone: it is put back',
      { sstables: sstables('big-nb', 'big-nb', 'big-pa') },
      'systemSchema',
    ],
    ['a commit log of 6.0', { commitLogs: [7, 9] }, 'restorePoint'],
    ['hints of 6.0', { hints: [2, 4] }, 'restorePoint'],
    ['a commit log without a version', { commitLogs: [0, 7] }, 'restorePoint'],
    [
      'commit log and hints of 5.0, which reads them in any mode',
      { commitLogs: [8], hints: [3] },
      'systemSchema',
    ],
    ['no hints at all', { hints: [] }, 'systemSchema'],
    [
      'oa, where 5.0 ran in NONE',
      { sstables: sstables('big-oa'), restorePoint: point('5.0.9', 'NONE') },
      'systemSchema',
    ],
  ])('%s', (_, files, kind) => {
    expect(judge(upgradedNode({}, files)).kind).toBe(kind);
  });
});

describe('a node that is stopped is judged by its files alone', () => {
  const stopped = (files: Partial<FilesSeen>, mode = 'NONE') =>
    judge(upgradedNode({ running: false, yaml: yaml(mode) }, files)).kind;

  test('where none differs from the restore point binaries are enough, in any mode', () => {
    expect(stopped({ changed: 0 })).toBe('binaries');
  });

  test('once something was written system_schema is put back', () => {
    expect(stopped({ changed: 1 }, 'CASSANDRA_4')).toBe('systemSchema');
    expect(stopped({ changed: null }, 'CASSANDRA_4')).toBe('systemSchema');
  });

  test('what the old release does not read takes the restore point', () => {
    expect(stopped({ changed: 4, sstables: sstables('big-pa') })).toBe('restorePoint');
    expect(stopped({ changed: 1, commitLogs: [7, 9] })).toBe('restorePoint');
  });
});

describe('what is not known makes it dearer', () => {
  test.each<[string, Facts]>([
    ['its sstables', upgradedNode({}, { sstables: null })],
    ['its commit log', upgradedNode({}, { commitLogs: null })],
    ['its hints', upgradedNode({}, { hints: null })],
    ['its cassandra.yaml', upgradedNode({ yaml: null })],
    ['a cassandra.yaml that is none', upgradedNode({ yaml: ': [' })],
    ['a mode that its line has not', upgradedNode({ yaml: yaml('CASSANDRA_9') })],
    ['its release', upgradedNode({ release: null })],
    ['a release of no known line', upgradedNode({ release: '7.0.0' })],
    ['what it ran before', upgradedNode({ before: null }, { restorePoint: point(null) })],
    ['whether it runs, in NONE', upgradedNode({ running: null, yaml: yaml('NONE') }, { changed: 0 })],
  ])('%s: the restore point', (_, facts) => {
    expect(judge(facts)).toMatchObject({ kind: 'restorePoint', since });
  });
});

describe('where the restore point is gone', () => {
  const gone = { restorePoint: null, restorePointLacks: 'the restore point lacks /data.tag' };

  test('a change of binaries needs none, and what ran before is known from the plan', () => {
    const facts = upgradedNode({ release: '5.0.9', target: '5.0.9', before: '4.1.10' }, gone);
    expect(judge(facts)).toMatchObject({
      ...{ kind: 'binaries', to: '4.1.10', since: null },
      says: expect.stringContaining('but for system/compaction_history'),
    });
  });

  test('system_schema can not be put back from it', () => {
    expect(judge(upgradedNode({}, gone))).toMatchObject({
      kind: 'snapshot',
      since: '2026-11-25T09:00:00.000Z',
      says: expect.stringContaining('the restore point lacks /data.tag') as string,
    });
  });

  test('without a snapshot too it is streamed anew', () => {
    expect(judge(lossyNode({}, { ...gone, snapshot: null }))).toMatchObject({ kind: 'rebuild', since: null });
  });

  test('a node whose files could not be looked at has neither', () => {
    expect(judge(upgradedNode({}, null))).toMatchObject({
      kind: 'rebuild',
      facts: ['its files could not be looked at', notBegun.fact],
    });
  });
});

test('a node on an older release has nothing to go back from, running or stopped', () => {
  const old = (running: boolean) => judge(upgradedNode({ release: '5.0.9', running }));
  expect(old(true)).toMatchObject({
    kind: 'nothing',
    to: '5.0.9',
    says: 'it runs 5.0.9: nothing to go back from',
  });
  expect(old(false)).toMatchObject({ kind: 'nothing', says: 'it is on 5.0.9: nothing to go back from' });
});

test('one that went back and was not repaired since says so, and one that can not be asked too', () => {
  const old = (files: Partial<FilesSeen> | null) => judge(upgradedNode({ release: '5.0.9' }, files));
  expect(old({ owesRepairSince: since })).toMatchObject({ kind: 'nothing', owesRepairSince: since });
  expect(old(null)).toMatchObject({ kind: 'nothing', owesRepairSince: null });
  expect(old({})).not.toHaveProperty('owesRepairSince');
});

test('behind the door there is no way back, whatever is on the disks', () => {
  const cms = { state: 'begun', fact: 'the CMS is initialized: cass1 says LOCAL, epoch 3' } as const;
  expect(judgeNode(upgradedNode(), cms)).toMatchObject({
    kind: 'none',
    says: `there is no way back: ${cms.fact}`,
    since: null,
  });
  expect(judgeNode(upgradedNode({ release: '5.0.9' }), cms).kind).toBe('none');
  expect(judgeNode(upgradedNode(), { state: 'unknown', fact: 'cass1 did not tell' })).toMatchObject({
    kind: 'none',
    says: 'whether there is a way back is not known: cass1 did not tell',
  });
});

test('it says what it was read from, a fact a line', () => {
  expect(judge(lossyNode()).facts).toEqual([
    'sstables: 41 big-nb, 12 big-pa (system_schema 18 big-pa)',
    'commit log 9, hints none',
    'storage_compatibility_mode NONE',
    `restore point of ${since}, 5.0.9`,
    'snapshot of 2026-11-25T09:00:00.000Z, 40 tables',
    notBegun.fact,
  ]);
  const nothing = { sstables: null, commitLogs: null, hints: null, restorePoint: null, snapshot: null };
  expect(judge(upgradedNode({ yaml: '' }, nothing)).facts).toEqual([
    'sstables: not known',
    'commit log not known, hints not known',
    'storage_compatibility_mode absent',
    'no restore point',
    'no snapshot',
    notBegun.fact,
  ]);
});

test('a few hundred bytes a node', () => {
  for (const facts of [upgradedNode(), lossyNode()]) {
    expect(JSON.stringify(judge(facts)).length).toBeLessThan(900);
  }
});

test('the first reason is said', () => {
  expect(judge(lossyNode()).says).toBe(
    `the restore point of ${since} is put back (5.0.9 does not read sstables of big-pa): what was written since comes back only from replicas that are not restored, by repair`,
  );
  expect(judge(upgradedNode({ yaml: yaml('NONE') })).says).toContain(
    '(5.0.9 does not start on what 6.0-alpha2 writes in NONE)',
  );
});
