import { expect, test } from 'vitest';
import { packagesReady } from '../../../knowledge/gates/packages-ready.ts';
import type { PackageView } from '../../../knowledge/host-view.ts';
import { settingsOf } from '../../../knowledge/spec/node-settings.ts';
import type { SpecInput } from '../../../knowledge/spec/spec.ts';
import { expectOpen, expectShut, remedyOf } from './expect-verdict.ts';
import { healthySpec } from './healthy-cluster.ts';

const fromRepository = { method: 'deb', version: '5.0.9' } as const;
const fromFile = { method: 'deb', file: '/srv/cassandra_5.0.9_all.deb', sha256: 'a'.repeat(64) } as const;
const own = { name: 'cassandra', version: '4.1.10', isWhole: true, isHeld: false };
const tools = { ...own, name: 'cassandra-tools' };
const healthy: PackageView = {
  missingTools: [],
  isRoot: true,
  installed: [own],
  available: [
    { name: 'cassandra', version: '5.0.9' },
    { name: 'cassandra', version: '4.1.10' },
  ],
  kept: [],
  broken: [],
  changes: [],
  said: '',
};

function judge(
  changes: Partial<PackageView> | null = {},
  install: SpecInput['install'] = fromRepository,
  isDone = false,
) {
  const settings = settingsOf(healthySpec({ target: '5.0.9', install }), '10.0.0.1');
  const view = changes === null ? null : { ...healthy, ...changes };
  return packagesReady('5.0.9', [
    { who: 'cass1 (10.0.0.1)', settings, isDone, view, ...(view ? {} : { problem: 'no route' }) },
  ]);
}

test('opens when the target and the release that is left can be had and nothing else would change', () => {
  expectOpen(judge(), 'cassandra 4.1.10 is installed');
  expectOpen(judge({ installed: [{ ...own, isHeld: true }] }), 'it is held again afterwards');
});

test('stays shut when a node could not be asked, or nothing was', () => {
  expectShut(judge(null), 'cass1 (10.0.0.1): its packages could not be looked at: no route');
  expectShut(packagesReady('5.0.9', []), 'nothing was seen of any node');
});

test('stays shut without the tools, without the rights, without the package', () => {
  expectShut(judge({ missingTools: ['apt-get'] }), 'there is no apt-get');
  expectShut(judge({ isRoot: false }), 'the login may not change packages');
  expectShut(judge({ installed: [] }), 'no package cassandra is installed');
});

test('stays shut while a package is half installed, its own or another, and says how it is finished', () => {
  const verdict = judge({ installed: [{ ...own, isWhole: false }] });
  expectShut(verdict, 'cassandra 4.1.10 is half installed');
  expect(remedyOf(verdict)).toContain('dpkg --configure cassandra');
  expectShut(judge({ broken: ['libfoo'] }), 'the package libfoo is half installed');
});

test('stays shut when no repository has the pinned version, and when it is of another release', () => {
  expectShut(
    judge({ available: [{ name: 'cassandra', version: '4.1.10' }] }),
    'none of its repositories has cassandra 5.0.9',
  );
  expectShut(
    judge({}, { method: 'deb', version: '5.0.8' }),
    'install.version 5.0.8 is of 5.0.8, not of 5.0.9',
  );
});

test('stays shut when the package tool would change another package, or can not say what it would do', () => {
  expectShut(
    judge({ changes: ['Remv backup-agent'] }),
    'would change another package too: Remv backup-agent',
  );
  expectShut(
    judge({ changes: null, said: 'unmet dependencies' }),
    "can't say what it would do: unmet dependencies",
  );
});

test('stays shut when nobody has the old package any more, but for a file that names it', () => {
  const gone = { available: [{ name: 'cassandra', version: '5.0.9' }] };
  const verdict = judge(gone);
  expectShut(verdict, 'neither a repository nor a cache has cassandra 4.1.10 any more');
  expect(remedyOf(verdict)).toContain('install.former');
  expectOpen(judge({ ...gone, kept: [{ name: 'cassandra', version: '4.1.10' }] }));
  const former = [{ file: '/srv/cassandra_4.1.10_all.deb', sha256: 'b'.repeat(64) }];
  expectOpen(judge(gone, { ...fromRepository, former }));
});

test('installed tools need a package of their own beside a file, and the same version in a repository', () => {
  const kept = [tools, own].map(({ name, version }) => ({ name, version }));
  expectShut(judge({ installed: [own, tools], kept }, fromFile), 'install.also names no package of it');
  const also = [{ file: '/srv/cassandra-tools_5.0.9_all.deb', sha256: 'c'.repeat(64) }];
  expectOpen(judge({ installed: [own, tools], kept }, { ...fromFile, also }));
  expectShut(judge({ installed: [own, tools], kept }), 'none of its repositories has cassandra-tools 5.0.9');
});

test('of a node that runs the target already only what is half done counts', () => {
  expectOpen(judge({ available: [], installed: [{ ...own, version: '5.0.9' }] }, fromRepository, true));
});
