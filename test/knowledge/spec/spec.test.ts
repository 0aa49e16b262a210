import { expect, test } from 'vitest';
import { z } from 'zod';
import { specSchema } from '../../../knowledge/spec/spec.ts';
import { everything, otherInstalls } from './everything.ts';
import { minimal } from './minimal.ts';

const { install, ssh } = minimal;
const problems = (changes: object) =>
  (specSchema.safeParse({ ...minimal, ...changes }).error?.issues ?? []).map(
    ({ path, message }) => `${path.join('.')}: ${message}`,
  );

test('what stands when the file is silent', () => {
  expect(specSchema.parse(minimal)).toEqual({
    ...minimal,
    dataCenters: {},
    ssh: {
      ...{ user: 'ops', agent: true, port: 22, knownHostsFile: '~/.ssh/known_hosts', sudo: true },
      connectTimeout: '20s',
    },
    install: { ...install, method: 'tarball', log: '/var/log/cassandra/system.log' },
    service: { kind: 'systemd', name: 'cassandra', user: 'cassandra' },
    java: {},
    nodetool: { host: '127.0.0.1', port: 7199, limit: '2m', changeLimit: '20m' },
    cql: { port: 9042 },
    strategy: { canary: { soak: '10m', approval: false }, downNodes: 'refuse', onNodeFailure: 'park' },
    gates: {
      ...{ patience: '10m', lookEvery: '5s', startLimit: '15m', maxHeapShareOfMemory: 0.5 },
      ...{ maxClockSkew: '500ms', diskHeadroom: 0.5, maxNewLogErrors: 0, maxLatencyFactor: 3 },
      ...{ latencyFloor: '100ms', maxDroppedMessages: 0, replicasLeft: 'quorum' },
      compactStorage: 'refuse',
    },
    backup: { kind: 'snapshot' },
    sstables: { jobs: 2 },
    repair: { enabled: true, limit: '72h' },
    cms: { initialize: true, replication: 'bySize', stillLimit: '150s' },
    approvals: { who: ['ann', 'ben'], required: 1, expiry: '24h' },
    actors: [],
    stateFolder: '/var/lib/ringlift',
  });
});

test('an IPv6 address is the same in whatever way it is written: in brackets, with all its zeros, in capitals', () => {
  const spec = specSchema.parse({
    ...minimal,
    nodes: [
      { address: '[2001:0DB8:0000:0000:0000:0000:0000:0001]' },
      { address: 'b', broadcastAddress: '2001:db8:0:0:0:0:0:2' },
    ],
    strategy: { canary: { node: '2001:0db8::0002' }, order: ['2001:DB8::1'], downNodes: ['2001:db8:0:0::9'] },
  });
  expect(spec.nodes.map(({ address, broadcastAddress }) => broadcastAddress ?? address)).toEqual([
    '2001:db8::1',
    '2001:db8::2',
  ]);
  expect(spec.strategy).toMatchObject({
    canary: { node: '2001:db8::2' },
    order: ['2001:db8::1'],
    downNodes: ['2001:db8::9'],
  });
  const twins = { nodes: [{ address: '2001:db8::1' }, { address: '2001:db8:0:0:0:0:0:1' }] };
  expect(problems(twins)).toEqual(['nodes.1.address: the same address as nodes[0]']);
});

test('the file with its defaults is a file again, and gives the same', () => {
  const once = specSchema.parse(minimal);
  expect(specSchema.parse(once)).toEqual(once);
});

test.each<[string, object, string]>([
  [
    'both file and url',
    { install: { ...install, url: 'https://example.net/c.tar.gz' } },
    'install: exactly one',
  ],
  ['neither file nor url', { install: { ...install, file: undefined } }, 'install: exactly one'],
  ['no way to log in', { ssh: { user: 'ops' } }, 'ssh: a way to log in is needed'],
  [
    'an agent that is off, and no key',
    { ssh: { user: 'ops', agent: false } },
    'ssh: a way to log in is needed',
  ],
  [
    'a user of Reaper without a password',
    { actors: [{ kind: 'reaper', name: 'r', url: 'http://reaper:8080', user: 'u' }] },
    'actors.0: with "user", exactly one',
  ],
  [
    "a password in Reaper's address",
    { actors: [{ kind: 'reaper', name: 'r', url: 'http://u:secret@reaper:8080' }] },
    'actors.0.url: an address without a user in it',
  ],
  ['a user of CQL without a password', { cql: { user: 'u' } }, 'cql: with "user", exactly one'],
  [
    'a user of CQL with two passwords',
    { cql: { user: 'u', passwordEnv: 'P', passwordFile: 'p' } },
    'cql: with "user", exactly one',
  ],
  [
    'more approvals than people',
    { approvals: { who: ['ann'], required: 2 } },
    'approvals.required: more approvals than people in "who" (1)',
  ],
  [
    'one person twice',
    { approvals: { who: ['Ann', 'bob', ' ann '], required: 2 } },
    'approvals.who.2: the same person as approvals.who[0]',
  ],
  [
    'nodes of one address',
    { nodes: [{ address: 'a' }, { address: 'b' }, { address: 'a' }] },
    'nodes.2.address: the same address as nodes[0]',
  ],
  [
    'nodes of one broadcast address',
    {
      nodes: [
        { address: 'a', broadcastAddress: 'x' },
        { address: 'b', broadcastAddress: 'x' },
      ],
    },
    'nodes.1.broadcastAddress: the same broadcastAddress as nodes[0]',
  ],
  [
    'nodes of one name',
    {
      nodes: [
        { address: 'a', name: 'x' },
        { address: 'b', name: 'x' },
      ],
    },
    'nodes.1.name: the same name as nodes[0]',
  ],
])('%s is refused', (_, changes, problem) => {
  const found = problems(changes);
  expect(found).toHaveLength(1);
  expect(found[0]).toContain(problem);
});

test.each<[string, object]>([
  ['a url alone', { install: { ...install, file: undefined, url: 'https://example.net/c.tar.gz' } }],
  ['a key alone', { ssh: { user: 'ops', privateKeyFile: '~/.ssh/id' } }],
  ['a key and an agent', { ssh: { user: 'ops', privateKeyFile: '~/.ssh/id', agent: true } }],
  ['a user of CQL with a password in the environment', { cql: { user: 'u', passwordEnv: 'P' } }],
  ['as many approvals as people', { approvals: { who: ['ann', 'ben'], required: 2 } }],
  ['nodes without names', { nodes: [{ address: 'a' }, { address: 'b' }] }],
  [
    'a service by commands',
    { service: { kind: 'commands', start: ['/bin/start', 'a b'], stop: ['/bin/stop'] } },
  ],
  ['members by data center', { cms: { replication: { dc1: 3, dc2: 2 } } }],
])('%s is accepted', (_, changes) => {
  expect(problems(changes)).toEqual([]);
});

test.each<[string, object]>([
  ['a host name that begins with a dash', { nodes: [{ address: '-oProxyCommand=x' }] }],
  ['a host name with a blank', { nodes: [{ address: 'a b' }] }],
  ['a folder that is not absolute', { stateFolder: 'var/lib/ringlift' }],
  ['a folder with a line end', { install: { ...install, home: '/opt/a\nb' } }],
  ['a service name that begins with a dash', { service: { kind: 'systemd', name: '-x' } }],
  ['a command without a word', { service: { kind: 'commands', start: [], stop: ['x'] } }],
  ['a service of both kinds', { service: { kind: 'systemd', start: ['x'] } }],
  ['a digest in capitals', { install: { ...install, sha256: 'A'.repeat(64) } }],
  [
    'an address that is no web address',
    { install: { ...install, file: undefined, url: 'file:///etc/passwd' } },
  ],
  ['a release without a minor', { target: '6' }],
  ['a JDK by no release line', { java: { '6': '/usr/lib/jvm/java-17' } }],
  ['a port beyond all', { ssh: { ...ssh, port: 65_536 } }],
  ['a share of memory beyond all of it', { gates: { maxHeapShareOfMemory: 1.1 } }],
  ['no CMS members', { cms: { replication: 0 } }],
  ['nobody who approves', { approvals: { who: [] } }],
  ['no approval', { approvals: { who: ['ann'], required: 0 } }],
  ['no node', { nodes: [] }],
  ['a cluster with a slash', { cluster: 'prod/1' }],
  ['an unknown setting of a node', { nodes: [{ address: 'a', sssh: {} }] }],
  ['an unknown setting of a data center', { dataCenters: { dc1: { gates: {} } } }],
])('%s is refused', (_, changes) => {
  expect(problems(changes).length).toBeGreaterThan(0);
});

test('no password can be written into the file, only where one is', () => {
  const secret = /password|passphrase|secret|token|credential/i;
  const keys = keysIn(z.toJSONSchema(specSchema, { io: 'input' }));
  expect(keys).toContain('passwordFile');
  expect(keys.filter((key) => secret.test(key) && !/(File|Env)$/.test(key))).toEqual([]);
});

test('JAVA_HOME is written only where the file names a JDK for the target, for all nodes or for some', () => {
  const jdk = { setHome: 'defaultFile' };
  const line = '5.0';
  const target = { target: '5.0.9', jdk };
  const refusal = 'jdk.setHome: "defaultFile" needs the home of a JDK for 5.0 in "java" to write there';
  expect(problems(target)).toEqual([refusal]);
  expect(problems({ ...target, java: { '6.0': '/opt/jdk' } })).toEqual([refusal]);
  expect(problems({ ...target, java: { [line]: '/opt/jdk' } })).toEqual([]);
  expect(problems({ ...target, dataCenters: { dc1: { java: { [line]: '/opt/jdk' } } } })).toEqual([]);
  expect(problems({ ...target, jdk: { setHome: 'leave' } })).toEqual([]);
});

test('the JSON Schema accepts the shortest file and one that says everything, and refuses what the schema does', () => {
  const editor = z.fromJSONSchema(
    z.toJSONSchema(specSchema, { io: 'input' }) as Parameters<typeof z.fromJSONSchema>[0],
  );
  for (const file of [minimal, everything]) {
    expect(editor.safeParse(file).error?.issues).toBeUndefined();
    expect(specSchema.safeParse(file).error?.issues).toBeUndefined();
  }
  expect(editor.safeParse({ ...minimal, gates: { patience: 'soon' } }).success).toBe(false);
});

test('the file that says everything names every setting that there is', () => {
  const named = new Set([everything, ...otherInstalls].flatMap(keysOf));
  expect(
    keysIn(z.toJSONSchema(specSchema, { io: 'input' })).filter((key) => !named.has(key) && key !== 'url'),
  ).toEqual([]);
});

/** Names of settings anywhere in a JSON Schema. */
function keysIn(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]) => [
    ...(key === 'properties' && typeof value === 'object' && value !== null ? Object.keys(value) : []),
    ...keysIn(value),
  ]);
}

function keysOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...keysOf(inner)]);
}
