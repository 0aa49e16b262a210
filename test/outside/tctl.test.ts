import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { UpgradeResult, UpgradeStatus } from '../../knowledge/messages.ts';
import { findTctl } from '../../lab/toolchain/tctl.ts';
import { digestA, digestB, scriptedActivities, specFor } from '../workflows/scripted-activities.ts';
import { commandInDetails } from './command-in-details.ts';
import { type Shell, openShell } from './shell.ts';
import { type Stage, patient, startStage } from './stage.ts';

let stage: Stage;
let shell: Shell;

beforeAll(async () => {
  const { path } = await findTctl((line) => console.error(line));
  stage = await startStage(scriptedActivities());
  shell = await openShell(stage.folder, stage.address, { tctl: path });
});
afterAll(() => stage?.close());

const startLine = (cluster: string) =>
  `tctl workflow start --tq cassandra-upgrade --wt upgradeCluster -w cassandra-upgrade/${cluster} --if upgrade.json`;

async function start(cluster: string): Promise<string> {
  await shell.write('upgrade.json', specFor(cluster));
  return shell.run(startLine(cluster));
}

/** tctl prints a heading, then a list of the one answer. */
async function answer<Answer>(cluster: string, query: string): Promise<Answer> {
  const said = await shell.run(`tctl workflow query -w cassandra-upgrade/${cluster} -qt ${query}`);
  const [first] = JSON.parse(said.slice(said.indexOf('['))) as [Answer];
  return first;
}

const untilDoor = (cluster: string) =>
  vi.waitFor(async () => {
    const status = await answer<UpgradeStatus>(cluster, 'status');
    expect(status.waiting).toMatchObject({ for: 'approval', evidence: digestA });
    return status;
  }, patient);

/** Follows the upgrade to its end. */
async function resultOf(cluster: string): Promise<UpgradeResult> {
  const said = await shell.run(`tctl workflow observe -w cassandra-upgrade/${cluster}`);
  expect(said).toContain('Status: COMPLETED');
  const [result] = JSON.parse(/Output: (.*)/.exec(said)?.[1] ?? '[]') as UpgradeResult[];
  expect(result, said).toBeDefined();
  return result as UpgradeResult;
}

test('an upgrade is started, watched to the door, approved by the very line that its details show, and read', async () => {
  expect(await start('prod1')).toContain('Started Workflow Id: cassandra-upgrade/prod1');
  const { nodes } = await untilDoor('prod1');
  expect(nodes.map(({ name, state }) => `${name} ${state}`)).toEqual([
    'cass-1 done',
    'cass-2 done',
    'cass-3 done',
  ]);

  const { currentDetails } = await answer<{ currentDetails: string }>(
    'prod1',
    '__temporal_workflow_metadata',
  );
  expect(currentDetails).toContain('Waits for approval: 0 of 1');
  const said = await shell.run(commandInDetails(currentDetails, 'tctl workflow signal', 'ann'));
  expect(said).toContain('succeeded');

  const result = await resultOf('prod1');
  expect(result).toMatchObject({ state: 'done', says: 'prod1 runs 6.0-alpha2.' });
  expect(result.approvals).toMatchObject([{ by: 'ann', evidence: digestA, through: 'signal' }]);
  const history = await shell.run('tctl workflow show -w cassandra-upgrade/prod1');
  expect(history).toContain('WorkflowExecutionSignaled');
  expect(history).toContain('WorkflowExecutionCompleted');
  const described = JSON.parse(
    await shell.run('tctl workflow describe -w cassandra-upgrade/prod1'),
  ) as object;
  expect(described).toMatchObject({ workflowExecutionInfo: { status: 'Completed' } });
});

test('a second start of a cluster under upgrade never makes a second upgrade', async () => {
  const runIdOf = (said: string) => /run Id: (\S+)/.exec(said)?.[1];
  const first = runIdOf(await start('prod2'));
  expect(first).toMatch(/^[0-9a-f-]{36}$/);
  // tctl can't be told to fail: it answers with the run that goes on.
  expect(runIdOf(await shell.run(startLine('prod2')))).toBe(first);
});

test('an approval of other evidence is told as refused in the status, and one from a file opens the door', async () => {
  await start('prod3');
  await untilDoor('prod3');
  const approve = 'tctl workflow signal -w cassandra-upgrade/prod3 -n approve --if approval.json';
  await shell.write('approval.json', { by: 'ann', evidence: digestB });
  await shell.run(approve);
  const status = await vi.waitFor(async () => {
    const seen = await answer<UpgradeStatus>('prod3', 'status');
    expect(seen.events.at(-1)?.says).toMatch(
      /^refused approve by ann: this is not the evidence that stands now/,
    );
    return seen;
  }, patient);
  expect(status.state).toBe('waiting');

  await shell.write('approval.json', { by: 'bob', evidence: digestA, comment: 'CHG-1' });
  await shell.run(approve);
  expect((await resultOf('prod3')).approvals).toMatchObject([
    { by: 'bob', comment: 'CHG-1', through: 'signal' },
  ]);
});
