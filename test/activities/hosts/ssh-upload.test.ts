import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Host } from '../../../activities/hosts/host.ts';
import { SshHosts } from '../../../activities/hosts/ssh-hosts.ts';
import { uploadFile } from '../../../activities/hosts/ssh-upload.ts';
import { RealSshd } from './real-sshd.ts';

let sshd: RealSshd;
let hosts: SshHosts;
let host: Host;
let local: string;
let sha256: string;
const content = Buffer.alloc(9_000_000, 'the bytes of a release, ');
const timeoutMillis = 30_000;

beforeAll(async () => {
  sshd = await RealSshd.start();
  hosts = new SshHosts();
  host = await hosts.get(sshd.settings());
  local = join(sshd.folder, 'release.tar.gz');
  writeFileSync(local, content);
  sha256 = digestOf(content);
});
afterAll(async () => {
  await hosts.close();
  await sshd.stop();
});

test('a file arrives with its bytes and mode, in a folder that is made, and a second time nothing is sent', async () => {
  const target = join(sshd.folder, "over there/it's new", 'release.tar.gz');
  const progress: number[] = [];
  const onProgress = (sent: number, total: number) => {
    expect(total).toBe(content.length);
    progress.push(sent);
  };
  expect(await uploadFile(host, local, target, { sha256, timeoutMillis, onProgress, mode: '0640' })).toBe(
    'done',
  );
  expect(digestOf(readFileSync(target))).toBe(sha256);
  expect(statSync(target).mode & 0o777).toBe(0o640);
  expect(progress.at(-1)).toBe(content.length);
  expect(progress.length).toBeGreaterThan(10);
  const soFar = progress.length;
  expect(await uploadFile(host, local, target, { sha256, timeoutMillis, onProgress })).toBe('alreadyDone');
  expect(progress.length).toBe(soFar);
  expect(readdirSync(join(target, '..'))).toEqual(['release.tar.gz']);
});

test('a file of the right name and another digest is replaced', async () => {
  const target = join(sshd.folder, 'stale');
  writeFileSync(target, 'of the release before');
  expect(await uploadFile(host, local, target, { sha256, timeoutMillis })).toBe('done');
  expect(digestOf(readFileSync(target))).toBe(sha256);
});

test('a file on the worker that is not the one asked for is told as such, and what was there stays', async () => {
  const target = join(folderFor('wrong'), 'release');
  writeFileSync(target, 'good');
  const wanted = digestOf(Buffer.from('another'));
  await expect(uploadFile(host, local, target, { sha256: wanted, timeoutMillis })).rejects.toMatchObject({
    name: 'ChecksumMismatch',
    message: expect.stringMatching(/^.*release\.tar\.gz: the file on the worker is not the one/),
  });
  expect(readFileSync(target, 'utf8')).toBe('good');
  expect(readdirSync(join(target, '..'))).toEqual(['release']);
});

test('bytes that are lost on the way are told as such, and nothing is put in place', async () => {
  const target = join(folderFor('truncated'), 'release');
  const run = await host.run('receive-file', {
    args: ['receive', target, sha256, '0644', String(content.length)],
    input: content.subarray(0, content.length - 1),
    timeoutMillis,
  });
  expect(run.exitCode).toBe(80);
  expect(run.stdout).toContain(`received ${content.length - 1} of ${content.length} bytes`);
  expect(readdirSync(join(target, '..'))).toEqual([]);
  const truncating: Host = {
    ...host,
    settings: host.settings,
    connectThrough: host.connectThrough.bind(host),
    run: (script, options) => host.run(script, { ...options, input: options.input && content.subarray(1) }),
  };
  await expect(uploadFile(truncating, local, target, { sha256, timeoutMillis })).rejects.toMatchObject({
    name: 'ChecksumMismatch',
    message: expect.stringMatching(/arrived changed.*sha256 [0-9a-f]{64}.*was removed/s),
  });
});

test('an upload cut in the middle leaves no file, and the next one cleans up and is whole', async () => {
  const target = join(folderFor('cut'), 'release');
  let cut = false;
  const upload = uploadFile(host, local, target, {
    sha256,
    timeoutMillis,
    onProgress: (sent) => {
      if (cut || sent < 4_000_000) return;
      cut = true;
      sshd.cutConnections();
    },
  });
  await expect(upload).rejects.toMatchObject({ name: 'NodeUnreachable' });
  expect(readdirSync(join(target, '..'))).not.toContain('release');
  // The part of a process that is gone.
  writeFileSync(`${target}.part.99999999`, 'half');
  expect(await uploadFile(host, local, target, { sha256, timeoutMillis })).toBe('done');
  expect(digestOf(readFileSync(target))).toBe(sha256);
  expect(readdirSync(join(target, '..'))).not.toContain('release.part.99999999');
});

test('a file that can not fit is refused before anything is sent, with the state of the disk', async () => {
  const huge = join(sshd.folder, 'huge');
  writeFileSync(huge, '');
  truncateSync(huge, 15 * 2 ** 40);
  let sent = 0;
  const target = join(folderFor('small'), 'huge');
  const upload = uploadFile(host, huge, target, {
    sha256,
    timeoutMillis,
    onProgress: (bytes) => (sent = bytes),
  });
  await expect(upload).rejects.toMatchObject({
    name: 'DiskFull',
    message: expect.stringMatching(/do not fit; Filesystem.*Avail/s),
  });
  expect(sent).toBeLessThan(10_000_000);
});

test.skipIf(process.getuid?.() !== 0)(
  'a disk that fills up in the middle is DiskFull, and nothing stays',
  async () => {
    const folder = folderFor('tmpfs');
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', folder]);
    try {
      // A size that lies gets past the question for free space.
      const args = ['receive', join(folder, 'release'), sha256, '0644', '10'];
      const run = await host.run('receive-file', { args, input: content, timeoutMillis });
      expect(run).toMatchObject({
        exitCode: 79,
        stderr: expect.stringMatching(/No space left.*Filesystem/s),
      });
      expect(readdirSync(folder)).toEqual([]);
    } finally {
      execFileSync('umount', [folder]);
    }
  },
  60_000,
);

test('a target that is a folder, and a file that is not there, are errors', async () => {
  await expect(uploadFile(host, local, folderFor('folder'), { sha256, timeoutMillis })).rejects.toMatchObject(
    {
      name: 'CommandFailed',
      message: expect.stringContaining('is there and is no file'),
    },
  );
  const target = join(sshd.folder, 'never');
  await expect(uploadFile(host, `${local}.no`, target, { sha256, timeoutMillis })).rejects.toMatchObject({
    name: 'FileMissing',
  });
});

function digestOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function folderFor(name: string): string {
  const folder = join(sshd.folder, name);
  mkdirSync(folder);
  return folder;
}
