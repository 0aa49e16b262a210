import { expect, test } from 'vitest';
import {
  type RollbackSeen,
  planNodeRollback,
  rollbackRunbook,
} from '../../../knowledge/procedures/node-rollback.ts';
import { describeRollbackStep } from '../../../knowledge/procedures/describe-rollback-step.ts';
import type { BackTo } from '../../../knowledge/rollback-plan.ts';

const back: BackTo = {
  release: '5.0.9',
  folder: '/opt/apache-cassandra-5.0.9',
  way: 'systemSchema',
  stamp: '20261121T102732Z',
  since: '2026-11-21T10:00:00Z',
};
const upgraded: RollbackSeen = {
  name: 'cass-1',
  running: true,
  runningRelease: '6.0-alpha2',
  serving: true,
  installedFolder: '/opt/apache-cassandra-6.0-alpha2',
  inHand: false,
  named: false,
  begun: false,
};
const stopped = { running: false, runningRelease: null, serving: false };
const isBack = { installedFolder: back.folder, runningRelease: '5.0.9' };
const proof = ['lockHost', 'awaitServing', 'awaitGatesAfter', 'finishRollback', 'unlockHost'];
const fromStopped = rollbackRunbook.filter(
  (kind) => !['awaitGatesBefore', 'drainNode', 'stopNode'].includes(kind),
);

test('a node that serves on the new release takes the whole runbook', () => {
  expect(kinds({})).toEqual(rollbackRunbook);
});

test('one that runs and does not serve is stopped without a drain, after the gates of the others', () => {
  const planned = kinds({ serving: false });
  expect(planned).toEqual(rollbackRunbook.filter((kind) => kind !== 'drainNode'));
  expect(kinds({ serving: false, runningRelease: null })).toEqual(planned);
});

test('one that was left stopped in our hand goes on from there: nothing is waited for while it is down', () => {
  expect(kinds({ ...stopped, inHand: true })).toEqual(fromStopped);
  expect(kinds({ ...stopped, inHand: true, begun: true })).toEqual(fromStopped);
});

test('a way back that was begun goes on without our lock too, also once the installation points back', () => {
  expect(kinds({ ...stopped, begun: true })).toEqual(fromStopped);
  expect(kinds({ ...stopped, begun: true, installedFolder: back.folder })).toEqual(fromStopped);
});

test('one that an upgrade left stopped before its switch is started on the release that it never left', () => {
  expect(kinds({ ...stopped, inHand: true, installedFolder: back.folder })).toEqual([
    ...['lockHost', 'beginRollback', 'putBackData', 'startBack'],
    ...proof.slice(1),
  ]);
});

test('a node that runs its old release only proves that it serves, also while it does not answer yet', () => {
  expect(kinds(isBack)).toEqual(proof);
  expect(kinds({ ...isBack, begun: true })).toEqual(proof);
  expect(kinds({ ...isBack, serving: false, runningRelease: null, begun: true })).toEqual(proof);
});

test('a node that is down and in nobody’s hand is not touched, unless a person named it', () => {
  expect(() => kinds(stopped)).toThrow(/its Cassandra process is not running, and Ringlift did not stop it/);
  expect(kinds({ ...stopped, named: true })).toEqual(fromStopped);
});

test('a node that runs a release of neither side is refused', () => {
  expect(() => kinds({ runningRelease: '4.1.10' })).toThrow(/expected 6.0-alpha2 or 5.0.9, found 4.1.10/);
});

test('gossip and nodetool spell the release differently, and it is the same', () => {
  expect(kinds({ runningRelease: '6.0.0-alpha2' })).toEqual(rollbackRunbook);
});

test('no data is put back and nothing switched before the node is stopped and the way is noted', () => {
  const at = (kind: (typeof rollbackRunbook)[number]) => rollbackRunbook.indexOf(kind);
  expect(at('awaitGatesBefore')).toBeLessThan(at('beginRollback'));
  expect(at('beginRollback')).toBeLessThan(at('drainNode'));
  expect(at('stopNode')).toBeLessThan(at('archiveRelease'));
  expect(at('archiveRelease')).toBeLessThan(at('putBackData'));
  expect(at('putBackData')).toBeLessThan(at('switchBack'));
  expect(at('switchBack')).toBeLessThan(at('startBack'));
});

test('together the steps stand for all of the runbook’s way back but its scope, which is the cluster’s', () => {
  const ids = new Set(rollbackRunbook.flatMap((kind) => describeRollbackStep(kind).standsFor));
  for (const id of ['S1-R1', 'S1-R2', 'S1-R3', 'S1-R4', 'S1-R5', 'S1-R6', 'S1-R8']) expect(ids).toContain(id);
});

function kinds(seen: Partial<RollbackSeen>): string[] {
  return planNodeRollback('10.0.0.1', '6.0-alpha2', back, { ...upgraded, ...seen }).steps.map(
    ({ kind }) => kind,
  );
}
