/** The parser of the real 6.0-alpha2, where its tarball and a JDK for it are on this machine. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exitCodes } from '../../../../activities/hosts/exit-codes.ts';
import { HostBench } from './host-bench.ts';

const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'ringlift');
const tarball = join(cache, 'releases/apache-cassandra-6.0-alpha2-bin.tar.gz');
const jdks = [
  ...['17', '21', '11'].map((major) => join(cache, `jdks/openjdk-${major}`)),
  ...['17', '21', '11'].flatMap((major) => [
    `/usr/lib/jvm/java-${major}-openjdk-amd64`,
    `/usr/lib/jvm/java-${major}`,
  ]),
];
// Two of them: each takes seconds.
const java = jdks.filter((home) => existsSync(join(home, 'bin/java'))).slice(0, 2);
const canJudge = existsSync(tarball) && java.length > 0;

let bench: HostBench;
let conf: string;
beforeAll(() => {
  bench = new HostBench();
  if (!canJudge) return;
  mkdirSync(bench.new);
  execFileSync('tar', ['-xzf', tarball, '-C', bench.new, '--strip-components=1']);
  conf = join(bench.new, 'conf');
});
afterAll(() => bench.end());

test.skipIf(!canJudge).each(java)(
  'the shipped configuration is accepted, on the JDK in %s (needs the release and a JDK in the cache)',
  async (home) => {
    const answer = await judge(home);
    expect(answer.stdout).not.toMatch(/Exception/);
    expect(answer.exitCode).toBe(0);
  },
);

test.skipIf(!canJudge)(
  'an unknown key is refused by name (needs the release and a JDK in the cache)',
  async () => {
    execFileSync('sh', ['-c', 'echo "start_rpc: true" >>"$1/cassandra.yaml"', 'sh', conf]);
    const answer = await judge(java[0] ?? '');
    expect(answer.exitCode).not.toBe(0);
    expect(answer.exitCode).not.toBe(exitCodes.noSuchTool);
    expect(answer.stdout).toContain('start_rpc');
  },
);

test.skipIf(!canJudge)('it touches nothing (needs the release and a JDK in the cache)', async () => {
  const tree = () => execFileSync('find', [bench.folder, '-printf', '%p %T@\n'], { encoding: 'utf8' });
  const before = tree();
  await judge(java[0] ?? '');
  expect(tree()).toBe(before);
});

test('a release that ships no such tool is told as that', async () => {
  bench.write('without/lib/apache-cassandra-3.11.19.jar', 'PK no such class');
  const args = ['60', bench.jdk, bench.path('without'), bench.conf];
  expect((await bench.run('judge-configuration', args)).exitCode).toBe(exitCodes.noSuchTool);
});

test('module options of the release are given to a JDK that knows them, and to no other', async () => {
  const release = bench.path('fake');
  bench.write('fake/lib/apache-cassandra-6.0.jar', 'org/apache/cassandra/tools/GenerateTokens.class');
  bench.write('fakeconf/jvm-server.options', '-Xmx1G\n');
  bench.write('fakeconf/jvm11-server.options', '# x\n--add-exports java.base/a=ALL-UNNAMED\n');
  bench.write(
    'fakeconf/jvm17-server.options',
    '--add-opens java.base/b=ALL-UNNAMED\n--add-exports java.base/a=ALL-UNNAMED\n',
  );
  const said = async (version: string) => {
    const home = bench.path(`jdk-${version}`);
    bench.write(
      `jdk-${version}/bin/java`,
      `#!/bin/sh\n[ "$1" = -version ] && echo 'openjdk version "${version}"' >&2 && exit\nprintf '%s\\n' "$@"\n`,
      0o755,
    );
    return (
      await bench.run('judge-configuration', ['60', home, release, bench.path('fakeconf')])
    ).stdout.split('\n');
  };
  const modules = (words: readonly string[]) => words.filter((word) => word.startsWith('--add'));
  expect(modules(await said('17.0.15'))).toEqual([
    '--add-exports=java.base/a=ALL-UNNAMED',
    '--add-opens=java.base/b=ALL-UNNAMED',
  ]);
  expect(modules(await said('1.8.0_402'))).toEqual([]);
  expect(await said('11.0.2')).toContain(
    `-Dcassandra.config=file://${bench.path('fakeconf')}/cassandra.yaml`,
  );
  expect(readdirSync(release)).toEqual(['lib']);
});

function judge(home: string) {
  return bench.run('judge-configuration', ['120', home, bench.new, conf]);
}
