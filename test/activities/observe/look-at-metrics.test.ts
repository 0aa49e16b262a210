import { once } from 'node:events';
import { type RequestListener, createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { judgeMetrics } from '../../../activities/observe/look-at-metrics.ts';
import { settingsOf } from '../../../knowledge/spec/node-settings.ts';
import type { SpecInput } from '../../../knowledge/spec/spec.ts';
import { healthyCluster, healthySpec } from '../../knowledge/gates/healthy-cluster.ts';
import { fakeContext, fakeHost, fakeHosts } from '../fake-context.ts';

let stop = async () => {};

afterEach(async () => {
  delete process.env['TEST_PROMETHEUS_TOKEN'];
  await stop();
  stop = async () => {};
});

async function serve(listener: RequestListener): Promise<number> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  stop = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return (server.address() as AddressInfo).port;
}

async function judge(metrics: SpecInput['metrics']) {
  const spec = healthySpec(metrics === undefined ? {} : { metrics });
  const { nodes } = healthyCluster();
  const settings = nodes.map(({ node, name }) => ({ ...settingsOf(spec, node), name }));
  const hosts = settings.map((own) => [
    own.node,
    { ...fakeHost(() => ({}), own), connectThrough: async (at: string, to: number) => connect(to, at) },
  ]);
  return judgeMetrics(fakeContext({ hosts: fakeHosts(Object.fromEntries(hosts)) }), spec, settings, nodes);
}

const sample = (instance: string, age = 10) => {
  const now = Date.now() / 1_000;
  return { metric: { instance }, value: [now, String(now - age)] };
};
const vector = (...result: object[]) =>
  JSON.stringify({ status: 'success', data: { resultType: 'vector', result } });

test('a file that names no place where metrics are collected has no gate for it', async () => {
  expect(await judge(undefined)).toEqual([]);
});

test('Prometheus is asked once for each series, with the token, and every node must be in its answer', async () => {
  process.env['TEST_PROMETHEUS_TOKEN'] = 'secret';
  const asked: string[] = [];
  const port = await serve((request, response) => {
    const url = new URL(request.url ?? '', 'http://localhost');
    asked.push(`${request.headers.authorization} ${url.pathname} ${url.searchParams.get('query')}`);
    response.end(vector(sample('10.0.0.1:9500'), sample('cass2:9500'), sample('10.0.0.3')));
  });
  const prometheus = {
    ...{ url: `http://127.0.0.1:${port}/prom/`, tokenEnv: 'TEST_PROMETHEUS_TOKEN' },
    series: ['load{job="c"}'],
  };
  expect(await judge({ prometheus })).toMatchObject([{ gate: 'metricsArrive', open: true }]);
  expect(asked).toEqual(['Bearer secret /prom/api/v1/query max by (instance) (timestamp(load{job="c"}))']);
});

test.each([
  ['a node that is not in it', 200, () => vector(sample('10.0.0.1'), sample('10.0.0.2')), 'cass3'],
  ['an old sample', 200, () => vector(...[1, 2, 3].map((end) => sample(`10.0.0.${end}`, 300))), '300 s old'],
  ['a refusal', 401, () => 'no', 'status 401'],
  ['a wrong selector', 400, () => '{"status":"error","error":"parse error"}', 'status 400: parse error'],
])('%s of Prometheus shuts it', async (_, status, body, says) => {
  const port = await serve((_request, response) => {
    response.statusCode = status;
    response.end(body());
  });
  const [verdict] = await judge({ prometheus: { url: `http://127.0.0.1:${port}`, series: ['load'] } });
  expect(verdict).toMatchObject({ open: false });
  expect(verdict?.evidence.join('\n')).toContain(says);
});

test('a token that the worker does not have, and a Prometheus that is not there, shut it', async () => {
  const port = await serve(() => {});
  await stop();
  stop = async () => {};
  const prometheus = { url: `http://127.0.0.1:${port}`, series: ['load'] };
  const [absent] = await judge({ prometheus });
  expect(absent).toMatchObject({ open: false });
  expect(absent?.evidence.join('\n')).toContain('ECONNREFUSED');
  const [tokenless] = await judge({ prometheus: { ...prometheus, tokenEnv: 'TEST_PROMETHEUS_TOKEN' } });
  expect(tokenless?.evidence.join('\n')).toContain('no variable TEST_PROMETHEUS_TOKEN');
});

test('the page of an exporter is read through each host, and must have every name', async () => {
  let pages = 0;
  const port = await serve((request, response) => {
    pages += 1;
    response.statusCode = request.url === '/metrics' ? 200 : 404;
    response.end('# TYPE load gauge\nload 1\n');
  });
  expect(await judge({ exporter: { port, names: ['load'] } })).toMatchObject([{ open: true }]);
  expect(pages).toBe(3);
  const [fewer] = await judge({ exporter: { port, names: ['load', 'dropped'] } });
  expect(fewer?.evidence.join('\n')).toContain('there is no dropped of it');
  const [elsewhere] = await judge({ exporter: { port, path: '/other', names: ['load'] } });
  expect(elsewhere?.evidence.join('\n')).toContain('status 404');
});
