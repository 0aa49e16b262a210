import { expect, test } from 'vitest';
import { settingsOf } from '../../../knowledge/spec/node-settings.ts';
import { specSchema, type SpecInput } from '../../../knowledge/spec/spec.ts';
import { minimal } from './minimal.ts';

const settings = (changes: Partial<SpecInput>, node = '10.0.0.1', dataCenter?: string) =>
  settingsOf(specSchema.parse({ ...minimal, ...changes }), node, dataCenter);

test('of a node that the file does not name all settings of the file count', () => {
  expect(settings({}, '10.0.0.9')).toMatchObject({
    ...{ node: '10.0.0.9', address: '10.0.0.9', name: '10.0.0.9', stateFolder: '/var/lib/ringlift' },
    ssh: { user: 'ops', port: 22 },
    install: { home: '/opt/cassandra', releases: '/opt', conf: '/opt/cassandra/conf' },
    nodetool: { path: '/opt/cassandra/bin/nodetool' },
  });
});

test('the node wins over its data center, that over the file, key by key', () => {
  const spec: Partial<SpecInput> = {
    nodes: [{ address: '10.0.0.1', ssh: { port: 3 }, java: { '6.0': '/own' }, stateFolder: '/own' }],
    dataCenters: {
      dc1: {
        ssh: { port: 2, user: 'dc1' },
        java: { '6.0': '/dc1', '5.0': '/dc1' },
        stateFolder: '/dc1',
        cql: { port: 9142 },
      },
    },
    ssh: { user: 'ops', agent: true, port: 1, connectTimeout: '7s' },
    java: { '6.0': '/file', '5.0': '/file', '4.1': '/file' },
  };
  expect(settings(spec, '10.0.0.1', 'dc1')).toMatchObject({
    ssh: { port: 3, user: 'dc1', agent: true, connectTimeout: '7s' },
    java: { '6.0': '/own', '5.0': '/dc1', '4.1': '/file' },
    cql: { port: 9142 },
    stateFolder: '/own',
  });
  expect(settings(spec, '10.0.0.2', 'dc1')).toMatchObject({
    ssh: { port: 2, user: 'dc1' },
    stateFolder: '/dc1',
  });
  expect(settings(spec, '10.0.0.2', 'dc2')).toMatchObject({ ssh: { port: 1, user: 'ops' } });
  // Before discovery no data center is known.
  expect(settings(spec)).toMatchObject({ ssh: { port: 3, user: 'ops' }, java: { '5.0': '/file' } });
});

test('one setting of a node does not bring back the defaults of its siblings', () => {
  const spec: Partial<SpecInput> = {
    nodes: [
      { address: '10.0.0.1', ssh: { port: 2222 }, nodetool: { port: 7299 }, install: { log: '/own.log' } },
    ],
    ssh: { user: 'ops', privateKeyFile: '/k', sudo: false, connectTimeout: '3s', knownHostsFile: '/kh' },
    nodetool: { host: '::1', user: 'jmx' },
    install: { ...minimal.install, conf: '/etc/cassandra' },
  };
  expect(settings(spec)).toMatchObject({
    ssh: { port: 2222, sudo: false, connectTimeout: '3s', knownHostsFile: '/kh' },
    nodetool: { port: 7299, host: '::1', user: 'jmx' },
    install: { log: '/own.log', conf: '/etc/cassandra', home: '/opt/cassandra' },
  });
});

test('a service is taken whole: its kinds have other keys', () => {
  const commands = { kind: 'commands' as const, start: ['/start'], stop: ['/stop'] };
  const spec: Partial<SpecInput> = {
    nodes: [{ address: '10.0.0.1', service: commands }],
    dataCenters: { dc1: { service: { kind: 'sysv', name: 'cass' } } },
    service: { kind: 'systemd', user: 'cass' },
  };
  expect(settings(spec, '10.0.0.1', 'dc1').service).toEqual({ ...commands, user: 'cassandra' });
  expect(settings(spec, '10.0.0.2', 'dc1').service).toEqual({
    kind: 'sysv',
    name: 'cass',
    user: 'cassandra',
  });
  expect(settings(spec, '10.0.0.2').service).toEqual({ kind: 'systemd', name: 'cassandra', user: 'cass' });
});

test('a node is found by what gossip calls it and by where SSH reaches it', () => {
  const spec = { nodes: [{ address: 'cass1.example.net', broadcastAddress: '10.0.0.1', name: 'blue' }] };
  const known = { node: '10.0.0.1', address: 'cass1.example.net', name: 'blue' };
  expect(settings(spec, '10.0.0.1')).toMatchObject(known);
  expect(settings(spec, 'cass1.example.net')).toMatchObject(known);
});

test('folders that the file is silent about follow from the home of the node itself', () => {
  const spec = { nodes: [{ address: '10.0.0.1', install: { home: '/srv/n1/current' } }] };
  expect(settings(spec)).toMatchObject({
    install: { releases: '/srv/n1', conf: '/srv/n1/current/conf' },
    nodetool: { path: '/srv/n1/current/bin/nodetool' },
  });
  expect(settings({ install: { ...minimal.install, home: '/cassandra' } }).install.releases).toBe('/');
});

test('a slash at the end of a folder makes no difference', () => {
  const install = {
    ...minimal.install,
    home: '/opt/cassandra/',
    conf: '/etc/cassandra//',
    releases: '/srv/',
  };
  expect(settings({ install }).install).toMatchObject({
    home: '/opt/cassandra',
    conf: '/etc/cassandra',
    releases: '/srv',
  });
  expect(settings({ install: { ...install, releases: '/' } }).install.releases).toBe('/');
  expect(settings({ install: { ...minimal.install, home: '/opt/cassandra/' } })).toMatchObject({
    install: { releases: '/opt', conf: '/opt/cassandra/conf' },
    nodetool: { path: '/opt/cassandra/bin/nodetool' },
  });
});
