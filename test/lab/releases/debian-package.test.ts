import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { debianPackage } from '../../../lab/releases/debian-package.ts';
import { releaseTarball } from '../../../lab/releases/release-tarball.ts';
import { runProgram } from '../../../lab/toolchain/run-program.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ringlift-deb-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('a real package holds the release where Apache puts it, with conffiles and scripts that start the service', async () => {
  const { file: tarball } = await releaseTarball('4.1.10', () => undefined);
  const made = await debianPackage({ version: '4.1.10', tarball, javaHome: '/usr/lib/jvm/java-11', folder });
  const ask = async (...words: string[]) => (await runProgram('dpkg-deb', words)).stdout;
  expect(await ask('-f', made.file, 'Package', 'Version')).toBe('Package: cassandra\nVersion: 4.1.10\n');
  const content = await ask('-c', made.file);
  for (const path of [
    'etc/cassandra/cassandra.yaml',
    'etc/init.d/cassandra',
    'usr/bin/nodetool',
    'usr/sbin/cassandra',
    'usr/share/cassandra/apache-cassandra-4.1.10.jar -> lib/apache-cassandra-4.1.10.jar',
    'usr/share/cassandra/lib/apache-cassandra-4.1.10.jar',
    'usr/share/cassandra/conf -> /etc/cassandra',
  ])
    expect(content).toContain(`./${path}`);
  await runProgram('dpkg-deb', ['-e', made.file, join(folder, 'control')]);
  const { stdout } = await runProgram('cat', ['conffiles', 'postinst'], { cwd: join(folder, 'control') });
  expect(stdout).toContain('/etc/cassandra/cassandra.yaml\n');
  expect(stdout).toContain('/etc/init.d/cassandra\n');
  expect(stdout).toContain('invoke-rc.d cassandra start');
  expect(made.sha256).toMatch(/^[0-9a-f]{64}$/);
});
