/** How scripts find the processes of one installation: shown by look-host, which prints them. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readSections } from '../../../../activities/hosts/sections.ts';
import { HostBench } from './host-bench.ts';

let bench: HostBench;
beforeEach(() => {
  bench = new HostBench();
});
afterEach(() => bench.end());

const words = (place: string) => bench.jvmWords(place);

test.each([
  ['by its configuration', () => words(bench.conf)],
  ['by its configuration as the last word', () => [...words('/elsewhere'), bench.conf]],
  ['by its home', () => [...words('/elsewhere'), `-cp`, `${bench.home}/lib/a.jar:/x`]],
  ['by the real folder of its release', () => [...words('/elsewhere'), `-cp`, `${bench.new}/lib/a.jar`]],
])('a node is found %s', async (_, jvm) => {
  const pid = await bench.startJvm(jvm());
  expect(await found()).toEqual([pid]);
});

test.each([
  ['one whose configuration begins alike', () => words(`${bench.conf}0`)],
  ['one whose configuration begins alike, with a dash', () => words(`${bench.conf}-2`)],
  ['one whose home begins alike', () => [...words('/elsewhere'), `${bench.folder}/opt2/cassandra/lib/a.jar`]],
  ['one of another place', () => words('/srv/other')],
  ['a JVM that is no Cassandra', () => words(bench.conf).slice(0, -1)],
  ['a shell that names the class', () => ['/bin/sh', ...words(bench.conf).slice(1)]],
])('%s is not taken for the node', async (_, jvm) => {
  await bench.startJvm(jvm());
  expect(await found()).toEqual([]);
});

test('two processes of one installation are both found', async () => {
  const pids = [await bench.startJvm(), await bench.startJvm()];
  expect((await found()).toSorted()).toEqual(pids.toSorted());
});

async function found(): Promise<number[]> {
  const args = [bench.home, bench.conf, bench.releases, bench.state];
  const { stdout } = await bench.run('look-host', args);
  const running = readSections('here', stdout, ['running'])['running']?.stdout ?? '';
  return [...running.matchAll(/^(\d+) \S+ \d+$/gm)].map(([, pid]) => Number(pid));
}
