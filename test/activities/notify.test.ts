import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { type IncomingMessage, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { notify } from '../../activities/notify.ts';
import type { Notification } from '../../knowledge/notification.ts';

const notification: Notification = {
  ...{ version: 1, id: 'run/1', kind: 'waits', cluster: 'prod1', to: '6.0.0', state: 'waiting' },
  ...{ phase: 'Roll', step: 'upgrade cass-1', node: null, error: 'StartFailed', message: 'it "failed"' },
  ...{ choices: [], evidence: null, workflowId: 'cassandra-upgrade/prod1', runId: 'run' },
  at: '2026-11-21T10:27:32.248Z',
};
const signal = new AbortController().signal;
const byCommand = (...command: string[]) =>
  notify({ signal }, { to: { command }, by: 'command', notification });

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ringlift-notify-'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

test('the command gets the payload as JSON on its standard input, and its arguments as they are', async () => {
  const script = join(folder, 'page');
  await writeFile(script, '#!/bin/sh\ncat >"$1/body"\nprintf %s "$2" >"$1/word"\n', { mode: 0o755 });
  await byCommand(script, folder, '$(id); *');
  expect(JSON.parse(await readFile(join(folder, 'body'), 'utf8'))).toEqual(notification);
  expect(await readFile(join(folder, 'word'), 'utf8')).toBe('$(id); *');
});

test('a command that fails, is not there, or ends without reading says so', async () => {
  await expect(byCommand('/bin/sh', '-c', 'echo no pager >&2; exit 3')).rejects.toMatchObject({
    name: 'CommandFailed',
    parts: { found: 'exit code 3: no pager' },
  });
  await expect(byCommand(join(folder, 'nothing'))).rejects.toMatchObject({ name: 'CommandFailed' });
  await expect(byCommand('/bin/true')).resolves.toBeUndefined();
});

test('a command that hangs is ended with all that it started', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const hanging = byCommand('/bin/sh', '-c', 'sleep 300 & wait');
    const refused = expect(hanging).rejects.toMatchObject({ name: 'CommandTimedOut' });
    await vi.advanceTimersByTimeAsync(31_000);
    await refused;
  } finally {
    vi.useRealTimers();
  }
});

test('a command at work is ended when the attempt is cancelled', async () => {
  const cancelled = new AbortController();
  const command = ['/bin/sleep', '300'];
  const hanging = notify({ signal: cancelled.signal }, { to: { command }, by: 'command', notification });
  setTimeout(() => cancelled.abort(new Error('cancelled')), 100);
  await expect(hanging).rejects.toThrow('cancelled');
});

interface Got {
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

const got: Got[] = [];
let answer = { status: 200, headers: {} as Record<string, string> };
const server = createServer((request, response) => {
  let body = '';
  request.on('data', (piece: Buffer) => (body += piece.toString()));
  request.on('end', () => {
    got.push({ headers: request.headers, body });
    response.writeHead(answer.status, answer.headers).end('said the server');
  });
});
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => new Promise((resolve) => server.close(resolve)));

const byWebhook = (tokenEnv?: string) => {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook/SECRET-PATH`;
  const webhook = { url, ...(tokenEnv !== undefined && { tokenEnv }) };
  return notify({ signal }, { to: { webhook }, by: 'webhook', notification });
};

test('the webhook gets the payload as JSON, with the token of the environment and the id of the notification', async () => {
  vi.stubEnv('HOOK_TOKEN', 's3cret');
  answer = { status: 204, headers: {} };
  await byWebhook('HOOK_TOKEN');
  const { headers, body } = got.at(-1) ?? { headers: {}, body: '' };
  expect(JSON.parse(body)).toEqual(notification);
  expect(headers).toMatchObject({
    'content-type': 'application/json',
    authorization: 'Bearer s3cret',
    'idempotency-key': 'run/1',
  });
});

test('a webhook that does not take it fails, without its path in the message', async () => {
  answer = { status: 503, headers: {} };
  const failure: Error = await byWebhook().then(
    () => new Error('taken'),
    (error: Error) => error,
  );
  expect(failure).toMatchObject({ name: 'CommandFailed', parts: { found: '503 said the server' } });
  expect(failure.message).not.toContain('SECRET-PATH');
});

test('a token is sent to nobody else: a redirection is not followed', async () => {
  vi.stubEnv('HOOK_TOKEN', 's3cret');
  answer = {
    status: 302,
    headers: { location: `http://127.0.0.1:${(server.address() as AddressInfo).port}/other` },
  };
  const before = got.length;
  await expect(byWebhook('HOOK_TOKEN')).rejects.toMatchObject({ name: 'CommandFailed' });
  expect(got.length).toBe(before + 1);
});

test('a token that is not in the environment is named, and nothing is sent', async () => {
  const before = got.length;
  await expect(byWebhook('NO_SUCH_TOKEN')).rejects.toMatchObject({
    name: 'InvalidSettings',
    parts: { expected: 'NO_SUCH_TOKEN' },
  });
  expect(got.length).toBe(before);
});
