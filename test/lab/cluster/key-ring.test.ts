import { expect, test } from 'vitest';
import { hostsFile, knownHostLine } from '../../../lab/cluster/key-ring.ts';

test('a known host on another port than 22 is written in brackets, and comments of keys are dropped', () => {
  const key = 'ssh-ed25519 AAAAC3 cass-01\n';
  expect(knownHostLine({ address: '198.18.77.11', sshPort: 22 }, key)).toBe(
    '198.18.77.11 ssh-ed25519 AAAAC3\n',
  );
  expect(knownHostLine({ address: '127.0.0.11', sshPort: 2211 }, key)).toBe(
    '[127.0.0.11]:2211 ssh-ed25519 AAAAC3\n',
  );
});

test('every machine knows the names of all', () => {
  const nodes = [
    { address: '198.18.77.11', name: 'cass-01' },
    { address: '198.18.77.12', name: 'cass-02' },
  ];
  expect(hostsFile(nodes).split('\n')).toEqual(
    expect.arrayContaining(['127.0.0.1 localhost', '198.18.77.11 cass-01', '198.18.77.12 cass-02']),
  );
});
