import { expect, test } from 'vitest';
import { nearestKey } from '../../../client/spec-file/nearest-key.ts';

const known = ['port', 'user', 'privateKeyFile', 'knownHostsFile', 'connectTimeout', 'sudo'];

test.each([
  ['prot', 'port'],
  ['ports', 'port'],
  ['known_hosts_file', 'knownHostsFile'],
  ['PrivateKeyFile', 'privateKeyFile'],
  ['connecttimout', 'connectTimeout'],
])('%s was meant to be %s', (found, meant) => {
  expect(nearestKey(found, known)).toBe(meant);
});

test.each(['password', 'x', 'host'])('%s is no slip of any known key', (found) => {
  expect(nearestKey(found, ['port', 'user', 'sudo'])).toBeUndefined();
});
