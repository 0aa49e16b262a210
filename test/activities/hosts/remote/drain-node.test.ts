import { afterEach, beforeEach, expect, test } from 'vitest';
import { readSections } from '../../../../activities/hosts/sections.ts';
import { HostBench } from './host-bench.ts';

let bench: HostBench;
beforeEach(() => {
  bench = new HostBench();
  bench.write('log/system.log', 'INFO DRAINED long ago\n');
});
afterEach(() => bench.end());

const names = ['before', 'drain', 'after', 'log'];

test('it tells the mode before and after, what drain said, and what the log got meanwhile', async () => {
  await bench.startJvm();
  bench.answerNodetool(
    [
      'case $* in',
      `*netstats) cat ${bench.path('mode')} ;;`,
      `*drain) echo "Mode: DRAINED" >${bench.path('mode')}; echo "a WARN of JMX" >&2`,
      `  echo "INFO StorageService DRAINING" >>${bench.log}; echo "INFO other" >>${bench.log}`,
      `  echo "INFO StorageService DRAINED" >>${bench.log} ;;`,
      'esac',
    ].join('\n'),
  );
  bench.write('mode', 'Mode: NORMAL\n');
  const answer = await drain();
  expect(answer).toMatchObject({ exitCode: 0, stderr: '' });
  expect(answer.stdout).toMatch(/result: asked\n$/);
  expect(readSections('here', answer.stdout, names)).toEqual({
    before: { exitCode: 0, stdout: 'Mode: NORMAL\n', stderr: '' },
    drain: { exitCode: 0, stdout: '', stderr: 'a WARN of JMX\n' },
    after: { exitCode: 0, stdout: 'Mode: DRAINED\n', stderr: '' },
    log: {
      exitCode: 0,
      stdout: 'INFO StorageService DRAINING\nINFO StorageService DRAINED\n',
      stderr: '',
    },
  });
  const options = `${bench.jdk}|-h 127.0.0.1 -p 7199`;
  expect(bench.nodetoolCalls).toEqual(['netstats', 'drain', 'netstats'].map((word) => `${options} ${word}`));
  expect(bench.events).toEqual(['drain-node begin', 'drain-node end asked']);
});

test('what the log said before is not taken for this drain', async () => {
  await bench.startJvm();
  const { log } = readSections('here', (await drain()).stdout, names);
  expect(log?.stdout).toBe('');
});

test('a node that does not run is not asked', async () => {
  expect(await drain()).toEqual({ exitCode: 0, stdout: 'result: notRunning\n', stderr: '' });
  expect(bench.nodetoolCalls).toEqual([]);
});

test('a drain that hangs ends at its limit, as 124, and the mode after it is told all the same', async () => {
  await bench.startJvm();
  bench.answerNodetool('case $* in *drain) exec sleep 30 ;; *) echo "Mode: DRAINING" ;; esac');
  const sections = readSections('here', (await drain('1')).stdout, names);
  expect(sections['drain']?.exitCode).toBe(124);
  expect(sections['after']?.stdout).toBe('Mode: DRAINING\n');
});

test('a node without a log is drained, and its log says nothing', async () => {
  await bench.startJvm();
  const answer = await drain('10', bench.path('no.log'));
  expect(readSections('here', answer.stdout, names)['log']).toEqual({ exitCode: 0, stdout: '', stderr: '' });
});

function drain(seconds = '10', log = bench.log) {
  const places = [log, bench.conf, bench.home, bench.releases];
  return bench.change('drain-node', [
    ...[seconds, '60', bench.jdk, bench.nodetool, ...places],
    ...['-h', '127.0.0.1', '-p', '7199'],
  ]);
}
