import { expect, test } from 'vitest';
import { diskSpace } from '../../../knowledge/gates/disk-space.ts';
import type { FileSystemView } from '../../../knowledge/host-view.ts';
import { expectOpen, expectShut, remedyOf } from './expect-verdict.ts';
import { healthyCluster, healthySpec, preflightInput, spoil } from './healthy-cluster.ts';

const healthy = healthyCluster();
const gibibyte = 1024 ** 3;
const judgeIt = (inventory = healthy, spec = healthySpec()) => diskSpace(preflightInput(inventory, spec));

function withFileSystems(change: (each: FileSystemView) => FileSystemView | null) {
  return spoil(healthy, '10.0.0.2', ({ host }) => ({
    host: host && { ...host, fileSystems: host.fileSystems.flatMap((each) => change(each) ?? []) },
  }));
}

test('opens when there is room for rewriting and for the release', () => {
  expectOpen(
    judgeIt(),
    'cass2 (10.0.0.2): 100 GiB free on /var/lib/cassandra, 5 GiB wanted',
    'free on /, 1 GiB wanted',
  );
});

test('stays shut when rewriting would not fit, and says how much is missing', () => {
  const verdict = judgeIt(
    withFileSystems((each) => (each.mountPoint === '/' ? each : { ...each, freeBytes: 4 * gibibyte })),
  );
  expectShut(verdict, 'cass2 (10.0.0.2): only 4 GiB free on /var/lib/cassandra, 5 GiB wanted');
  expect(remedyOf(verdict)).toContain('Free 1 GiB on /var/lib/cassandra of cass2 (10.0.0.2)');
});

test('what lies on one file system is added up', () => {
  const one = withFileSystems((each) => ({ ...each, mountPoint: '/', freeBytes: 5.5 * gibibyte }));
  expectShut(judgeIt(one), '5.5 GiB free on /, 6 GiB wanted');
});

test('headroom 0 asks for nothing but room for the release', () => {
  const tight = withFileSystems((each) => (each.mountPoint === '/' ? each : { ...each, freeBytes: 0 }));
  expectOpen(judgeIt(tight, healthySpec({ gates: { diskHeadroom: 0 } })));
});

test('stays shut when a file system, a size or the data folder is not known', () => {
  expectShut(
    judgeIt(withFileSystems((each) => (each.path === '/opt' ? null : each))),
    'the file system of /opt',
  );
  expectShut(
    judgeIt(withFileSystems((each) => ({ ...each, freeBytes: Number.NaN }))),
    'the file system of /var/lib/cassandra/data',
  );
  const sizeless = spoil(healthy, '10.0.0.2', ({ host }) => ({
    host: host && { ...host, folders: host.folders.map((folder) => ({ ...folder, bytes: null })) },
  }));
  expectShut(judgeIt(sizeless), 'the size of /var/lib/cassandra/data');
  const folderless = spoil(healthy, '10.0.0.2', ({ host }) => ({ host: host && { ...host, folders: [] } }));
  expectShut(judgeIt(folderless), 'cass2 (10.0.0.2): no data folder is known');
});

test('stays shut when the machine or the place of a node is not known', () => {
  expectShut(judgeIt(spoil(healthy, '10.0.0.2', { host: null })), 'cass2 (10.0.0.2): the machine');
  expectShut(judgeIt(spoil(healthy, '10.0.0.2', { ring: null })), 'cass2 (10.0.0.2): nodetool status');
  expectShut(judgeIt({ ...healthy, nodes: [] }));
});

test('a copy of data inside the release needs their size once more where the releases lie', () => {
  const install = { file: '/tmp/r.tar.gz', sha256: 'a'.repeat(64), home: '/opt/cassandra' };
  const inside = spoil(healthy, '10.0.0.2', ({ host }) => ({
    host: host && {
      ...host,
      folders: host.folders.map((each) =>
        each.role === 'commitlog'
          ? { ...each, path: '/opt/cassandra/data/commitlog', bytes: 8 * gibibyte }
          : each,
      ),
    },
  }));
  expectOpen(
    judgeIt(inside, healthySpec({ install: { ...install, carryData: 'copy' } })),
    'cass2 (10.0.0.2): ',
    'free on /, 9 GiB wanted',
  );
  expectOpen(
    judgeIt(inside, healthySpec({ install: { ...install, carryData: 'link' } })),
    'free on /, 1 GiB wanted',
  );
});
