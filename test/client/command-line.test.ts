import { mkdir, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildRinglift, type BuiltRinglift } from './scripted/built-ringlift.ts';
import { freePort } from './scripted/dev-server.ts';

let ringlift: BuiltRinglift;

beforeAll(async () => {
  ringlift = await buildRinglift();
});

afterAll(() => ringlift.remove());

test.each([
  [['--help']],
  [['--version']],
  [['help']],
  [['help', 'exit-codes']],
  [['help', 'file']],
  [['help', 'approve']],
  [['approve', '--help']],
  [['schema']],
])('ringlift %j prints on standard output and ends with 0', async (args) => {
  const { code, stdout, stderr } = await ringlift.run(args);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout.trim()).not.toBe('');
});

test('the help shows every command, and each command has examples', async () => {
  const { stdout } = await ringlift.run(['--help']);
  const names = [...stdout.matchAll(/^ {2}([a-z][a-z-]+)( \[| <| {2})/gm)].map(([, name]) => name ?? '');
  expect(names).toEqual(
    ['plan', 'start', 'status', 'evidence', 'report', 'approve', 'abort-initialization', 'reject'].concat([
      'pause',
      'resume',
      'retry',
      'skip',
      'abort',
      'rollback',
      'config',
      'schema',
      'worker',
      'dev',
      'help',
    ]),
  );
  for (const name of names)
    expect((await ringlift.run(['help', name])).stdout).toContain(`Examples:\n  ringlift ${name}`);
});

test('the table of exit codes is the one that is documented', async () => {
  const { stdout } = await ringlift.run(['help', 'exit-codes']);
  await expect(stdout).toMatchFileSnapshot('../golden/views/exit-codes.txt');
});

test.each([
  [['sttaus', 'prod1'], 'Did you mean status?'],
  [['status'], "missing required argument 'cluster'"],
  [['status', 'prod1', '--wacth'], 'Did you mean --watch?'],
  [['skip', 'prod1'], "required option '--reason <text>'"],
  [['start'], "required option '-f, --file <file>'"],
  [['status', 'prod1', '--watch', '--json'], 'cannot be used with'],
  [['approve', 'prod1'], 'What is approved must be named'],
  [['approve', 'prod1', '--evidence', '9f2c41'], '8 to 64 hex digits'],
  [['approve', 'prod1', '--sign', '/k', '--sign-with-agent'], 'cannot be used with'],
  [['approve', 'prod1', '--sign', '/k.pub'], 'is a public key'],
  [['abort-initialization', 'prod1', '--reason', 'r'], "required option '--initiator <address>'"],
  [['approve', 'prod1', '--evidence', 'sha256:xyz12345'], '8 to 64 hex digits'],
  [['help', 'nonsense'], 'There is no help on "nonsense"'],
  [['dev', '--port', '99999'], 'from 1 to 65535'],
  [['plan', '-f', '/no/such/file.yaml'], "/no/such/file.yaml can't be read"],
  [['status', 'prod1', '--profile', 'nowhere'], 'profile "nowhere"'],
  [['rollback', 'prod1'], 'Why? --reason TEXT is needed'],
  [['rollback', 'prod1', '--plan'], 'The file that describes the upgrade is needed: -f FILE'],
  [['rollback', 'prod1', '--forget-aside', '--reason', 'x'], 'The file that describes the upgrade is needed'],
])('ringlift %j ends with 2 and says what is wrong', async (args, says) => {
  const { code, stderr } = await ringlift.run(args);
  expect(stderr).toContain(says);
  expect(code).toBe(2);
});

test.each(['plan', 'start'])('%s refuses a bad file without connecting to anything', async (name) => {
  const file = join(ringlift.folder, 'bad.yaml');
  await writeFile(file, 'cluster: prod1\ntarget: 6.0\nnodes: []\n');
  const { code, stdout, stderr } = await ringlift.run([name, '-f', file], {
    TEMPORAL_ADDRESS: '127.0.0.1:1',
  });
  expect(stderr).toContain(
    `${file}:2:9: target: found the number 6.0, allowed: text; write it in quotes: "6.0"`,
  );
  expect(stderr).toContain('Nothing was started.');
  expect(stderr).not.toContain("can't be reached");
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
});

test('a server that is not there ends with 3 and says which address, from where, and what to try', async () => {
  const address = `127.0.0.1:${await freePort()}`;
  const { code, stderr } = await ringlift.run(['status', 'prod1'], { TEMPORAL_ADDRESS: address });
  expect(stderr).toContain(`Temporal can't be reached at ${address}`);
  expect(stderr).toContain('address from TEMPORAL_ADDRESS');
  expect(stderr).toContain('ringlift dev');
  expect(code).toBe(3);
  const other = await ringlift.run(['pause', 'prod1', '--address', address], {
    TEMPORAL_ADDRESS: '127.0.0.1:1',
  });
  expect(other.stderr).toContain(`at ${address}, namespace "default" (address from --address)`);
  expect(other.code).toBe(3);
});

test('a checkout whose sources are newer than what was built says so, and names the file', async () => {
  const source = join(ringlift.folder, 'client/main.ts');
  await mkdir(join(ringlift.folder, 'client'));
  try {
    await writeFile(source, '');
    const { code, stderr } = await ringlift.run(['--version']);
    expect(stderr).toContain(
      `it was built before ${source} was changed. Run: cd ${ringlift.folder} && npm run build`,
    );
    expect(code).toBe(1);
    await utimes(source, new Date(0), new Date(0));
    expect((await ringlift.run(['--version'])).code).toBe(0);
  } finally {
    await rm(join(ringlift.folder, 'client'), { recursive: true });
  }
});

test('without a build it says how to make one', async () => {
  const [dist, away] = [join(ringlift.folder, 'dist'), join(ringlift.folder, 'away')];
  await rename(dist, away);
  try {
    const { code, stderr } = await ringlift.run(['--version']);
    expect(stderr).toBe(`ringlift: it is not built. Run: cd ${ringlift.folder} && npm run build\n`);
    expect(code).toBe(1);
  } finally {
    await rename(away, dist);
  }
});
