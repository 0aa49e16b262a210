import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { withCql } from '../../../activities/hosts/cql-connection.ts';
import { openCqlRelay } from '../../../activities/hosts/cql-relay.ts';
import type { Host } from '../../../activities/hosts/host.ts';
import { SshHosts } from '../../../activities/hosts/ssh-hosts.ts';
import { FakeCqlNode } from './fake-cql-node.ts';
import type { FakeCqlNodeOptions } from './fake-cql-node.ts';
import { RealSshd } from './real-sshd.ts';

let sshd: RealSshd;
let hosts: SshHosts;
const nodes: FakeCqlNode[] = [];

beforeAll(async () => {
  sshd = await RealSshd.start();
  hosts = new SshHosts();
});
afterEach(async () => {
  for (const node of nodes.splice(0)) await node.stop();
});
afterAll(async () => {
  await hosts.close();
  await sshd.stop();
});

async function fakeNode(options?: FakeCqlNodeOptions): Promise<{ node: FakeCqlNode; host: Host }> {
  const node = await FakeCqlNode.start(options);
  nodes.push(node);
  return { node, host: await hostAt(node.port) };
}

async function hostAt(port: number, cql: Partial<Host['settings']['cql']> = {}): Promise<Host> {
  const settings = sshd.settings();
  return hosts.get({ ...settings, cql: { ...settings.cql, port, ...cql } });
}

test('a task asks the node through one connection, which ends with it', async () => {
  const { node, host } = await fakeNode();
  const rows = await withCql(host, {}, async (cql) => {
    await cql.query('SELECT one');
    return cql.query('SELECT two');
  });
  expect(rows).toEqual([{ answer: 'yes' }]);
  expect(node.connections).toBe(1);
  await until(() => node.openConnections === 0);
});

test('peers that the node tells of are never spoken to', async () => {
  // The driver would look for a peer at the default port.
  const peer = await FakeCqlNode.start({ address: '127.77.77.77', port: 9042 });
  nodes.push(peer);
  const { host } = await fakeNode({ peers: ['127.77.77.77'] });
  await withCql(host, {}, async (cql) => {
    for (let count = 0; count < 20; count++) await cql.query('SELECT something');
  });
  expect(peer.connections).toBe(0);
});

test('a port where nothing listens is NodeNotServing, at once', async () => {
  const { node, host } = await fakeNode();
  await node.stop();
  nodes.length = 0;
  await expect(withCql(host, { timeoutMillis: 30_000 }, async () => 'unreached')).rejects.toMatchObject({
    name: 'NodeNotServing',
    message: expect.stringContaining('127.0.0.1 port'),
  });
});

test('a node that hangs up during the start-up or a statement is NodeNotServing, at once', async () => {
  const atStart = await fakeNode({ startup: 'cut' });
  await expect(
    withCql(atStart.host, { timeoutMillis: 30_000 }, async () => 'unreached'),
  ).rejects.toMatchObject({
    name: 'NodeNotServing',
    message: expect.stringContaining('CQL is not served'),
  });
  const later = await fakeNode({ answer: () => 'cut' });
  const asked = withCql(later.host, { timeoutMillis: 30_000 }, (cql) => cql.query('SELECT last_words'));
  await expect(asked).rejects.toMatchObject({
    name: 'NodeNotServing',
    message: expect.stringMatching(/ended during a statement.*SELECT last_words/s),
  });
  const between = await fakeNode();
  const askedLate = withCql(between.host, { timeoutMillis: 30_000 }, async (cql) => {
    await between.node.stop();
    nodes.pop();
    await new Promise((resolve) => setTimeout(resolve, 200));
    return cql.query('SELECT too_late');
  });
  await expect(askedLate).rejects.toMatchObject({
    name: 'NodeNotServing',
    message: expect.stringContaining('SELECT too_late'),
  });
});

test('something else than CQL that answers at the port is NodeNotServing, and does no harm to the worker', async () => {
  for (const words of [
    'HTTP/1.1 400 Bad Request\r\n\r\n',
    'SSH-2.0-OpenSSH_9.2\r\n',
    '\u0000'.repeat(40),
    'x'.repeat(9),
  ]) {
    const other = createServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => socket.write(words));
    }).listen(0, '127.0.0.1');
    await once(other, 'listening');
    const host = await hostAt((other.address() as { port: number }).port);
    await expect(withCql(host, { timeoutMillis: 3_000 }, async () => 'unreached')).rejects.toMatchObject({
      name: 'NodeNotServing',
      message: expect.stringContaining('speaks no CQL'),
    });
    other.close();
  }
});

test('a node that accepts and then says nothing is CommandTimedOut', async () => {
  const atStart = await fakeNode({ startup: 'silence' });
  await expect(withCql(atStart.host, { timeoutMillis: 400 }, async () => 'unreached')).rejects.toMatchObject({
    name: 'CommandTimedOut',
    message: expect.stringContaining('within 400ms'),
  });
  const later = await fakeNode({ answer: () => 'silence' });
  const asked = withCql(later.host, { timeoutMillis: 400 }, (cql) => cql.query('SELECT patience'));
  await expect(asked).rejects.toMatchObject({
    name: 'CommandTimedOut',
    message: expect.stringContaining('SELECT patience'),
  });
});

test("the node's refusals are told by their kind", async () => {
  const refusals = [
    [0x0100, 'AuthenticationRefused'],
    [0x1001, 'CommandFailed'],
    [0x1002, 'NodeNotServing'],
    [0x2000, 'CommandFailed'],
    [0x2100, 'PrivilegeMissing'],
  ] as const;
  for (const [error, name] of refusals) {
    const { host } = await fakeNode({ startup: { error, message: `because of ${error}` } });
    await expect(withCql(host, {}, async () => 'unreached')).rejects.toMatchObject({
      name,
      message: expect.stringContaining(`because of ${error}`),
    });
  }
});

test('what the task throws comes through as it is', async () => {
  const { host } = await fakeNode();
  const own = new Error('not good enough');
  await expect(withCql(host, {}, () => Promise.reject(own))).rejects.toBe(own);
});

test('an abort ends the task with its reason, and the connection', async () => {
  const { node, host } = await fakeNode({ answer: () => 'silence' });
  const abort = new AbortController();
  const reason = new Error('cancelled');
  const asked = withCql(host, { signal: abort.signal }, (cql) => cql.query('SELECT for_ever'));
  setTimeout(() => abort.abort(reason), 300);
  await expect(asked).rejects.toBe(reason);
  await until(() => node.openConnections === 0);
});

test('more rows than allowed are an error, not a short answer', async () => {
  const rows = Array.from({ length: 11 }, (_, index) => ({ n: String(index) }));
  const { host } = await fakeNode({ answer: () => ({ rows }) });
  const ask = (maxRows: number) => withCql(host, {}, (cql) => cql.query('SELECT n', { maxRows }));
  expect(await ask(11)).toHaveLength(11);
  await expect(ask(10)).rejects.toMatchObject({ name: 'OutputTooLong' });
});

test('a password that is not there is told before the node is asked', async () => {
  const { node } = await fakeNode();
  const host = await hostAt(node.port, { user: 'ringlift', passwordEnv: 'NO_SUCH_PASSWORD' });
  await expect(withCql(host, { environment: {} }, async () => 'unreached')).rejects.toMatchObject({
    name: 'AuthenticationRefused',
    message: expect.stringContaining('NO_SUCH_PASSWORD is not set'),
  });
});

test.skipIf(process.getuid?.() !== 0)('the relay lets no other user of the worker through', async () => {
  const greeter = createServer((socket) => socket.end('secret')).listen(0, '127.0.0.1');
  await once(greeter, 'listening');
  const host = await hostAt(9042);
  const greeterPort = (greeter.address() as { port: number }).port;
  const relay = await openCqlRelay(host, '127.0.0.1', greeterPort, false);
  const ask = (port: number) =>
    `require('net').connect(${port}, '127.0.0.1').on('data', (d) => console.log(String(d)))`;
  const own = connect(relay.port, '127.0.0.1');
  const [greeting] = (await once(own, 'data')) as [Buffer];
  expect(greeting.toString()).toBe('secret');
  expect(await outputAs(65_534, ask(greeterPort))).toBe('secret\n');
  expect(await outputAs(65_534, ask(relay.port))).toBe('');
  await relay.close();
  greeter.close();
});

async function outputAs(uid: number, program: string): Promise<string> {
  const child = spawn(process.execPath, ['-e', program], { uid, stdio: ['ignore', 'pipe', 'ignore'] });
  let output = '';
  child.stdout.on('data', (piece: Buffer) => (output += piece));
  await once(child, 'close');
  return output;
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
}
