import { afterEach, beforeEach, expect, test } from 'vitest';
import { exitCodes } from '../../../../activities/hosts/exit-codes.ts';
import { HostBench, tag } from './host-bench.ts';

let bench: HostBench;
beforeEach(() => {
  bench = new HostBench();
});
afterEach(() => bench.end());

test('nodetool is asked with its options, and it is done when that succeeds', async () => {
  bench.answerNodetool('echo progress');
  expect(await clear()).toEqual({ exitCode: 0, stdout: 'progress\nresult: done\n', stderr: '' });
  expect(bench.nodetoolCalls).toEqual([`${bench.jdk}|-h 127.0.0.1 -u a user clearsnapshot -t ${tag}`]);
  expect(bench.events).toEqual(['clear-snapshot begin', 'clear-snapshot end done']);
});

test('it is refused when nodetool fails, with what it said', async () => {
  bench.answerNodetool('echo "error: no space" >&2; exit 2');
  const answer = await clear();
  expect(answer).toMatchObject({ exitCode: 1, stdout: '' });
  expect(answer.stderr).toMatch(/^error: no space\nnodetool clearsnapshot .*\n$/);
  expect(bench.events).toEqual(['clear-snapshot begin', 'clear-snapshot refused exit-1']);
});

test('it is refused when nodetool does not end within its limit', async () => {
  bench.answerNodetool('exec sleep 60');
  expect((await clear('1')).exitCode).toBe(1);
});

test('nothing is done on a host of another upgrade', async () => {
  await bench.change('lock-host', [], { owner: 'default/other' });
  expect((await clear()).exitCode).toBe(exitCodes.owned);
  expect(bench.nodetoolCalls).toEqual([]);
});

test('of several JDKs nodetool gets the one of the release in use, or else the first', async () => {
  const java = '4.1=/jdk8\n6.0=/jdk17\n5.0=/jdk11';
  const tool = bench.write(
    'opt/apache-cassandra-5.0.9/bin/nodetool',
    '#!/bin/sh\necho "$JAVA_HOME"\n',
    0o755,
  );
  // By the symlink, as the file names it.
  expect((await clear('20', java, `${bench.home}/bin/nodetool`)).stdout).toBe('/jdk11\nresult: done\n');
  const renamed = bench.write(
    'opt/unnamed/bin/nodetool',
    bench.read(tool.slice(bench.folder.length + 1)),
    0o755,
  );
  expect((await clear('20', java, renamed)).stdout).toBe('/jdk8\nresult: done\n');
  bench.write('opt/unnamed/lib/apache-cassandra-6.0-alpha2.jar', '');
  expect((await clear('20', java, renamed)).stdout).toBe('/jdk17\nresult: done\n');
});

function clear(seconds = '20', java = bench.jdk, nodetool = bench.nodetool) {
  return bench.change('clear-snapshot', [tag, seconds, java, nodetool, '-h', '127.0.0.1', '-u', 'a user']);
}
