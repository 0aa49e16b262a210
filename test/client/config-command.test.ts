import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildRinglift, type BuiltRinglift } from './scripted/built-ringlift.ts';

let ringlift: BuiltRinglift;

/** Nothing may be connected to: this port refuses at once. */
const nowhere = { TEMPORAL_ADDRESS: '127.0.0.1:1' };

const three = `# ours
cluster_name: prod1
num_tokens: 256
start_rpc: false
rpc_port: 9160   # never used
concurrent_reads: 32
`;

beforeAll(async () => {
  ringlift = await buildRinglift();
  await writeFile(join(ringlift.folder, 'three.yaml'), three);
  await writeFile(join(ringlift.folder, 'thrift.yaml'), three.replace('start_rpc: false', 'start_rpc: true'));
  await mkdir(join(ringlift.folder, 'conf'));
  await writeFile(join(ringlift.folder, 'conf/cassandra.yaml'), three);
  await writeFile(join(ringlift.folder, 'conf/.keystore'), Buffer.from([0, 255, 1]), { mode: 0o600 });
  await writeFile(join(ringlift.folder, 'conf/jvm.options'), '-Xms4G\n-Xmx4G\n');
  await mkdir(join(ringlift.folder, 'shipped'));
  await writeFile(join(ringlift.folder, 'shipped/cassandra.yaml'), 'cluster_name: Test Cluster\n');
  await writeFile(join(ringlift.folder, 'shipped/jvm-server.options'), '-ea\n');
  await writeFile(join(ringlift.folder, 'shipped/jvm11-server.options'), '-XX:+UseConcMarkSweepGC\n');
});

afterAll(() => ringlift.remove());

const run = (command: string, file: string, from: string, to: string, ...more: string[]) =>
  ringlift.run(
    ['config', command, join(ringlift.folder, file), '--from', from, '--to', to, ...more],
    nowhere,
  );

test('migrate prints the file on standard output and what was changed and why on standard error', async () => {
  const { code, stdout, stderr } = await run('migrate', 'three.yaml', '3.11.11', '4.0.7');
  expect(stdout).toBe(
    three
      .replace('start_rpc', '# Ringlift: not in 4.0: Thrift is gone since 4.0.\n# start_rpc')
      .replace('rpc_port', '# Ringlift: not in 4.0: Thrift is gone since 4.0.\n# rpc_port'),
  );
  expect(stderr).toContain('3.11.11 to 4.0.7: 2 changes, 0 in the way');
  expect(stderr).toContain('cassandra.yaml: start_rpc removed: Thrift is gone since 4.0');
  expect(code).toBe(0);
  expect(await readFile(join(ringlift.folder, 'three.yaml'), 'utf8')).toBe(three);
});

test('what is migrated is taken from a folder as well, and migrating it again changes nothing', async () => {
  const { stdout } = await run('migrate', 'conf', '3.11', '4.0');
  await writeFile(join(ringlift.folder, 'four.yaml'), stdout);
  const again = await run('migrate', 'four.yaml', '3.11', '4.0');
  expect(again.stdout).toBe(stdout);
  expect(again.stderr).toContain('0 changes, 0 in the way');
});

test('a setting in the way ends with 5, with what to do, and prints no file', async () => {
  for (const command of ['check', 'migrate']) {
    const { code, stdout, stderr } = await run(command, 'thrift.yaml', '3.11', '4.0');
    expect(stdout + stderr).toContain('Move all clients to CQL, then set start_rpc: false');
    expect(code).toBe(5);
    if (command === 'migrate') expect(stdout).toBe('');
  }
});

test('check prints on standard output, as text or as JSON, and changes nothing', async () => {
  const text = await run('check', 'three.yaml', '3.11', '4.1');
  expect(text).toMatchObject({ code: 0, stderr: '' });
  expect(text.stdout).toContain('compaction_throughput: its default changes from 16 to 64 in 4.0');
  const { stdout } = await run('check', 'three.yaml', '3.11', '4.1', '--json');
  expect(JSON.parse(stdout)).toMatchObject({
    from: '3.11',
    to: '4.1',
    refused: [],
    changes: [
      { file: 'cassandra.yaml', key: 'start_rpc', action: 'removed' },
      { key: 'rpc_port', action: 'removed' },
    ],
  });
});

test('a whole folder goes into a new one, key stores with their rights, and nothing is overwritten', async () => {
  const [shipped, out] = ['shipped', 'out'].map((name) => join(ringlift.folder, name)) as [string, string];
  const migrate = () =>
    run('migrate', 'conf', '3.11', '4.0', '--shipped', shipped, '--java', '11', '--out', out);
  const { code, stdout, stderr } = await migrate();
  expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
  expect(stderr).toContain('jvm-server.options: -Xmx4G carried');
  expect(await readFile(join(out, 'jvm-server.options'), 'utf8')).toContain('-Xms4G\n-Xmx4G\n');
  expect(await readFile(join(out, 'cassandra.yaml'), 'utf8')).toContain('# start_rpc: false\n');
  expect(await readFile(join(out, '.keystore'))).toEqual(Buffer.from([0, 255, 1]));
  expect((await stat(join(out, '.keystore'))).mode & 0o777).toBe(0o600);
  expect(await migrate()).toMatchObject({ code: 2, stderr: expect.stringContaining('is not empty') });
  const alone = await run('migrate', 'three.yaml', '3.11', '4.0', '--shipped', shipped, '--out', `${out}2`);
  expect(alone).toMatchObject({ code: 2, stderr: expect.stringContaining('--out takes a whole folder') });
});

test('a folder that can not be written is refused with the reason, and the old one is untouched', async () => {
  const shipped = join(ringlift.folder, 'shipped');
  const below = join(ringlift.folder, 'three.yaml', 'out');
  const refused = await run('migrate', 'conf', '3.11', '4.0', '--shipped', shipped, '--out', below);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain(`${below} can't be written: ENOTDIR`);
  expect(refused.stderr).toContain('is untouched');
  expect(await readFile(join(ringlift.folder, 'conf/cassandra.yaml'), 'utf8')).toBe(three);
});

test('of a folder alone it says what was not looked at', async () => {
  const { stdout } = await run('check', 'conf', '3.11', '4.0');
  expect(stdout).toContain("jvm.options: the file: not looked at: that takes the target's own, by --shipped");
});

test('old names become new ones, or stay if asked', async () => {
  await writeFile(
    join(ringlift.folder, 'four.yaml'),
    'num_tokens: 16\nread_request_timeout_in_ms: 5000 # why\n',
  );
  expect((await run('migrate', 'four.yaml', '4.0', '4.1')).stdout).toBe(
    'num_tokens: 16\nread_request_timeout: 5000ms # why\n',
  );
  const kept = await run('migrate', 'four.yaml', '4.0', '4.1', '--keep-names');
  expect(kept.stdout).toContain('read_request_timeout_in_ms: 5000 # why\n');
  expect(kept.stderr).toContain('Kept, though there is a newer name');
});

test.each([
  ['three.yaml', '3.11', '6.0', 'Go hop by hop: --from 3.11 --to 4.1, then --from 4.1 --to 6.0.'],
  ['three.yaml', '3.11', '9.9', '9.9 is of no release line that is known here'],
  ['nowhere.yaml', '3.11', '4.0', "can't be read"],
  ['conf/.keystore', '3.11', '4.0', 'it can not be read'],
])('%s from %s to %s ends with 2 and says why', async (file, from, to, says) => {
  const { code, stdout, stderr } = await run('migrate', file, from, to);
  expect(stderr).toContain(says);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
});

test('without --from or --to, or without a sub-command, it says what is missing', async () => {
  const { code, stderr } = await ringlift.run(['config', 'check', 'x.yaml', '--from', '3.11']);
  expect(stderr).toContain("required option '--to <release>'");
  expect(code).toBe(2);
  expect((await ringlift.run(['config'])).code).toBe(2);
  expect((await ringlift.run(['config', 'migrate', '--help'])).stdout).toContain('Examples:');
});
