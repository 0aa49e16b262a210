import { expect, test } from 'vitest';
import {
  type RestartSeen,
  planNodeRestart,
  planNodeRestartBack,
  restartBackRunbook,
  restartRunbook,
} from '../../../knowledge/procedures/node-restart.ts';

const plan = { to: '6.0-alpha2' };
const fresh: RestartSeen = {
  name: 'cass1',
  running: true,
  runningRelease: '6.0.0-alpha2',
  installedRelease: '6.0-alpha2',
  inHand: false,
  changed: false,
  inUse: false,
};
const stepsOf = (seen: Partial<RestartSeen>) =>
  planNodeRestart(plan, '10.0.0.1', { ...fresh, ...seen }).steps;
const backOf = (seen: Partial<RestartSeen>) =>
  planNodeRestartBack(plan, '10.0.0.1', { ...fresh, ...seen }).steps;
const proof = ['lockHost', 'awaitServing', 'awaitGatesAfter', 'unlockHost'];
const refusal = expect.objectContaining({ name: 'PreconditionChanged' });

test('the configuration is kept before the drain, changed below the stopped node, and proven after the start', () => {
  expect(stepsOf({})).toEqual([
    ...['lockHost', 'keepConfiguration', 'awaitGatesBefore', 'drainNode', 'stopNode', 'changeConfiguration'],
    ...['startNode', 'awaitServing', 'awaitGatesAfter', 'unlockHost'],
  ]);
});

test('a node that runs with the setting only proves that it serves', () => {
  expect(stepsOf({ changed: true, inUse: true })).toEqual(proof);
});

test('a file that was changed under a running process is no restart', () => {
  expect(stepsOf({ changed: true, inUse: false })).toEqual(restartRunbook);
  expect(stepsOf({ changed: true, inUse: null })).toEqual(restartRunbook);
});

test('one that we started and that does not answer yet is waited for', () => {
  expect(stepsOf({ changed: true, inUse: null, inHand: true, runningRelease: null })).toEqual(proof);
});

test('one that we left stopped goes on from there, without a gate that would wait for itself', () => {
  const steps = stepsOf({ running: false, runningRelease: null, inHand: true, inUse: null });
  expect(steps).toEqual(restartRunbook.filter((kind) => kind !== 'awaitGatesBefore' && kind !== 'drainNode'));
});

test('one that somebody else stopped, or that is on another release, is not touched', () => {
  expect(() => stepsOf({ running: false, runningRelease: null, inUse: null })).toThrow(refusal);
  expect(() => stepsOf({ runningRelease: '5.0.9' })).toThrow(refusal);
  expect(() => stepsOf({ runningRelease: null, installedRelease: null })).toThrow(refusal);
  expect(() => backOf({ runningRelease: '5.0.9' })).toThrow(refusal);
});

test('the way back of a stopped node puts its file back and starts it', () => {
  const steps = backOf({ running: false, runningRelease: null, inHand: true, inUse: null, changed: true });
  expect(steps).toEqual(restartBackRunbook.filter((kind) => !/^(awaitGatesBefore|drainNode)$/.test(kind)));
});

test('one that runs is stopped for its way back only once the others are up, and drained where it serves', () => {
  expect(backOf({ changed: true, inUse: true, inHand: true })).toEqual(restartBackRunbook);
  const silent = backOf({ changed: true, inUse: null, inHand: true });
  expect(silent.slice(0, 3)).toEqual(['lockHost', 'awaitGatesBefore', 'stopNode']);
});

test('a node that runs with the setting of before is back', () => {
  expect(backOf({})).toEqual(proof);
});
