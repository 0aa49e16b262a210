import type { IncomingMessage, RequestListener } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { readBeans } from '../../../activities/hosts/jolokia.ts';
import type { JolokiaSettings, SpecInput } from '../../../knowledge/spec/spec.ts';
import { type FakeJolokia, fakeJolokia } from './fake-jolokia.ts';

let agent: FakeJolokia | null = null;

afterEach(async () => {
  await agent?.stop();
  agent = null;
});

const queries = [{ mbean: 'java.lang:type=Runtime', attributes: ['Uptime'] }];
const environment = { JOLOKIA: 'secret' };

async function reading(
  listener: RequestListener,
  jolokia: NonNullable<SpecInput['jolokia']> = {},
  signal?: AbortSignal,
) {
  agent = await fakeJolokia(listener, jolokia);
  return readBeans(agent.host, agent.host.settings.jolokia as JolokiaSettings, queries, signal, environment);
}

const whole = JSON.stringify([{ status: 200, value: { Uptime: 4711 } }]);

test('one request, with user and password, brings the beans', async () => {
  const asked: IncomingMessage[] = [];
  let body = '';
  const beans = await reading(
    (request, response) => {
      asked.push(request);
      request.on('data', (piece: Buffer) => (body += piece.toString()));
      request.on('end', () => response.end(whole));
    },
    { user: 'monitor', passwordEnv: 'JOLOKIA', path: '/jmx/jolokia' },
  );
  expect(beans).toEqual([[{ keys: { type: 'Runtime' }, attributes: { Uptime: 4711 } }]]);
  expect(asked.map(({ method, url }) => `${method} ${url}`)).toEqual(['POST /jmx/jolokia/']);
  expect(asked[0]?.headers.authorization).toBe(`Basic ${Buffer.from('monitor:secret').toString('base64')}`);
  expect(JSON.parse(body)).toEqual([
    { type: 'read', mbean: 'java.lang:type=Runtime', attribute: ['Uptime'] },
  ]);
});

test.each([
  [401, {}, 'AuthenticationRefused', 'it asks for a user'],
  [401, { user: 'monitor', passwordEnv: 'JOLOKIA' }, 'AuthenticationRefused', 'it refuses the user monitor'],
  [404, {}, 'NodeNotServing', 'no Jolokia agent answers'],
  [200, {}, 'UnreadableOutput', 'no bulk answer'],
])('status %i without a whole answer is told as what it is', async (status, jolokia, name, said) => {
  const refused = reading((_, response) => void response.writeHead(status).end('<html>'), jolokia);
  await expect(refused).rejects.toMatchObject({ name, message: expect.stringContaining(said) });
});

test('a password that the worker lacks is told before anything is connected to', async () => {
  const refused = reading(() => expect.unreachable(), { user: 'monitor', passwordEnv: 'NOT_SET' });
  await expect(refused).rejects.toMatchObject({ name: 'AuthenticationRefused' });
});

test('a connection that ends in the middle is no agent', async () => {
  const cut = reading((request) => request.socket.destroy());
  await expect(cut).rejects.toMatchObject({ name: 'NodeNotServing' });
});

test('an abort ends it at once', async () => {
  const stopping = new AbortController();
  const hanging = reading(() => stopping.abort(new Error('stopped')), {}, stopping.signal);
  await expect(hanging).rejects.toThrow('stopped');
});
