import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SshHosts } from '../../../activities/hosts/ssh-hosts.ts';
import { RealSshd } from './real-sshd.ts';

let sshd: RealSshd;
const textOf = (script: string) => script;
const opened: SshHosts[] = [];

function sshHosts(options: { idleMillis?: number; environment?: NodeJS.ProcessEnv } = {}): SshHosts {
  const hosts = new SshHosts({ textOf, ...options });
  opened.push(hosts);
  return hosts;
}

beforeAll(async () => {
  sshd = await RealSshd.start();
});
afterAll(async () => {
  for (const hosts of opened) await hosts.close();
  await sshd.stop();
});

test('many callers at once share one connection, and later ones use it again', async () => {
  const hosts = sshHosts();
  const before = sshd.acceptedConnections;
  const all = await Promise.all(Array.from({ length: 20 }, () => hosts.get(sshd.settings())));
  await Promise.all(all.map((host) => host.run('true', { timeoutMillis: 30_000 })));
  await (await hosts.get(sshd.settings())).run('true', { timeoutMillis: 30_000 });
  expect(sshd.acceptedConnections).toBe(before + 1);
});

test('another way to log in is another connection', async () => {
  const hosts = sshHosts();
  const before = sshd.acceptedConnections;
  await hosts.get(sshd.settings());
  await hosts.get(sshd.settings({ connectTimeout: '19s' }));
  expect(sshd.acceptedConnections).toBe(before + 2);
});

test('a connection that ended while idle is replaced unseen, and the command runs once', async () => {
  const hosts = sshHosts();
  const host = await hosts.get(sshd.settings());
  await host.run('true', { timeoutMillis: 30_000 });
  sshd.cutConnections();
  const { stdout } = await host.run('echo here', { timeoutMillis: 30_000 });
  expect(stdout).toBe('here\n');
});

test('an idle connection is closed, one at work is not', async () => {
  const hosts = sshHosts({ idleMillis: 200 });
  const host = await hosts.get(sshd.settings());
  const before = sshd.acceptedConnections;
  await host.run('sleep 1', { timeoutMillis: 30_000 });
  expect(sshd.acceptedConnections).toBe(before);
  const disconnects = () => sshd.log.match(/disconnected by user|Received disconnect/g)?.length ?? 0;
  const soFar = disconnects();
  await until(() => disconnects() > soFar);
  await host.run('true', { timeoutMillis: 30_000 });
  expect(sshd.acceptedConnections).toBe(before + 1);
});

test('hosts behind a bastion share its connection, and are checked like any other', async () => {
  const bastion = await RealSshd.start();
  const hosts = sshHosts();
  const second = await RealSshd.start({ address: '127.0.0.2' });
  try {
    const over = { bastion: { host: bastion.address, port: bastion.port, privateKeyFile: bastion.keyFile } };
    // The file of the node does not know the bastion yet.
    await expect(hosts.get(sshd.settings(over))).rejects.toMatchObject({
      name: 'HostKeyRefused',
      message: expect.stringContaining(
        `${bastion.user}@127.0.0.1:${bastion.port}: the host's key is not known`,
      ),
    });
    const all = joinKnownHosts([sshd, bastion, second]);
    const before = sshd.acceptedConnections;
    const first = await hosts.get(sshd.settings({ ...over, knownHostsFile: all }));
    const other = await hosts.get(second.settings({ ...over, knownHostsFile: all }));
    expect((await first.run('echo "$SSH_CONNECTION"', { timeoutMillis: 30_000 })).stdout).toContain(
      `${sshd.port}`,
    );
    expect((await other.run('echo "$SSH_CONNECTION"', { timeoutMillis: 30_000 })).stdout).toContain(
      `127.0.0.2 ${second.port}`,
    );
    expect(sshd.acceptedConnections).toBe(before + 1);
    // The first was the refused one.
    expect(bastion.acceptedConnections).toBe(2);
    // A node's own key is checked through the bastion too: the file of the bastion alone does not know it.
    await expect(
      hosts.get(sshd.settings({ ...over, knownHostsFile: bastion.knownHostsFile })),
    ).rejects.toMatchObject({
      name: 'HostKeyRefused',
      message: expect.stringMatching(
        /127\.0\.0\.1:\d+ through .*ssh -p \d+ \S+@127\.0\.0\.1 ssh-keyscan -t ed25519 -p \d+ 127\.0\.0\.1 >> /,
      ),
    });
  } finally {
    await hosts.close();
    await second.stop();
    await bastion.stop();
  }
});

test('a bastion that dies takes its connections along, and the next use makes both anew', async () => {
  const bastion = await RealSshd.start();
  const hosts = sshHosts();
  try {
    const over = {
      bastion: { host: bastion.address, port: bastion.port, privateKeyFile: bastion.keyFile },
      knownHostsFile: joinKnownHosts([sshd, bastion]),
    };
    const host = await hosts.get(sshd.settings(over));
    await host.run('true', { timeoutMillis: 30_000 });
    const run = host.run('sleep 2', { timeoutMillis: 30_000 });
    const failed = expect(run).rejects.toMatchObject({ name: 'NodeUnreachable' });
    await new Promise((resolve) => setTimeout(resolve, 300));
    bastion.cutConnections();
    await failed;
    expect((await host.run('echo back', { timeoutMillis: 30_000 })).stdout).toBe('back\n');
    expect(bastion.acceptedConnections).toBe(2);
  } finally {
    await hosts.close();
    await bastion.stop();
  }
});

test('a port where nothing listens, a name that is none and a server that is silent are NodeUnreachable', async () => {
  const hosts = sshHosts();
  const silent = createServer(() => {}).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  await expect(hosts.get(sshd.settings({ port: 1 }))).rejects.toMatchObject({
    name: 'NodeUnreachable',
    message: expect.stringContaining('nothing listens at 127.0.0.1 port 1'),
  });
  // Too long for a name, so that no name server is asked.
  const address = `${'x'.repeat(70)}.invalid`;
  await expect(hosts.get({ ...sshd.settings(), address })).rejects.toMatchObject({
    name: 'NodeUnreachable',
    message: expect.stringContaining(`the name ${address} was not resolved`),
  });
  await expect(hosts.get(sshd.settings({ port, connectTimeout: '300ms' }))).rejects.toMatchObject({
    name: 'NodeUnreachable',
    message: expect.stringContaining('within 300ms'),
  });
  silent.close();
});

test('after close nothing is opened any more', async () => {
  const hosts = sshHosts();
  await hosts.get(sshd.settings());
  await hosts.close();
  await expect(hosts.get(sshd.settings())).rejects.toThrow('closed');
});

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** One file that knows all the servers, in the folder of the first. */
function joinKnownHosts(servers: readonly RealSshd[]): string {
  const file = join(servers[0]!.folder, `known_hosts_of_${servers.map((server) => server.port).join('_')}`);
  writeFileSync(file, servers.map((server) => readFileSync(server.knownHostsFile, 'utf8')).join(''));
  return file;
}
