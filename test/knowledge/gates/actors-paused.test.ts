import { expect, test } from 'vitest';
import type { ActorView } from '../../../knowledge/actors.ts';
import { actorsPaused } from '../../../knowledge/gates/actors-paused.ts';
import { nothingRunningOnceQuiet } from '../../../knowledge/gates/nothing-running.ts';
import { judgePreflight } from '../../../knowledge/gates/judge-preflight.ts';
import { expectOpen, expectShut, remedyOf } from './expect-verdict.ts';
import { healthyCluster, healthySpec, preflightInput, spoil } from './healthy-cluster.ts';

const spec = healthySpec({
  actors: [
    { kind: 'reaper', name: 'repairs', url: 'http://reaper:8080' },
    { kind: 'systemdTimer', name: 'backups', unit: 'backup.timer' },
  ],
});
const reaper: ActorView = {
  ...{ actor: 'repairs', node: null, what: 'cluster prod1', state: 'paused' },
  detail: '2 schedules, 0 active; 0 runs at work',
};
const timer: ActorView = {
  ...{ actor: 'backups', node: '10.0.0.1', what: 'backup.timer', state: 'paused' },
  detail: 'the timer is inactive',
};
const judgeIt = (...views: ActorView[]) =>
  actorsPaused({ actors: spec.actors, views, nameOf: (node) => (node === '10.0.0.1' ? 'cass1' : node) });

test('opens when everything of every actor is paused', () => {
  expectOpen(
    judgeIt(reaper, timer),
    'repairs: cluster prod1: 2 schedules, 0 active; 0 runs at work',
    'backups on cass1: backup.timer: the timer is inactive',
  );
});

test('stays shut while something of one is at work again, and says what', () => {
  const again: ActorView = { ...reaper, what: 'schedule 4a', state: 'atWork', detail: 'active, of shop' };
  const verdict = judgeIt(reaper, again, timer);
  expectShut(verdict, 'repairs: schedule 4a: active, of shop');
  expect(remedyOf(verdict)).toContain('Find out who started repairs again');
});

test('stays shut while one is not known, or nothing of it was seen', () => {
  const silent: ActorView = { ...timer, state: 'unknown', detail: 'ssh: no route to host' };
  expectShut(judgeIt(reaper, silent), 'backups on cass1: backup.timer: ssh: no route to host');
  expectShut(judgeIt(reaper), 'backups: nothing of it was seen');
  expectShut(judgeIt(), 'repairs: nothing of it was seen', 'backups: nothing of it was seen');
});

const repairing = spoil(healthyCluster(), '10.0.0.2', { repairs: [{ id: 'c0ffee', state: 'REPAIRING' }] });

test('at the start a repair that an actor may have begun is said, and waited for after the pause', () => {
  const verdict = nothingRunningOnceQuiet(preflightInput(repairing, spec));
  expectOpen(
    verdict,
    'repair session c0ffee is REPAIRING',
    'waited for once these are paused: repairs, backups',
  );
  expectShut(
    nothingRunningOnceQuiet(preflightInput(spoil(repairing, '10.0.0.3', { compactions: null }), spec)),
    'cass3 (10.0.0.3): nodetool compactionstats',
  );
});

test('without actors a repair at the start shuts the preflight', () => {
  const of = (given = healthySpec()) =>
    judgePreflight(preflightInput(repairing, given)).find(({ gate }) => gate === 'nothingRunning')?.open;
  expect([of(), of(spec)]).toEqual([false, true]);
});
