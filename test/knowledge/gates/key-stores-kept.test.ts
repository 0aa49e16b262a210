import { expect, test } from 'vitest';
import { encryptsSomewhere, keyStoresKept } from '../../../knowledge/gates/key-stores-kept.ts';
import type { Inventory } from '../../../knowledge/inventory.ts';
import { expectOpen, expectShut, remedyOf } from './expect-verdict.ts';
import {
  healthyCluster,
  healthySpec,
  preflightInput,
  spoil,
  spoilHost,
  withYaml,
} from './healthy-cluster.ts';

/** The configuration moves with the release, as in seed 000. */
const spec = healthySpec({
  install: { file: '/tmp/r.tar.gz', sha256: 'a'.repeat(64), home: '/opt/cassandra' },
});
const judgeIt = (inventory: Inventory) => keyStoresKept(preflightInput(inventory, spec));

function encrypted(keystore: string, files: readonly string[] = ['.keystore', '.truststore']): Inventory {
  const one = healthyCluster({ places: [{ dataCenter: 'dc1', rack: 'rack1' }] });
  const yaml = `server_encryption_options:\n  internode_encryption: all\n  ${keystore}\n`;
  return spoilHost(withYaml(one, '10.0.0.1', yaml), '10.0.0.1', { otherFiles: [...files] });
}

test('stores in the configuration folder come along, hidden ones too', () => {
  expectOpen(judgeIt(encrypted('keystore_password: x')), 'keystore conf/.keystore comes along');
  expectOpen(judgeIt(encrypted('keystore: /opt/cassandra/conf/ssl/node.jks')), 'ssl/node.jks comes along');
  expectOpen(judgeIt(encrypted('keystore: /etc/pki/node.jks')), '/etc/pki/node.jks stays where it is');
});

test('a store inside the release but outside of its configuration is refused', () => {
  const verdict = judgeIt(encrypted('keystore: /opt/cassandra/ssl/node.jks'));
  expectShut(verdict, "lies inside the release's own folder");
  expect(remedyOf(verdict)).toContain('cp -a');
  const real = spoilHost(encrypted('keystore: /opt/apache-cassandra-3.11.11/node.jks'), '10.0.0.1', {
    releaseInUse: '/opt/apache-cassandra-3.11.11',
  });
  expectShut(judgeIt(real), "lies inside the release's own folder");
});

test('a store that is named and not there is refused', () => {
  expectShut(
    judgeIt(encrypted('keystore_password: x', ['.keystore'])),
    'truststore conf/.truststore: there is no such',
  );
});

test('stays shut while a machine or its place is not known', () => {
  expectShut(judgeIt(spoil(encrypted('keystore_password: x'), '10.0.0.1', { host: null })), 'the machine');
  expectShut(judgeIt({ ...encrypted('keystore_password: x'), nodes: [] }));
});

test('without encryption there is nothing to keep', () => {
  expect(encryptsSomewhere(healthyCluster())).toBe(false);
  expect(encryptsSomewhere(encrypted('keystore_password: x'))).toBe(true);
  expect(encryptsSomewhere(withYaml(healthyCluster(), '10.0.0.1', 'a: [1\nb: }'))).toBe(false);
});
