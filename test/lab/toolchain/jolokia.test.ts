/** A real agent in a small JVM, read the way in which a node's is: one bulk request. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readBeans } from '../../../activities/hosts/jolokia.ts';
import type { Host } from '../../../activities/hosts/host.ts';
import { settingsOf } from '../../../knowledge/spec/node-settings.ts';
import type { SpecInput } from '../../../knowledge/spec/spec.ts';
import { serviceMetricsIn, serviceQueries } from '../../../knowledge/jmx/service-queries.ts';
import { findJdk } from '../../../lab/toolchain/jdk.ts';
import { jolokiaAgent } from '../../../lab/toolchain/jolokia.ts';
import { fakeHost } from '../../activities/fake-context.ts';
import { freePort } from '../../client/scripted/dev-server.ts';
import { healthySpec } from '../../knowledge/gates/healthy-cluster.ts';

const environment = { JOLOKIA: 'secret' };
let jvm: ChildProcess;
let port = 0;

beforeAll(async () => {
  const say = (line: string) => console.error(line);
  const { path } = await jolokiaAgent(say);
  const { home } = await findJdk(17, say);
  port = await freePort();
  // keytool is in every Java and waits for its input; of itself it would bring too few modules for the agent.
  const idle = [
    '--add-modules',
    'ALL-SYSTEM',
    '-m',
    'java.base/sun.security.tools.keytool.Main',
    '-printcert',
  ];
  const agent = `-javaagent:${path}=host=127.0.0.1,port=${port},user=monitor,password=secret`;
  jvm = spawn(join(home, 'bin/java'), ['-Xmx64M', agent, ...idle], { stdio: ['pipe', 'pipe', 'inherit'] });
  for await (const piece of jvm.stdout ?? []) {
    if (String(piece).includes('Agent')) break;
  }
});

afterAll(async () => {
  jvm?.kill();
  if (jvm && jvm.exitCode === null && jvm.signalCode === null) await once(jvm, 'exit');
});

function hostOf(jolokia: NonNullable<SpecInput['jolokia']>): Host {
  const settings = settingsOf(healthySpec({ jolokia: { port, ...jolokia } }), '10.0.0.1');
  return { ...fakeHost(() => ({}), settings), connectThrough: async (at, to) => connect(to, at) };
}

const monitor = { user: 'monitor', passwordEnv: 'JOLOKIA' };
const read = (host: Host, queries: Parameters<typeof readBeans>[2]) =>
  readBeans(
    host,
    host.settings.jolokia as NonNullable<Host['settings']['jolokia']>,
    queries,
    undefined,
    environment,
  );

test('names, patterns and names that nothing has come back in the order in which they were asked', async () => {
  const [runtime, collectors, none] = await read(hostOf(monitor), [
    { mbean: 'java.lang:type=Runtime', attributes: ['Uptime'] },
    { mbean: 'java.lang:type=GarbageCollector,name=*', attributes: ['CollectionCount'] },
    { mbean: 'org.apache.cassandra.metrics:type=ClientRequest,scope=*,name=Timeouts', attributes: ['Count'] },
  ]);
  expect(runtime).toEqual([{ keys: { type: 'Runtime' }, attributes: { Uptime: expect.any(Number) } }]);
  expect(collectors?.length).toBeGreaterThan(0);
  for (const bean of collectors ?? []) {
    expect(bean.keys).toMatchObject({ type: 'GarbageCollector', name: expect.any(String) });
    expect(bean.attributes).toEqual({ CollectionCount: expect.any(Number) });
  }
  expect(none).toEqual([]);
});

test('a JVM that is no node of Cassandra is told by what it lacks', async () => {
  const answers = await read(hostOf(monitor), serviceQueries);
  expect(serviceMetricsIn(answers)).toBe('MBeans of type ClientRequest are missing');
});

test('a wrong password and a missing one are refused as that', async () => {
  const wrong = readBeans(
    hostOf(monitor),
    hostOf(monitor).settings.jolokia as NonNullable<Host['settings']['jolokia']>,
    serviceQueries,
    undefined,
    { JOLOKIA: 'wrong' },
  );
  await expect(wrong).rejects.toMatchObject({ name: 'AuthenticationRefused' });
  await expect(read(hostOf({}), serviceQueries)).rejects.toMatchObject({ name: 'AuthenticationRefused' });
});

test('an agent at another path does not answer', async () => {
  await expect(read(hostOf({ ...monitor, path: '/elsewhere' }), serviceQueries)).rejects.toMatchObject({
    name: 'NodeNotServing',
  });
});
