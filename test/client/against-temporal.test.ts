import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { LiveUpgrade } from '../../client/read-upgrade.ts';
import type { Report } from '../../client/report/report.ts';
import { SshKeys } from '../activities/signatures/ssh-keys.ts';
import { buildRinglift, runProgram, type BuiltRinglift, type Ran } from './scripted/built-ringlift.ts';
import { startServerForTests, type ServerForTests } from './scripted/dev-server.ts';
import { digestOfFacts, makeScript } from './scripted/scripted-activities.ts';
import { scriptedSpec } from './scripted/scripted-plan.ts';
import { startScriptedWorker } from './scripted/scripted-worker.ts';

// Dozens of processes, each of which loads Temporal's client: slow on a machine that does other things too.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

let ringlift: BuiltRinglift;
let server: ServerForTests;
let stopWorker: () => Promise<void>;
const script = makeScript();
const queue = 'client-tests';

beforeAll(async () => {
  [ringlift, server] = await Promise.all([buildRinglift(), startServerForTests()]);
  stopWorker = await startScriptedWorker(server.address, queue, script);
});

afterAll(async () => {
  await stopWorker();
  await server.stop();
  await ringlift.remove();
});

async function fileOf(cluster: string): Promise<string> {
  const file = join(ringlift.folder, `${cluster}.json`);
  await writeFile(file, JSON.stringify(scriptedSpec(cluster)));
  return file;
}

function run(...args: readonly string[]): Promise<Ran> {
  return ringlift.run([...args, '--task-queue', queue], { TEMPORAL_ADDRESS: server.address });
}

async function statusOf(cluster: string): Promise<LiveUpgrade> {
  return JSON.parse((await run('status', cluster, '--json')).stdout) as LiveUpgrade;
}

test('plan prints the runbook and ends with 0, or with 6 when a gate is shut; nothing is started', async () => {
  const file = await fileOf('planned');
  const open = await run('plan', '-f', file);
  expect(open).toMatchObject({ code: 0, stderr: '' });
  expect(open.stdout).toContain('planned: 3 nodes, dc1 (r1 r2 r3)');
  expect(open.stdout).toContain(`Nothing was changed. Start it: ringlift start -f ${file}`);
  script.preflightOpen = false;
  try {
    const shut = await run('plan', '-f', file);
    expect(shut.code).toBe(6);
    expect(shut.stdout).toContain('10.0.0.3 is DN');
    expect(JSON.parse((await run('plan', '-f', file, '--json')).stdout)).toHaveProperty(
      'plan.phases.0.name',
      'preflight',
    );
  } finally {
    script.preflightOpen = true;
  }
  expect((await run('status', 'planned')).code).toBe(4);
});

test('an upgrade is started, stopped by a failure, retried, approved by two people and reported', async () => {
  script.failing.add('startNode 10.0.0.3');
  const first = await run('start', '-f', await fileOf('walked'), '--until-door');
  expect(first.code).toBe(6);
  expect(first.stdout).toContain('cass-02 runs 6.0.0 and serves');
  expect(first.stdout).toContain('✗ walked waits for you: "upgrade cass-03" (10.0.0.3) did not succeed.');
  expect(first.stdout).toContain('ringlift retry walked');

  script.failing.clear();
  expect(await run('retry', 'walked', '--by', 'dba-oncall')).toMatchObject({ code: 0, stderr: '' });
  const second = await run('status', 'walked', '--until-door');
  expect(second.code).toBe(6);
  expect(second.stdout).toContain('▲ walked stands at the door "cms"');

  const digest = digestOfFacts(script.doorFacts);
  expect((await run('evidence', 'walked')).stdout).toContain(`${digest}\n3 of 3 nodes run 6.0.0`);
  const one = await run(
    'approve',
    'walked',
    '--evidence',
    digest.slice(7, 19).toUpperCase(),
    '--comment',
    'CHG-4711',
  );
  expect(one).toMatchObject({ code: 0, stderr: '' });
  expect(one.stdout).toContain('stands at the door "cms"');
  expect(one.stdout).toContain('walked: Taken. 1 more needed.');
  const twice = await run('approve', 'walked', '--evidence', digest);
  expect(twice).toMatchObject({ code: 5, stderr: 'dba-lead has approved this evidence already\n' });
  await run('approve', 'walked', '--evidence', digest, '--by', 'dba-oncall');
  const end = await run('status', 'walked', '--watch');
  expect(end.code).toBe(0);
  expect(end.stdout).toContain('✓ done   walked  to 6.0.0   3 of 3 nodes');

  const report = JSON.parse((await run('report', 'walked', '--json')).stdout) as Report;
  expect(report).toMatchObject({ state: 'done', missing: [], from: ['5.0.9'], to: '6.0.0' });
  const said = report.people.map(
    ({ by, command, through, refused }) => `${by} ${command} ${through}${refused ? ' refused' : ''}`,
  );
  expect(said).toEqual([
    'dba-oncall retry update',
    'dba-lead approve update',
    'dba-lead approve update refused',
    'dba-oncall approve update',
  ]);
  expect(report.nodes.map(({ name, runs }) => [name, runs])).toEqual([
    ['cass-01', 1],
    ['cass-02', 1],
    ['cass-03', 2],
  ]);
  const out = join(ringlift.folder, 'walked.md');
  expect((await run('report', 'walked', '--out', out)).stdout).toBe(`Written: ${out}\n`);
  expect((await run('evidence', 'walked')).code).toBe(4);
  expect(await run('pause', 'walked')).toMatchObject({
    code: 5,
    stderr: expect.stringContaining('has ended'),
  });
});

test('evidence that changed while people were deciding refuses the approval and tells what changed', async () => {
  await run('start', '-f', await fileOf('changed'), '--until-door');
  const seen = digestOfFacts(script.doorFacts);
  const before = script.doorFacts;
  script.doorFacts = ['3 of 3 nodes run 6.0.0', 'two schema versions'];
  try {
    const refused = await run('approve', 'changed', '--evidence', seen);
    expect(refused.code).toBe(5);
    expect(refused.stderr).toContain('the evidence changed meanwhile');
    expect(refused.stderr).toContain('+ two schema versions');
    expect((await statusOf('changed')).status.waiting).toMatchObject({
      evidence: digestOfFacts(script.doorFacts),
      approvals: [],
    });
  } finally {
    script.doorFacts = before;
  }
  const aborted = await run('abort', 'changed', '--reason', 'schema disagreement');
  expect(aborted.code).toBe(0);
  expect((await run('status', 'changed', '--watch')).code).toBe(7);
  expect((await run('status', 'changed')).code).toBe(0);
});

test('approvals that must be signed are taken from the command line and from a printed payload', async () => {
  const keys = new SshKeys();
  const [lead, oncall] = ['dba-lead', 'dba-oncall'].map((name) => keys.make(name));
  const allowedSignersFile = keys.allow(
    ['dba-lead', 'dba-oncall'].map((name) => `${name} ${keys.publicKey(name)}`),
  );
  const file = join(ringlift.folder, 'signed.json');
  const spec = scriptedSpec('signed');
  await writeFile(
    file,
    JSON.stringify({
      ...spec,
      approvals: { ...spec.approvals, required: 2, signed: { allowedSignersFile } },
    }),
  );
  await run('start', '-f', file, '--until-door');
  const digest = digestOfFacts(script.doorFacts);
  expect((await run('evidence', 'signed')).stdout).toContain('approver: "your-name"');

  const unsigned = await run('approve', 'signed', '--evidence', digest);
  expect(unsigned).toMatchObject({ code: 5, stderr: expect.stringContaining('give --sign KEYFILE') });
  const forged = await run('approve', 'signed', '--evidence', digest, '--sign', oncall ?? '');
  expect(forged).toMatchObject({
    code: 5,
    stderr: expect.stringContaining('the key that signed is not allowed to speak for dba-lead'),
  });
  const taken = await run('approve', 'signed', '--evidence', digest, '--sign', lead ?? '');
  expect(taken).toMatchObject({ code: 0, stdout: expect.stringContaining('1 more needed') });

  const text = await run('approve', 'signed', '--print', '--by', 'DBA-oncall');
  expect(text.stdout).toMatch(/^ringlift approval 1\n[^]*\napprover: "dba-oncall"\n$/);
  const printed = await run('approve', 'signed', '--print', '--by', 'dba-oncall', '--sign', oncall ?? '');
  const words = ['workflow', 'signal', '-w', 'cassandra-upgrade/signed', '--name', 'approve'];
  const sent = await runProgram(server.program, [
    ...[...words, '--input', printed.stdout.trim()],
    ...['--address', server.address],
  ]);
  expect(sent).toMatchObject({ code: 0 });
  expect((await run('status', 'signed', '--watch')).code).toBe(0);
  const report = JSON.parse((await run('report', 'signed', '--json')).stdout) as Report;
  expect(report.approvals).toMatchObject([
    { by: 'dba-lead', through: 'update', signedWith: keys.fingerprint('dba-lead') },
    { by: 'dba-oncall', through: 'signal', signedWith: keys.fingerprint('dba-oncall') },
  ]);
  keys.remove();
});

test('a second upgrade of a cluster is refused, and commands that do not fit are refused with the reason', async () => {
  const file = await fileOf('twice');
  await run('start', '-f', file, '--until-door');
  const again = await run('start', '-f', file);
  expect(again.code).toBe(5);
  expect(again.stderr).toContain('An upgrade of twice runs already (cassandra-upgrade/twice)');
  expect(await run('retry', 'twice')).toMatchObject({ code: 5, stderr: 'no step waits for a person\n' });
  const mallory = await run(
    'approve',
    'twice',
    '--evidence',
    digestOfFacts(script.doorFacts),
    '--by',
    'mallory',
  );
  expect(mallory).toMatchObject({
    code: 5,
    stderr: expect.stringContaining('not among those who may approve'),
  });
  expect((await run('pause', 'nobody')).code).toBe(4);
  expect((await run('report', 'nobody')).code).toBe(4);
  const space = await run('status', 'twice', '--namespace', 'nowhere');
  expect(space).toMatchObject({ code: 3, stderr: expect.stringContaining('has no namespace "nowhere"') });
});

test('the commands that the door shows for other tools do what they say', async () => {
  await run('start', '-f', await fileOf('tools'), '--until-door');
  const { stdout } = await run('status', 'tools');
  const shown = /temporal (workflow update execute[\s\S]*?--input '([^']*)')/.exec(stdout);
  const words = (shown?.[1] ?? '')
    .replace(/ \\\n */g, ' ')
    .replace(/ --input .*/, '')
    .split(' ');
  const payload = (shown?.[2] ?? '').replace('YOUR-NAME', 'dba-oncall');
  const temporal = await runProgram(server.program, [
    ...words,
    '--input',
    payload,
    '--address',
    server.address,
  ]);
  expect(temporal).toMatchObject({ code: 0 });
  expect((await statusOf('tools')).status.waiting).toMatchObject({
    approvals: [{ by: 'dba-oncall', through: 'update' }],
  });
});

test('Ctrl-C ends the view with 130 and leaves the upgrade as it is', async () => {
  await run('start', '-f', await fileOf('left'), '--until-door');
  const child = spawn(join(ringlift.folder, 'bin/ringlift'), ['status', 'left', '--watch'], {
    env: { ...process.env, TEMPORAL_ADDRESS: server.address },
  });
  const errors: string[] = [];
  child.stderr.on('data', (piece: Buffer) => errors.push(piece.toString()));
  await new Promise<void>((resolve) => child.stdout.once('data', () => resolve()));
  child.kill('SIGINT');
  const code = await new Promise((resolve) => child.once('exit', resolve));
  expect(code).toBe(130);
  expect(errors.join('')).toContain('the upgrade of left goes on. Look again: ringlift status left --watch');
  expect((await statusOf('left')).status.state).toBe('waiting');
});

test('without a worker it is said which queue nobody polls, and a report can still be had', async () => {
  const file = await fileOf('alone');
  const lonely = (...args: readonly string[]) =>
    ringlift.run([...args, '--task-queue', 'nobody-polls'], { TEMPORAL_ADDRESS: server.address });
  const started = await lonely('start', '-f', file);
  expect(started.code).toBe(0);
  expect(started.stderr).toContain('It waits in Temporal for a worker.');
  for (const args of [
    ['plan', '-f', file],
    ['status', 'alone'],
    ['pause', 'alone'],
    ['evidence', 'alone'],
  ]) {
    const { code, stderr } = await lonely(...args);
    expect(stderr).toContain('No worker polls task queue "nobody-polls"');
    expect(stderr).toContain('ringlift worker --task-queue nobody-polls');
    expect(code).toBe(3);
  }
  expect((await lonely('report', 'alone')).stdout).toContain('to 6.0.0: running');
});

test('a way back is shown, refused without the consent that it needs, walked, watched and reported', async () => {
  const file = await fileOf('returned');
  script.loses = 'writes since noon to keyspace shop';
  try {
    const shown = await run('rollback', 'returned', '-f', file, '--plan');
    expect(shown).toMatchObject({ code: 0, stderr: '' });
    expect(shown.stdout).toContain('LOST for good: writes since noon to keyspace shop');
    expect(shown.stdout).toContain('--consent "writes since noon to keyspace shop"');
    const refused = await run('rollback', 'returned', '-f', file, '--reason', 'slow', '--consent', 'yes');
    expect(refused.code).toBe(5);
    expect(refused.stderr).toContain('repeat it word for word');
    expect((await run('status', 'returned')).code).toBe(4);
  } finally {
    script.loses = null;
  }
  const walked = await run('rollback', 'returned', '-f', file, '--reason', 'CHG-4712', '--watch');
  expect(walked).toMatchObject({ code: 0, stderr: '' });
  expect(walked.stdout).toContain('cass-03 runs 5.0.9 again and serves');
  expect(walked.stdout).toContain('↶ rolled back   returned  back on 5.0.9   3 of 3 nodes back');

  const report = JSON.parse((await run('report', 'returned', '--json')).stdout) as Report;
  expect(report).toMatchObject({ state: 'rolledBack', missing: [], from: ['6.0.0'], to: '5.0.9' });
  expect(report.nodes.map(({ name, state, to, runs }) => [name, state, to, runs])).toEqual(
    ['cass-01', 'cass-02', 'cass-03'].map((name) => [name, 'back', '5.0.9', 1]),
  );
  expect(report.spec).toMatchObject({ cluster: 'returned' });
  const again = await run('rollback', 'returned', '-f', file, '--forget-aside', '--reason', 'a week');
  expect(again).toMatchObject({ code: 0, stdout: 'returned: nothing is set aside.\n' });
});

test('an upgrade that stands is told to go back, goes on as its own way back, and is reported as one', async () => {
  script.failing.add('startNode 10.0.0.2');
  const file = await fileOf('told');
  expect((await run('start', '-f', file, '--until-door')).code).toBe(6);
  script.failing.clear();
  const told = await run('rollback', 'told', '--reason', 'it does not start', '--by', 'dba-lead', '--watch');
  expect(told).toMatchObject({ code: 0, stderr: '' });
  expect(told.stdout).toContain('↶ rolled back   told');
  const report = JSON.parse((await run('report', 'told', '--json')).stdout) as Report;
  expect(report).toMatchObject({ state: 'rolledBack', to: '5.0.9' });
  expect(report.runIds).toHaveLength(2);
  expect(report.people.map(({ by, command }) => `${by} ${command}`)).toEqual(['dba-lead rollback']);
});
