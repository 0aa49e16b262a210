import { afterEach, beforeEach, expect, test } from 'vitest';
import { exitCodes } from '../../../../activities/hosts/exit-codes.ts';
import { HostBench, tag } from './host-bench.ts';

let bench: HostBench;
beforeEach(() => {
  bench = new HostBench();
  bench.program('systemctl', `echo "$*" >>${bench.path('systemctl.log')}`);
});
afterEach(() => bench.end());

const environment = () => ({
  PATH: `${bench.path('bin')}:${process.env['PATH']}`,
  ringlift_etc: bench.path('etc'),
});
const set = (where: string, java = bench.jdk) =>
  bench.change('set-java-home', [tag, where, 'cassandra', java], { environment: environment() });
const putBack = (where: string) =>
  bench.change('put-back-java-home', [tag, where, 'cassandra'], { environment: environment() });

test('the last assignment of the default file is the one that counts, and is undone on the way back', async () => {
  const before = 'JAVA_HOME=/old\nEXTRA_CLASSPATH=/x\n';
  bench.write('etc/default/cassandra', before);
  expect((await set('defaultFile')).stdout).toBe('result: done\n');
  expect(bench.read('etc/default/cassandra')).toBe(`${before}\nJAVA_HOME=${bench.jdk}\n`);
  expect((await set('defaultFile')).stdout).toBe('result: alreadyDone\n');
  expect((await putBack('defaultFile')).stdout).toBe('result: done\n');
  expect(bench.read('etc/default/cassandra')).toBe(before);
  expect((await putBack('defaultFile')).stdout).toBe('result: alreadyDone\n');
});

test('where there was no file there is none afterwards', async () => {
  await set('defaultFile');
  expect(bench.read('etc/default/cassandra')).toContain(bench.jdk);
  await putBack('defaultFile');
  expect(bench.has('etc/default/cassandra')).toBe(false);
});

test('a drop-in is told to systemd, both ways', async () => {
  const file = 'etc/systemd/system/cassandra.service.d/ringlift-java.conf';
  expect((await set('dropIn')).stdout).toBe('result: done\n');
  expect(bench.read(file)).toBe(`[Service]\nEnvironment="JAVA_HOME=${bench.jdk}"\n`);
  expect((await set('dropIn')).stdout).toBe('result: alreadyDone\n');
  await putBack('dropIn');
  expect(bench.has(file)).toBe(false);
  expect(bench.read('systemctl.log').trim().split('\n')).toEqual(Array(3).fill('daemon-reload'));
});

test('a home without a JVM, or that no file could hold, is refused', async () => {
  expect((await set('defaultFile', '/nowhere')).stderr).toContain('there is no /nowhere/bin/java');
  const answer = await set('defaultFile', '/opt/$(reboot)');
  expect(answer.exitCode).toBe(exitCodes.notAsExpected);
  expect(bench.has('etc/default/cassandra')).toBe(false);
});

test.each([1, 2, 3, 4, 5, 6])('cut off at its command %i it is finished by running again', async (at) => {
  bench.write('etc/default/cassandra', '# own\n');
  await bench.changeCutOff(at, 'set-java-home', [tag, 'defaultFile', 'cassandra', bench.jdk], {
    environment: environment(),
  });
  expect((await set('defaultFile')).exitCode).toBe(0);
  expect(bench.read('etc/default/cassandra')).toBe(`# own\n\nJAVA_HOME=${bench.jdk}\n`);
  await putBack('defaultFile');
  expect(bench.read('etc/default/cassandra')).toBe('# own\n');
});

test("the operator's own command brings a JDK once, and what it did not bring is said", async () => {
  const home = bench.path('jdk-new');
  const command = bench.program(
    'bring',
    `mkdir -p "$RINGLIFT_JAVA_HOME/bin" && cp ${bench.jdk}/bin/java "$RINGLIFT_JAVA_HOME/bin/"`,
  );
  const install = (...words: string[]) => bench.change('install-jdk', ['20', home, ...words]);
  expect((await install('true')).stderr).toContain(`there is no ${home}/bin/java`);
  expect((await install(command)).stdout).toBe('result: done\n');
  expect((await install('false')).stdout).toBe('result: alreadyDone\n');
});
