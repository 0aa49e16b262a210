import { expect, test } from 'vitest';
import { foldersPresent } from '../../../knowledge/gates/folders-present.ts';
import type { DataFolderView } from '../../../knowledge/host-view.ts';
import { expectOpen, expectShut, remedyOf } from './expect-verdict.ts';
import { healthyCluster, healthySpec, preflightInput, spoil, spoilHost } from './healthy-cluster.ts';

const healthy = healthyCluster();
const judgeIt = (inventory = healthy, spec = healthySpec()) =>
  foldersPresent(preflightInput(inventory, spec));

function withFolder(role: string, change: Partial<DataFolderView> | null) {
  return spoil(healthy, '10.0.0.2', ({ host }) => ({
    host: host && {
      ...host,
      folders: host.folders.flatMap((each) => {
        if (each.role !== role) return [each];
        return change === null ? [] : [{ ...each, ...change }];
      }),
    },
  }));
}

test('opens when all folders are there and belong to the user of the service', () => {
  expectOpen(judgeIt(), 'cass2 (10.0.0.2): data /var/lib/cassandra/data, commitlog', 'owned by cassandra');
});

test.each(['data', 'commitlog'])('stays shut when the %s folder is gone or not known', (role) => {
  expectShut(
    judgeIt(withFolder(role, { exists: false, owner: null })),
    `cass2 (10.0.0.2): its ${role} folder`,
  );
  expectShut(judgeIt(withFolder(role, null)), `cass2 (10.0.0.2): no ${role} folder is known`);
});

test('a start makes hints and saved_caches by itself: their absence does not shut it', () => {
  expectOpen(judgeIt(withFolder('hints', { exists: false, owner: null })));
  expectOpen(judgeIt(withFolder('saved_caches', null)));
});

test('stays shut when a folder belongs to another user, and gives the command', () => {
  const verdict = judgeIt(withFolder('hints', { owner: 'root' }));
  expectShut(verdict, 'cass2 (10.0.0.2): /var/lib/cassandra/hints belongs to root, not to cassandra');
  expect(remedyOf(verdict)).toContain('`chown -R cassandra /var/lib/cassandra/hints` on cass2');
  expectShut(judgeIt(withFolder('data', { owner: null })), 'belongs to an unknown owner');
});

test('stays shut when a folder lies inside the release or below the symlink: the next release would not find it', () => {
  expectShut(
    judgeIt(withFolder('data', { path: '(inside the release folder)', exists: false })),
    'its data folder is not named',
  );
  expectShut(
    judgeIt(withFolder('hints', { path: '/opt/cassandra/data/hints' })),
    'its hints folder is /opt/cassandra/data/hints',
  );
  expectOpen(judgeIt(withFolder('data', { path: '/opt/cassandra-data' })));
});

test('caches may stay behind with the old release', () => {
  expectOpen(judgeIt(withFolder('saved_caches', { path: '(inside the release folder)', exists: false })));
});

test('stays shut when the process runs as another user than the file says', () => {
  expectShut(
    judgeIt(spoilHost(healthy, '10.0.0.2', { serviceUser: 'root' })),
    'runs as root, the file says cassandra',
  );
  expectShut(
    judgeIt(spoilHost(healthy, '10.0.0.2', { serviceUser: null })),
    'the user of its Cassandra process is not known',
  );
});

test('stays shut when the machine or the place of a node is not known', () => {
  expectShut(judgeIt(spoil(healthy, '10.0.0.2', { host: null })), 'cass2 (10.0.0.2): the machine');
  expectShut(judgeIt(spoil(healthy, '10.0.0.2', { ring: null })), 'cass2 (10.0.0.2): nodetool status');
  expectShut(judgeIt({ ...healthy, nodes: [] }));
});

test.each(['data', 'commitlog', 'hints'])(
  'a %s folder that is a mount point itself is told before anything is stopped, with what to do',
  (role) => {
    const verdict = judgeIt(withFolder(role, { isMountPoint: true }));
    expectShut(
      verdict,
      `cass2 (10.0.0.2): its ${role} folder /var/lib/cassandra/${role} is a mount point itself`,
    );
    expect(remedyOf(verdict)).toContain('Mount the disk one folder higher on cass2 (10.0.0.2)');
  },
);

test('caches may be where they are: no restore point holds them', () => {
  expectOpen(judgeIt(withFolder('saved_caches', { isMountPoint: true })));
});

test('where the file says how they are carried, folders below the symlink are no obstacle; relative ones are', () => {
  const install = { file: '/tmp/r.tar.gz', sha256: 'a'.repeat(64), home: '/opt/cassandra' };
  const carrying = (carryData: 'link' | 'move') => healthySpec({ install: { ...install, carryData } });
  const inside = withFolder('hints', { path: '/opt/cassandra/data/hints' });
  expectOpen(judgeIt(inside, carrying('link')), 'hints /opt/cassandra/data/hints');
  expectShut(judgeIt(inside, carrying('move')), 'is on another file system than the releases');
  expectShut(
    judgeIt(withFolder('hints', { path: 'data/hints' }), carrying('link')),
    'the next release would not find it',
  );
  expect(remedyOf(judgeIt(inside))).toContain('install.carryData');
});
