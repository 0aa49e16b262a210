import { expect, test } from 'vitest';
import { settingsOf } from '../../../knowledge/spec/node-settings.ts';
import { specOfHop } from '../../../knowledge/spec/spec-of-hop.ts';
import { specSchema } from '../../../knowledge/spec/spec.ts';
import { minimal } from './minimal.ts';

const digest = 'a'.repeat(64);
const commands = { isInstalled: ['/bin/has'], install: ['/bin/install', '{release}'] };
const problems = (install: object, more: object = {}) =>
  (specSchema.safeParse({ ...minimal, ...more, install }).error?.issues ?? []).map(
    ({ path, message }) => `${path.join('.')}: ${message}`,
  );

test.each<[string, object]>([
  ['a deb from a file', { method: 'deb', file: '/srv/c.deb', sha256: digest }],
  ['a deb from an address', { method: 'deb', url: 'https://example.net/c.deb', sha256: digest }],
  ['a deb of a repository', { method: 'deb', version: '5.0.9' }],
  ['an rpm of a repository', { method: 'rpm', version: '5.0.9-1' }],
  ['commands', { method: 'commands', home: '/opt/vendor', commands }],
])('accepted: %s', (_, install) => {
  expect(problems(install)).toEqual([]);
});

test.each<[string, object, string[]]>([
  [
    'a tarball without its digest and its place',
    { file: '/srv/c.tgz' },
    ['install.sha256: "sha256" is needed', 'install.home: "home" is needed'],
  ],
  [
    'a tarball of a version',
    { version: '5.0.9', home: '/opt/c' },
    ['install.version: it has no meaning', 'install: exactly one of'],
  ],
  [
    'a package from nowhere',
    { method: 'deb' },
    ['install: exactly one of "file", "url" and "version" is needed'],
  ],
  [
    'a package from two places',
    { method: 'rpm', version: '5.0.9-1', file: '/srv/c.rpm', sha256: digest },
    ['install: exactly one of', 'install.sha256: of a version in a repository its own signatures count'],
  ],
  [
    'further packages without a place',
    {
      method: 'deb',
      file: '/srv/c.deb',
      sha256: digest,
      also: [{ sha256: digest }],
      former: [{ sha256: digest }],
    },
    ['install.also.0: exactly one of "file" and "url"', 'install.former.0: exactly one of "file" and "url"'],
  ],
  [
    'commands without commands, with a file',
    { method: 'commands', home: '/opt/c', file: '/srv/c.tgz' },
    ['install.file: it has no meaning with method "commands"', 'install.commands: "commands" is needed'],
  ],
  [
    'commands beside a package',
    { method: 'deb', version: '5.0.9', commands },
    ['install.commands: it has no meaning with method "deb"'],
  ],
  [
    'a version like an option',
    { method: 'deb', version: '-o=x' },
    ['install.version: the version of a package'],
  ],
])('refused: %s', (_, install, says) => {
  const said = problems(install);
  for (const each of says) expect(said.join('\n')).toContain(each);
  expect(said).toHaveLength(says.length);
});

test('one way of installing is for all nodes', () => {
  const nodes = [{ address: 'a', install: { method: 'tarball' } }];
  expect(problems({ method: 'deb', version: '5.0.9' }, { nodes })).toEqual([
    'nodes.0.install.method: another way than install.method (deb): one is for all nodes',
  ]);
});

test('where packages put things needs not be said', () => {
  const settings = (install: object) => settingsOf(specSchema.parse({ ...minimal, install }), '10.0.0.1');
  expect(settings({ method: 'deb', version: '5.0.9' })).toMatchObject({
    install: { home: '/usr/share/cassandra', conf: '/etc/cassandra', releases: '/var/lib/ringlift' },
    nodetool: { path: '/usr/bin/nodetool' },
  });
  expect(settings({ method: 'rpm', version: '5.0.9-1' }).install.conf).toBe('/etc/cassandra/conf');
  expect(settings({ method: 'commands', home: '/opt/vendor/', commands }).install).toMatchObject({
    home: '/opt/vendor',
    conf: '/opt/vendor/conf',
  });
});

test('a stop of a chain has packages of its own, of a file or a version', () => {
  const via = [{ release: '5.0.9', version: '5.0.9' }];
  const spec = specSchema.parse({ ...minimal, via, install: { method: 'deb', version: '6.0~alpha2' } });
  expect(specOfHop(spec, '5.0.9').install).toMatchObject({ method: 'deb', version: '5.0.9' });
  expect(problems({ method: 'deb', version: '6.0~alpha2' }, { via: [{ release: '5.0.9' }] })).toEqual([
    'via.0: exactly one of "file", "url" and "version" is needed',
  ]);
});
