import { expect, test } from 'vitest';
import { settingsOf } from '../../../knowledge/spec/node-settings.ts';
import { specSchema } from '../../../knowledge/spec/spec.ts';
import { labNodes, type LabMode } from '../../../lab/cluster/lab-node.ts';
import { machinePlace } from '../../../lab/cluster/machines-ground.ts';
import { processPlace } from '../../../lab/cluster/processes-ground.ts';
import { specFor } from '../../../lab/cluster/spec-for.ts';

const tarball = { file: '/cache/apache-cassandra-6.0-alpha2-bin.tar.gz', sha256: 'a'.repeat(64) };

function specOf(mode: LabMode) {
  const place =
    mode === 'machines' ? machinePlace(0, '/usr/lib/jvm/java-17') : processPlace(2, '/labs/one', '/java');
  const lab = {
    ...{
      mode,
      clusterName: 'lab',
      release: '5.0.9' as const,
      folder: '/labs/one',
      nodes: labNodes(3, place),
    },
    ...{ user: 'ringlift', privateKeyFile: '/labs/one/ssh/id', knownHostsFile: '/labs/one/ssh/known_hosts' },
  };
  return specSchema.parse(specFor(lab, { target: '6.0-alpha2', tarball }));
}

test('the spec of machines is accepted and says how to reach, stop and start them', () => {
  const spec = specOf('machines');
  expect(spec.nodes.map(({ address }) => address)).toEqual(['198.18.77.11', '198.18.77.12', '198.18.77.13']);
  expect(spec.ssh).toMatchObject({ user: 'ringlift', port: 22, sudo: true });
  expect(spec.service).toEqual({ kind: 'sysv', name: 'cassandra', user: 'cassandra' });
  expect(spec.install).toMatchObject({ ...tarball, home: '/opt/cassandra' });
});

test('the spec of processes gives each node its own port, folder, scripts and JMX', () => {
  const settings = settingsOf(specOf('processes'), '127.0.2.12');
  expect(settings).toMatchObject({
    ssh: { port: 2212, sudo: false },
    install: { home: '/labs/one/nodes/cass-02/opt/cassandra', releases: '/labs/one/nodes/cass-02/opt' },
    service: { kind: 'commands', start: ['/labs/one/nodes/cass-02/bin/start'], user: 'ringlift' },
    nodetool: { port: 7232, path: '/labs/one/nodes/cass-02/opt/cassandra/bin/nodetool' },
  });
});

test('the spec names the Java of the nodes for every release line that runs on it', () => {
  expect(specOf('machines').java).toEqual({ '5.0': '/usr/lib/jvm/java-17', '6.0': '/usr/lib/jvm/java-17' });
});
