import { chmodSync, chownSync, mkdirSync, readdirSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { exitCodes } from '../../../../activities/hosts/exit-codes.ts';
import { HostBench, tag } from './host-bench.ts';

let bench: HostBench;
let target: string;
beforeEach(() => {
  bench = new HostBench();
  target = `${bench.conf}.${tag}`;
  bench.write('etc/cassandra/keystore.jks', 'secret', 0o600);
  bench.write('etc/cassandra/triggers/own.jar', 'a trigger');
  bench.write('shipped/triggers/README.txt', 'shipped');
  bench.write('shipped/hotspot_compiler', 'of the new release alone');
  bench.write('shipped/cassandra.yaml', 'shipped: true\n');
});
afterEach(() => bench.end());

const files = {
  'cassandra.yaml': 'merged: true\n',
  'jvm-server.options': '',
  'new file.sh': 'echo "$HOME"\n',
};
const staged = `etc/cassandra.${tag}`;

test('the merged files, what is copied as it is, and folders make the new configuration', async () => {
  expect(await write()).toEqual({ exitCode: 0, stdout: 'result: done\n', stderr: '' });
  for (const [name, text] of Object.entries(files)) expect(bench.read(`${staged}/${name}`)).toBe(text);
  expect(bench.read(`${staged}/keystore.jks`)).toBe('secret');
  expect(readdirSync(bench.path(staged, 'triggers'))).toEqual(['own.jar']);
  expect(bench.read(`${staged}/hotspot_compiler`)).toBe('of the new release alone');
  expect(readdirSync(bench.path('etc')).toSorted()).toEqual(['cassandra', `cassandra.${tag}`]);
});

test('the configuration in use stays as it is', async () => {
  await write();
  expect(bench.read('etc/cassandra/cassandra.yaml')).toBe('cluster_name: prod1\n');
  expect(readdirSync(bench.conf).toSorted()).toEqual(['cassandra.yaml', 'keystore.jks', 'triggers']);
});

test('rights are those of the namesake, and of the folder; a new file may be read by all', async () => {
  chmodSync(bench.path('etc/cassandra/cassandra.yaml'), 0o640);
  chmodSync(bench.conf, 0o750);
  await write();
  const mode = (name: string) => (statSync(bench.path(staged, name)).mode & 0o777).toString(8);
  expect(['.', 'cassandra.yaml', 'keystore.jks', 'new file.sh'].map(mode)).toEqual([
    '750',
    '640',
    '600',
    '644',
  ]);
});

test.skipIf(process.getuid?.() !== 0)('so are owners (needs root for chown)', async () => {
  for (const name of ['.', 'cassandra.yaml', 'keystore.jks'])
    chownSync(bench.path('etc/cassandra', name), 1, 2);
  await write();
  const owner = (name: string) => [
    statSync(bench.path(staged, name)).uid,
    statSync(bench.path(staged, name)).gid,
  ];
  expect(['.', 'cassandra.yaml', 'keystore.jks'].map(owner)).toEqual([
    [1, 2],
    [1, 2],
    [1, 2],
  ]);
});

test('hidden stores and folders of the operator come along with their rights', async () => {
  bench.write('etc/cassandra/.keystore', 'secret', 0o400);
  bench.write('etc/cassandra/.pki/ca.pem', 'a certificate', 0o440);
  const named = [bench.conf, target, bench.path('shipped'), '.keystore', 'keystore.jks'];
  const { stdout } = await bench.change('write-configuration', named, { input: 'cassandra.yaml YQ==\n' });
  expect(stdout).toBe('result: done\n');
  expect((statSync(bench.path(staged, '.keystore')).mode & 0o777).toString(8)).toBe('400');
  expect((statSync(bench.path(staged, '.pki/ca.pem')).mode & 0o777).toString(8)).toBe('440');
  expect((await bench.change('write-configuration', named, { input: 'cassandra.yaml YQ==\n' })).stdout).toBe(
    'result: alreadyDone\n',
  );
});

test('a topology file that only the release has does not come along', async () => {
  bench.write('shipped/cassandra-topology.properties', '175.56.12.105=DC1:RAC1\n');
  bench.write('shipped/cassandra-rackdc.properties', 'dc=dc1\n');
  await write();
  expect(readdirSync(bench.path(staged)).filter((name) => name.endsWith('.properties'))).toEqual([]);
  expect(bench.read(`${staged}/hotspot_compiler`)).toBe('of the new release alone');
});

test('a second time it is found done; other content is written over it', async () => {
  await write();
  expect((await write()).stdout).toBe('result: alreadyDone\n');
  expect((await write({ ...files, 'cassandra.yaml': 'merged: again\n' })).stdout).toBe('result: done\n');
  expect(bench.read(`${staged}/cassandra.yaml`)).toBe('merged: again\n');
  expect(readdirSync(bench.path('etc')).toSorted()).toEqual(['cassandra', `cassandra.${tag}`]);
});

test('what an earlier merge left and this one does not have is gone', async () => {
  await write({ ...files, 'old.options': '-Xss1m\n' });
  await write();
  expect(readdirSync(bench.path(staged))).not.toContain('old.options');
});

test('a configuration folder that is in use is never written', async () => {
  for (const used of [bench.conf, bench.path('link')]) {
    if (used !== bench.conf) symlinkSync(bench.conf, used);
    const answer = await bench.change('write-configuration', [bench.conf, used, bench.path('shipped')]);
    expect(answer.exitCode).toBe(exitCodes.notAsExpected);
    expect(answer.stderr).toMatch(/is in use already/);
  }
  expect(bench.read('etc/cassandra/cassandra.yaml')).toBe('cluster_name: prod1\n');
});

test('without a configuration in use there is nothing to go by', async () => {
  rmSync(bench.conf, { recursive: true });
  const answer = await write();
  expect(answer).toMatchObject({ exitCode: exitCodes.notAsExpected, stderr: `no folder ${bench.conf}\n` });
  expect(bench.has(staged)).toBe(false);
});

test('a file that was to be copied and is gone is told, and nothing takes the place', async () => {
  rmSync(bench.path('etc/cassandra/keystore.jks'));
  const answer = await write();
  expect(answer.exitCode).toBe(exitCodes.noSpace);
  expect(answer.stderr).toMatch(/cannot copy .*keystore.jks/);
  expect(bench.has(staged)).toBe(false);
});

test('nobody else can read it before it has its rights', { timeout: 300_000 }, async () => {
  chmodSync(bench.path('etc/cassandra/cassandra.yaml'), 0o600);
  const isOpen = (name: string) => (statSync(bench.path(`${staged}.ringlift-new`, name)).mode & 0o044) !== 0;
  for (let at = 2, ended = false; !ended; at += 1) {
    ended = await bench.changeCutOff(at, 'write-configuration', args(), { input: input(files) });
    if (bench.has(`${staged}.ringlift-new/cassandra.yaml`)) expect(isOpen('cassandra.yaml')).toBe(false);
    rmSync(bench.path(staged), { recursive: true, force: true });
  }
});

test('cut base64 is no file', async () => {
  const answer = await bench.change('write-configuration', args(), { input: 'cassandra.yaml bWVy*\n' });
  expect(answer.exitCode).toBe(exitCodes.noSpace);
  expect(bench.has(staged)).toBe(false);
});

test('inside of the release the folder that waits there empty is filled', async () => {
  target = `${bench.new}/conf`;
  mkdirSync(target, { recursive: true });
  expect((await write()).stdout).toBe('result: done\n');
  expect(bench.read('opt/apache-cassandra-6.0-alpha2/conf/cassandra.yaml')).toBe('merged: true\n');
  expect(readdirSync(bench.new)).toEqual(['conf']);
});

test('cut off at any of its commands it is made whole by running again', { timeout: 300_000 }, async () => {
  // What stands there first is an earlier merge, so that every rename has something to do.
  for (let at = 1, ended = false; !ended; at += 1) {
    rmSync(bench.path(staged), { recursive: true, force: true });
    bench.write(`${staged}/cassandra.yaml`, 'earlier: true\n');
    ended = await bench.changeCutOff(at, 'write-configuration', args(), { input: input(files) });
    expect(await write(), `cut off at ${at}`).toMatchObject({ exitCode: 0, stderr: '' });
    expect(bench.read(`${staged}/cassandra.yaml`)).toBe('merged: true\n');
    expect(bench.read(`${staged}/triggers/own.jar`)).toBe('a trigger');
    expect(readdirSync(bench.path('etc')).toSorted()).toEqual(['cassandra', `cassandra.${tag}`]);
    if (ended) expect(at).toBeGreaterThan(10);
  }
});

function args(): string[] {
  return [bench.conf, target, bench.path('shipped'), 'keystore.jks'];
}

function write(content: Record<string, string> = files) {
  return bench.change('write-configuration', args(), { input: input(content) });
}

/** As the activity gives it: `NAME base64` a line. */
function input(content: Record<string, string>): string {
  const rows = Object.entries(content).map(([name, text]) => [
    name,
    Buffer.from(text).toString('base64') || '-',
  ]);
  return rows.map(([name, text]) => `${name} ${text}\n`).join('');
}
