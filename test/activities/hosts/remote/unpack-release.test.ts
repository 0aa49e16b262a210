import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { exitCodes } from '../../../../activities/hosts/exit-codes.ts';
import { HostBench } from './host-bench.ts';

let bench: HostBench;
let tarball: string;
let sha256: string;
let sendAgain: () => void;
beforeEach(() => {
  bench = new HostBench();
  tarball = packRelease(['bin/cassandra', 'conf/cassandra.yaml', 'lib/a.jar', 'lib/b.jar']);
  const bytes = readFileSync(tarball);
  sendAgain = () => writeFileSync(tarball, bytes);
  sha256 = createHash('sha256').update(readFileSync(tarball)).digest('hex');
});
afterEach(() => bench.end());

test('a release is unpacked without its top folder, its own configuration set beside an empty one', async () => {
  const answer = await unpack();
  expect(answer).toEqual({ exitCode: 0, stdout: 'result: done\n', stderr: '' });
  expectWhole();
  expect(existsSync(tarball)).toBe(false);
  expect(statSync(`${bench.new}/bin/cassandra`).mode & 0o777).toBe(0o755);
  expect(statSync(`${bench.new}/bin/cassandra`).uid).toBe(process.getuid?.());
});

test('a second time it is found done, and not touched', async () => {
  await unpack();
  bench.write('opt/apache-cassandra-6.0-alpha2/conf/cassandra.yaml', 'merged: true\n');
  expect((await unpack()).stdout).toBe('result: alreadyDone\n');
  expect(bench.read('opt/apache-cassandra-6.0-alpha2/conf/cassandra.yaml')).toBe('merged: true\n');
});

test('another digest than the one named is refused with both, and nothing is unpacked', async () => {
  const other = 'a'.repeat(64);
  const answer = await bench.change('unpack-release', [tarball, other, bench.new, bench.home]);
  expect(answer.exitCode).toBe(exitCodes.notAsExpected);
  expect(answer.stderr).toContain(`${sha256}, not ${other}`);
  expectNothing();
  expect(bench.events.at(-1)).toBe('unpack-release refused exit-78');
});

test('a tarball that is not there is refused', async () => {
  const answer = await bench.change('unpack-release', [`${tarball}.gone`, sha256, bench.new, bench.home]);
  expect(answer.exitCode).toBe(exitCodes.notAsExpected);
  expectNothing();
});

test('the installation in use is never unpacked over, whoever made it', async () => {
  const answer = await bench.change('unpack-release', [tarball, sha256, bench.old, bench.home]);
  expect(answer.exitCode).toBe(exitCodes.notAsExpected);
  expect(answer.stderr).toMatch(/is the installation in use/);
  expect(readdirSync(bench.old)).toEqual(['bin']);
});

test("somebody else's folder of that name is refused and left alone", async () => {
  bench.write('opt/apache-cassandra-6.0-alpha2/notes.txt', 'mine');
  const answer = await unpack();
  expect(answer.exitCode).toBe(exitCodes.notAsExpected);
  expect(answer.stderr).toMatch(/exists and was not unpacked by Ringlift/);
  expect(readdirSync(bench.new)).toEqual(['notes.txt']);
});

test('a folder of ours from another tarball is refused and left alone', async () => {
  bench.write('opt/apache-cassandra-6.0-alpha2/.ringlift-sha256', `${'b'.repeat(64)}\n`);
  expect((await unpack()).exitCode).toBe(exitCodes.notAsExpected);
  expect(readdirSync(bench.new)).toEqual(['.ringlift-sha256']);
});

test('cut off at any of its commands it is made whole by running again', { timeout: 300_000 }, async () => {
  for (let at = 1, ended = false; !ended; at += 1) {
    execFileSync('rm', ['-rf', bench.new, `${bench.new}.ringlift-new`]);
    sendAgain();
    ended = await bench.changeCutOff(at, 'unpack-release', [tarball, sha256, bench.new, bench.home]);
    if (!existsSync(tarball)) sendAgain();
    expect(await unpack(), `cut off at ${at}`).toMatchObject({ exitCode: 0, stderr: '' });
    expectWhole();
    if (ended) expect(at).toBeGreaterThan(5);
  }
});

test('cut off in the middle of unpacking, nothing bears the name of the release', async () => {
  // Unpacks a part, and is killed with everything else.
  bench.program('tar', 'PATH=${PATH#*:}; tar "$@" --exclude=b.jar; kill -s KILL 0');
  const environment = { PATH: `${bench.path('bin')}:${process.env['PATH']}` };
  expect((await unpack(environment)).exitCode).toBeNull();
  expect(readdirSync(bench.releases)).not.toContain('apache-cassandra-6.0-alpha2');
  expect((await unpack()).stdout).toBe('result: done\n');
  expectWhole();
});

test('a tarball that tar can not read through is told, and leaves nothing behind', async () => {
  const cut = bench.write('cut.tar.gz', '');
  execFileSync('sh', ['-c', `head -c 150 ${tarball} >${cut}`]);
  const digest = createHash('sha256').update(readFileSync(cut)).digest('hex');
  const answer = await bench.change('unpack-release', [cut, digest, bench.new, bench.home]);
  expect(answer.exitCode).toBe(exitCodes.noSpace);
  expect(answer.stderr).toMatch(/unpacking .* failed/);
  expectNothing();
});

test.each([
  ['bin/cassandra', ['conf/cassandra.yaml']],
  ['conf', ['bin/cassandra']],
])('a tarball without %s is no release: refused, and leaves nothing behind', async (name, files) => {
  const other = packRelease(files);
  const digest = createHash('sha256').update(readFileSync(other)).digest('hex');
  const answer = await bench.change('unpack-release', [other, digest, bench.new, bench.home]);
  expect(answer.exitCode).toBe(exitCodes.notAsExpected);
  expect(answer.stderr).toContain(name);
  expectNothing();
});

test('an installation link that is missing or leads nowhere does not stand in the way', async () => {
  unlinkSync(bench.home);
  expect((await unpack()).stdout).toBe('result: done\n');
  execFileSync('rm', ['-rf', bench.new]);
  sendAgain();
  symlinkSync('/nonexistent/gone', bench.home);
  expect((await unpack()).stdout).toBe('result: done\n');
});

function unpack(environment: Record<string, string> = {}) {
  return bench.change('unpack-release', [tarball, sha256, bench.new, bench.home], { environment });
}

function expectWhole(): void {
  expect(readdirSync(bench.new).toSorted()).toEqual([
    '.ringlift-sha256',
    'bin',
    'conf',
    'conf.release',
    'lib',
  ]);
  expect(readdirSync(`${bench.new}/lib`).toSorted()).toEqual(['a.jar', 'b.jar']);
  expect(readdirSync(`${bench.new}/conf`)).toEqual([]);
  expect(readdirSync(`${bench.new}/conf.release`)).toEqual(['cassandra.yaml']);
  expect(bench.read('opt/apache-cassandra-6.0-alpha2/.ringlift-sha256')).toBe(`${sha256}\n`);
  expect(readdirSync(bench.releases).toSorted()).toEqual([
    'apache-cassandra-5.0.9',
    'apache-cassandra-6.0-alpha2',
    'cassandra',
  ]);
}

function expectNothing(): void {
  expect(readdirSync(bench.releases).toSorted()).toEqual(['apache-cassandra-5.0.9', 'cassandra']);
}

/** A tarball as the project's: one folder at its top. */
function packRelease(files: readonly string[]): string {
  const top = 'apache-cassandra-6.0-alpha2';
  const [folder, target] = [bench.path('packed', String(files.length)), bench.path(`${files.length}.tar.gz`)];
  for (const file of files) bench.write(`packed/${files.length}/${top}/${file}`, `text of ${file}\n`, 0o755);
  execFileSync('tar', ['-czf', target, '-C', folder, top]);
  return target;
}
