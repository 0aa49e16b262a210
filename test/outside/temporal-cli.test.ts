import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type UpgradeResult, type UpgradeStatus, clusterWorkflowId } from '../../knowledge/messages.ts';
import { digestA, digestB, scriptedActivities, specFor } from '../workflows/scripted-activities.ts';
import { commandInDetails } from './command-in-details.ts';
import { type Shell, openShell } from './shell.ts';
import { type Stage, patient, startStage } from './stage.ts';

let stage: Stage;
let shell: Shell;

beforeAll(async () => {
  stage = await startStage(scriptedActivities());
  shell = await openShell(stage.folder, stage.address, { temporal: stage.temporal });
});
afterAll(() => stage?.close());

const startLine = (cluster: string) =>
  `temporal workflow start -t cassandra-upgrade --type upgradeCluster -w cassandra-upgrade/${cluster} ` +
  '--input-file upgrade.json --id-conflict-policy Fail --fail-existing';

async function start(cluster: string): Promise<string> {
  await shell.write('upgrade.json', specFor(cluster));
  return shell.run(startLine(cluster));
}

/** The command's own JSON form of a query's answer, where an empty list is null. */
async function answer<Answer>(line: string): Promise<Answer> {
  const { queryResult } = JSON.parse(await shell.run(`${line} -o json`)) as { queryResult: [Answer] };
  return queryResult[0];
}

function statusOf(cluster: string): Promise<UpgradeStatus> {
  return answer(`temporal workflow query -w cassandra-upgrade/${cluster} --type status`);
}

async function detailsOf(cluster: string): Promise<string> {
  const line = `temporal workflow metadata -w cassandra-upgrade/${cluster}`;
  return (await answer<{ currentDetails: string }>(line)).currentDetails;
}

const untilDoor = (cluster: string) =>
  vi.waitFor(async () => {
    const status = await statusOf(cluster);
    expect(status.waiting).toMatchObject({ for: 'approval', evidence: digestA });
    return status;
  }, patient);

async function resultOf(cluster: string): Promise<UpgradeResult> {
  const said = await shell.run(`temporal workflow result -w cassandra-upgrade/${cluster} -o json`);
  const { status, result } = JSON.parse(said) as { status: string; result: UpgradeResult };
  expect(status).toBe('COMPLETED');
  return result;
}

test('an upgrade is started, watched to the door, approved by the very line that its details show, and read', async () => {
  expect(await start('prod1')).toContain('cassandra-upgrade/prod1');
  const status = await untilDoor('prod1');
  expect(status.nodes.map(({ name, state }) => `${name} ${state}`)).toEqual([
    'cass-1 done',
    'cass-2 done',
    'cass-3 done',
  ]);

  const details = await detailsOf('prod1');
  expect(details).toContain('nodes done: **3 of 3**');
  expect(await shell.run('temporal workflow metadata -w cassandra-upgrade/prod1')).toContain(
    'Waits for approval: 0 of 1',
  );

  await shell.run(commandInDetails(details, 'temporal workflow signal', 'ann'));
  const result = await resultOf('prod1');
  expect(result).toMatchObject({ state: 'done', says: 'prod1 runs 6.0-alpha2.' });
  expect(result.approvals).toMatchObject([{ by: 'ann', evidence: digestA, through: 'signal' }]);
  expect(await shell.run('temporal workflow describe -w cassandra-upgrade/prod1')).toMatch(
    /Status +COMPLETED/,
  );
  expect(await detailsOf('prod1')).toContain('prod1 runs 6.0-alpha2.');
});

test('a second start of a cluster under upgrade is refused, and never makes a second upgrade', async () => {
  const runIdOf = (said: string) => /RunId +(\S+)/.exec(said)?.[1];
  const first = runIdOf(await start('prod2'));
  expect(first).toMatch(/^[0-9a-f-]{36}$/);
  expect(await shell.refused(startLine('prod2'))).toContain('already running');
  // Without --fail-existing the command answers as if it had started one: it is the run that goes on.
  expect(runIdOf(await shell.run(startLine('prod2').replace(' --fail-existing', '')))).toBe(first);
});

test('an approval by Update of other evidence is refused with the reason, and of the right evidence is answered', async () => {
  await start('prod3');
  await untilDoor('prod3');
  const approve = (payload: object) =>
    `temporal workflow update execute -w cassandra-upgrade/prod3 --name approve --input '${JSON.stringify(payload)}'`;
  expect(await shell.refused(approve({ by: 'ann', evidence: digestB }))).toContain(
    'not the evidence that stands now',
  );
  expect(await shell.refused(approve({ by: 'eve', evidence: digestA }))).toContain('eve is not among');
  expect((await statusOf('prod3')).state).toBe('waiting');

  const said = await shell.run(approve({ by: 'bob', evidence: digestA, comment: 'CHG-1' }));
  expect(said).toContain('The door opens');
  expect((await resultOf('prod3')).approvals).toMatchObject([
    { by: 'bob', comment: 'CHG-1', through: 'update' },
  ]);
});

test('an upgrade is found by its cluster, and by waiting for a person for as long as it does', async () => {
  await start('prod4');
  await untilDoor('prod4');
  const found = async (query: string) => {
    const said = await shell.run(`temporal workflow list --query "${query}" -o json`);
    const list = JSON.parse(said) as { execution: { workflowId: string } }[];
    return list.map(({ execution }) => execution.workflowId);
  };
  const mine = "UpgradeCluster = 'prod4'";
  const id = clusterWorkflowId('prod4');
  await vi.waitFor(
    async () => expect(await found(`${mine} AND UpgradeNeedsHuman = true`)).toEqual([id]),
    patient,
  );

  await shell.write('approval.json', { by: 'ann', evidence: digestA });
  await shell.run(`temporal workflow signal -w ${id} --name approve --input-file approval.json`);
  await resultOf('prod4');
  await vi.waitFor(
    async () => expect(await found(`${mine} AND UpgradeNeedsHuman = true`)).toEqual([]),
    patient,
  );
  await vi.waitFor(
    async () => expect(await found(`${mine} AND ExecutionStatus = 'Completed'`)).toEqual([id]),
    patient,
  );
});
