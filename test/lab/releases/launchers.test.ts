import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { assembleRelease } from '../../../lab/releases/assemble-release.ts';
import type { ReleaseVersion } from '../../../lab/releases/release-line.ts';
import { runProgram } from '../../../lab/toolchain/run-program.ts';

let work = '';
beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'ringlift-launchers-'));
  await mkdir(join(work, 'lib'));
  await writeFile(join(work, 'lib', 'jamm-0.4.0.jar'), '');
});
afterAll(() => rm(work, { recursive: true, force: true }));

async function unpacked(version: ReleaseVersion): Promise<string> {
  const home = await mkdtemp(join(work, `${version}-`));
  const file = join(work, `${version}.tar.gz`);
  await assembleRelease(version, join(work, 'lib'), file);
  await runProgram('tar', ['--extract', `--file=${file}`, '--strip-components=1', `--directory=${home}`]);
  return home;
}

/** A Java that says it is of that version, and otherwise prints its words, one a line. */
async function fakeJava(version: string, otherwise = 'printf "%s\\n" "$@"'): Promise<string> {
  const home = await mkdtemp(join(work, 'java-'));
  await mkdir(join(home, 'bin'));
  const script = `#!/bin/sh
if [ "$1" = -version ]; then echo 'openjdk version "${version}" 2025-04-15' >&2; exit 0; fi
${otherwise}
`;
  await writeFile(join(home, 'bin', 'java'), script, { mode: 0o755 });
  return home;
}

const clean = { CASSANDRA_HOME: undefined, CASSANDRA_CONF: undefined, CASSANDRA_INCLUDE: undefined };
const none = {
  JVM_OPTS: undefined,
  JVM_EXTRA_OPTS: undefined,
  MAX_HEAP_SIZE: undefined,
  JMX_PORT: undefined,
};

async function launched(
  program: string,
  args: string[],
  env: Record<string, string>,
  allowedExitCodes = [0],
) {
  const result = await runProgram(program, args, { env: { ...clean, ...none, ...env }, allowedExitCodes });
  return { ...result, words: result.stdout.trimEnd().split('\n') };
}

test('a Java that the release does not know is refused with the words of the real one', async () => {
  const home = await unpacked('5.0.9');
  const env = { JAVA_HOME: await fakeJava('21.0.3') };
  const { stdout } = await launched(join(home, 'bin', 'cassandra'), ['-R', '-f'], env, [1]);
  expect(stdout).toMatch(/^Unsupported Java 21\. Supported are 11 17\n/);
  const forced = await launched(join(home, 'bin', 'cassandra'), ['-R', '-f'], {
    ...env,
    CASSANDRA_JDK_UNSUPPORTED: 'true',
  });
  expect(forced.words.at(-1)).toBe('org.apache.cassandra.service.CassandraDaemon');
});

test.each<[ReleaseVersion, string, string, string]>([
  ['3.11.19', '1.8.0_504', '-XX:+UseConcMarkSweepGC', '-XX:+UseG1GC'],
  ['4.1.10', '11.0.33', '-XX:+UseConcMarkSweepGC', '-XX:+UseParNewGC'],
  ['4.0.19', '1.8.0_504', '-XX:+UseParNewGC', '--add-exports'],
  ['5.0.9', '17.0.15', '-XX:+UseG1GC', '-XX:+UseZGC'],
  ['6.0-alpha2', '21.0.3', '-XX:+ZGenerational', '-XX:+UseG1GC'],
])('%s on Java %s reads the options of that Java', async (version, java, given, notGiven) => {
  const home = await unpacked(version);
  const { words } = await launched(join(home, 'bin', 'cassandra'), ['-R', '-f'], {
    JAVA_HOME: await fakeJava(java),
  });
  expect(words).toContain(given);
  expect(words).not.toContain(notGiven);
  expect(words).toContain(`-javaagent:${home}/lib/jamm-0.4.0.jar`);
  expect(words).toContain(`-Dcassandra.logdir=${home}/logs`);
});

test('the home is the physical parent of bin, and folders, heap, port and extra options can be set', async () => {
  const home = await unpacked('6.0-alpha2');
  await symlink(home, join(work, 'current'));
  const conf = await mkdtemp(join(work, 'conf-'));
  await runProgram('cp', ['-r', `${home}/conf/.`, conf]);
  await writeFile(
    join(conf, 'cassandra-env.sh'),
    `${await readFile(join(conf, 'cassandra-env.sh'), 'utf8')}\nJVM_OPTS="$JVM_OPTS -Dread=yes"\n`,
  );
  const env = {
    ...{ JAVA_HOME: await fakeJava('17.0.15'), CASSANDRA_CONF: conf, CASSANDRA_LOG_DIR: join(work, 'logs') },
    ...{ MAX_HEAP_SIZE: '400M', JMX_PORT: '7299', JVM_EXTRA_OPTS: '-Dextra=1 -Dmore=2' },
  };
  const { words } = await launched(
    join(work, 'current', 'bin', 'cassandra'),
    ['-R', '-f', '-p', '/tmp/the pid'],
    env,
  );
  const expected = [
    '-Dread=yes',
    '-Xmx400M',
    '-Xms400M',
    '-Dcassandra.jmx.local.port=7299',
    '-Dextra=1',
    '-Dmore=2',
  ];
  expect(words).toEqual(expect.arrayContaining(expected));
  expect(words).toEqual(
    expect.arrayContaining([`-Dcassandra.logdir=${work}/logs`, '-Dcassandra-pidfile=/tmp/the pid']),
  );
  expect(words).toContain(`-Dcassandra.storagedir=${home}/data`);
  expect(words[words.indexOf('-cp') + 1]).toBe(`${conf}:${home}/lib/jamm-0.4.0.jar`);
});

test('without -f it is in the background: returns 0 at once and notes the process id of the java', async () => {
  const home = await unpacked('5.0.9');
  const java = await fakeJava('17.0.15', 'exec sleep 60 > /dev/null 2>&1');
  const started = Date.now();
  const { exitCode } = await launched(join(home, 'bin', 'cassandra'), ['-R', '-p', join(home, 'pid')], {
    JAVA_HOME: java,
  });
  const pid = Number(await readFile(join(home, 'pid'), 'utf8'));
  expect(exitCode).toBe(0);
  expect(Date.now() - started).toBeLessThan(30_000);
  expect(await readFile(`/proc/${pid}/cmdline`, 'utf8')).toMatch(/sleep|CassandraDaemon/);
  process.kill(pid, 'SIGKILL');
});

test('an unknown word is refused', async () => {
  const home = await unpacked('5.0.9');
  const env = { JAVA_HOME: await fakeJava('17.0.15') };
  const { stderr } = await launched(join(home, 'bin', 'cassandra'), ['-R', 'now'], env, [1]);
  expect(stderr).toContain('Unknown argument "now"');
});

test('nodetool hands on its words whole, and a port before or among them', async () => {
  const home = await unpacked('5.0.9');
  const env = { JAVA_HOME: await fakeJava('17.0.15') };
  const nodetool = join(home, 'bin', 'nodetool');
  const { words } = await launched(
    nodetool,
    ['-h', '127.0.0.1', '-u', 'me', '-pw', 'a b*', '-p', '7299', 'status', 'ks'],
    env,
  );
  const tail = words.slice(words.indexOf('org.apache.cassandra.tools.NodeTool') + 1);
  expect(tail).toEqual(['-p', '7299', '-h', '127.0.0.1', '-u', 'me', '-pw', 'a b*', 'status', 'ks']);
  expect(words).toEqual(
    expect.arrayContaining(['-Xmx128m', '-Dlogback.configurationFile=logback-tools.xml']),
  );
  expect(words.filter((word) => word.startsWith('-Xmx') || word.startsWith('-Xms'))).toEqual(['-Xmx128m']);
  const plain = await launched(nodetool, ['info'], env);
  expect(plain.words.slice(-3)).toEqual(['-p', '7199', 'info']);
});

test('nodetool of 3.11 lets a newer Java 8 parse the address of old', async () => {
  const home = await unpacked('3.11.11');
  const env = { JAVA_HOME: await fakeJava('1.8.0_504') };
  const { words } = await launched(join(home, 'bin', 'nodetool'), ['status'], env);
  expect(words).toContain('-Dcom.sun.jndi.rmiURLParsing=legacy');
});
