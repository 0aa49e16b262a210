import { afterEach, expect, test } from 'vitest';
import type { Activities, RestartTask } from '../../activities/activities.ts';
import type { UpgradeStatus } from '../../knowledge/messages.ts';
import { type Bench, startBench } from './bench.ts';
import { restartedScript } from './restarted-script.ts';
import { type Script, digestA, failureOf } from './scripted-activities.ts';

let bench: Bench;
afterEach(() => bench.close());

const isPerson = ({ waiting }: UpgradeStatus) => waiting?.for === 'person';
const isDoor = (door: string) => (status: UpgradeStatus) =>
  status.waiting?.for === 'approval' && status.waiting.door === door;
const restartsOf = (script: Script, name: keyof Activities) =>
  (script.inputs(name) as RestartTask[])
    .filter(({ change }) => change !== undefined)
    .map(({ node, change, putsBack }) =>
      [node, change.setting === 'storageMode' ? change.to : change.setting, putsBack && 'back']
        .filter(Boolean)
        .join(' '),
    );
const approve = () => bench.update('approve', { by: 'ann', evidence: digestA });
const down = { serves: false, isDown: true, release: null, says: 'no process runs' };
const serving = { serves: true, isDown: false, release: '6.0-alpha2', says: 'it runs 6.0-alpha2 and serves' };

async function toDoor(script: Script): Promise<void> {
  bench = await startBench(script);
  await bench.until(isDoor('storageUpgrading'));
}

test('each mode waits at its own door, then restarts one node after the other with its change', async () => {
  const script = restartedScript();
  await toDoor(script);
  expect(restartsOf(script, 'planRestart')).toEqual([]);
  await approve();
  await bench.until(isDoor('storageNone'));
  const nodes = ['10.0.0.1', '10.0.0.2', '10.0.0.3'];
  expect(restartsOf(script, 'changeConfiguration')).toEqual(nodes.map((node) => `${node} UPGRADING`));
  await approve();
  const result = await bench.result();
  expect(result).toMatchObject({ state: 'done' });
  expect(result.nodes.map(({ state }) => state)).toEqual(['done', 'done', 'done']);
  expect(restartsOf(script, 'changeConfiguration').slice(3)).toEqual(nodes.map((node) => `${node} NONE`));
  expect(result.approvals).toHaveLength(2);
});

test('an approval of the first door does not open the second', async () => {
  const script = restartedScript();
  await toDoor(script);
  await approve();
  const { waiting } = await bench.until(isDoor('storageNone'));
  expect(waiting?.for === 'approval' && waiting.approvals).toEqual([]);
});

test('a node that does not start is retried where it stands', async () => {
  const script = restartedScript();
  await toDoor(script);
  script.failures.set('awaitServing', [failureOf('StartFailed')]);
  await approve();
  const { waiting, nodes } = await bench.until(isPerson);
  expect(waiting).toMatchObject({ step: 'restart cass-1', skippable: true });
  expect(nodes[0]?.state).toBe('failed');
  await bench.update('retry', { by: 'ann' });
  await bench.until(isDoor('storageNone'));
  expect(restartsOf(script, 'planRestart').slice(0, 2)).toEqual(['10.0.0.1 UPGRADING', '10.0.0.1 UPGRADING']);
});

test('one that is left out gets its setting of before first, and never its old release', async () => {
  const script = restartedScript();
  await toDoor(script);
  script.failures.set('startNode', [failureOf('StartFailed')]);
  script.standing = down;
  await approve();
  await bench.until(isPerson);
  const turns = script.inputs('putConfigurationBack').length;
  const skipping = bench.update('skip', { by: 'ann', reason: 'its disk' });
  await skipping;
  await bench.until(() => script.inputs('putConfigurationBack').length > turns);
  script.standing = serving;
  await bench.until(isDoor('storageNone'));
  expect(restartsOf(script, 'planRestart')).toContain('10.0.0.1 UPGRADING back');
  expect(script.inputs('planNodeRollback')).toEqual([]);
});

test('an abort puts the setting of a node that does not serve back before it ends', async () => {
  const script = restartedScript();
  await toDoor(script);
  script.failures.set('startNode', [failureOf('StartFailed')]);
  script.standing = down;
  await approve();
  await bench.until(isPerson);
  const { says } = await bench.update('abort', { by: 'ann', reason: 'enough' });
  expect(says).toContain('with the setting of before where it does not serve with the new one');
  const result = await bench.result();
  expect(result.state).toBe('aborted');
  expect(restartsOf(script, 'putConfigurationBack')).toEqual(['10.0.0.1 UPGRADING back']);
  expect(script.inputs('planNodeRollback')).toEqual([]);
});

test('a failure before the drain leaves the node as it is: nothing is put back', async () => {
  const script = restartedScript();
  await toDoor(script);
  script.failures.set('keepConfiguration', [failureOf('DiskFull')]);
  await approve();
  await bench.until(isPerson);
  await bench.update('skip', { by: 'ann', reason: 'later' });
  await bench.until(isDoor('storageNone'));
  expect(restartsOf(script, 'putConfigurationBack')).toEqual([]);
});

test('a setting that can not be put back any more is told, and only force leaves the node so', async () => {
  const script = restartedScript();
  await toDoor(script);
  script.failures.set('startNode', [failureOf('StartFailed')]);
  script.standing = down;
  await approve();
  await bench.until(isPerson);
  script.failures.set('planRestart', [failureOf('RollbackRefused', 'it has written big-pa')]);
  await bench.update('abort', { by: 'ann', reason: 'enough' });
  const { waiting } = await bench.until(
    (status) =>
      isPerson(status) && status.waiting?.for === 'person' && status.waiting.error === 'RollbackRefused',
  );
  expect(waiting).toMatchObject({
    step: 'put the setting of before back on cass-1',
    message: 'it has written big-pa',
  });
  await bench.update('abort', { by: 'ann', reason: 'mended by hand', force: true });
  expect((await bench.result()).says).toContain('Not as it should be: cass-1');
});
