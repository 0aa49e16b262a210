import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
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

test('a connection through the host reaches a port that it sees, and keeps the SSH connection open', async () => {
  const hosts = sshHosts({ idleMillis: 100 });
  const host = await hosts.get(sshd.settings());
  const echo = createServer((socket) => socket.pipe(socket)).listen(0, '127.0.0.1');
  await once(echo, 'listening');
  const stream = await host.connectThrough('127.0.0.1', (echo.address() as AddressInfo).port);
  const before = sshd.acceptedConnections;
  await new Promise((resolve) => setTimeout(resolve, 400));
  stream.write('hello');
  const [answer] = (await once(stream, 'data')) as [Buffer];
  expect(answer.toString()).toBe('hello');
  expect(sshd.acceptedConnections).toBe(before);
  stream.end();
  await once(stream, 'close');
  echo.close();
});

test('a port of the host where nothing listens is NodeNotServing', async () => {
  const host = await sshHosts().get(sshd.settings());
  await expect(host.connectThrough('127.0.0.1', 1)).rejects.toMatchObject({
    name: 'NodeNotServing',
    message: expect.stringContaining('127.0.0.1 port 1'),
  });
});

test('a server that forbids forwarding says which setting is in the way', async () => {
  const strict = await RealSshd.start({ config: ['AllowTcpForwarding no'] });
  const hosts = sshHosts();
  try {
    const host = await hosts.get(strict.settings());
    await expect(host.connectThrough('127.0.0.1', strict.port)).rejects.toMatchObject({
      name: 'PrivilegeMissing',
      message: expect.stringContaining('AllowTcpForwarding'),
    });
  } finally {
    await hosts.close();
    await strict.stop();
  }
});

test('a connection that stops answering is given up after the connect timeout and replaced', async () => {
  const frozen = await RealSshd.start();
  const hosts = sshHosts();
  try {
    const host = await hosts.get(frozen.settings({ connectTimeout: '1s' }));
    await host.run('true', { timeoutMillis: 30_000 });
    frozen.freezeConnections();
    // The second attempt goes to the listener, which still lives.
    expect((await host.run('echo again', { timeoutMillis: 30_000 })).stdout).toBe('again\n');
    expect(frozen.acceptedConnections).toBe(2);
  } finally {
    await hosts.close();
    await frozen.stop();
  }
});

test('a connection through the host is opened anew when the SSH connection turns out to be silent', async () => {
  const frozen = await RealSshd.start();
  const hosts = sshHosts();
  try {
    const host = await hosts.get(frozen.settings({ connectTimeout: '1s' }));
    frozen.freezeConnections();
    const stream = await host.connectThrough('127.0.0.1', sshd.port);
    const [banner] = (await once(stream, 'data')) as [Buffer];
    expect(banner.toString()).toContain('OpenSSH');
    expect(frozen.acceptedConnections).toBe(2);
    stream.destroy();
  } finally {
    await hosts.close();
    await frozen.stop();
  }
});

test('a port that never answers the host is NodeNotServing, and the SSH connection stays', async () => {
  const program = `const s = require('net').createServer().listen(0, '127.0.0.1', 1, () => console.log(s.address().port))`;
  const deaf = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'ignore'] });
  const [line] = (await once(deaf.stdout, 'data')) as [Buffer];
  const port = Number(line);
  deaf.kill('SIGSTOP');
  // The kernel takes calls for it until its queue is full; then it answers nobody.
  const callers = Array.from({ length: 8 }, () => connect(port, '127.0.0.1').on('error', () => {}));
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(callers.some((caller) => caller.connecting)).toBe(true);
  try {
    const host = await sshHosts().get(sshd.settings({ connectTimeout: '1s' }));
    const before = sshd.acceptedConnections;
    await expect(host.connectThrough('127.0.0.1', port)).rejects.toMatchObject({
      name: 'NodeNotServing',
      message: expect.stringContaining('no answer within 1.5 s'),
    });
    expect((await host.run('echo here', { timeoutMillis: 30_000 })).stdout).toBe('here\n');
    expect(sshd.acceptedConnections).toBe(before);
  } finally {
    for (const caller of callers) caller.destroy();
    deaf.kill('SIGKILL');
  }
});
