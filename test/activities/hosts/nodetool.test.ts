import { expect, test } from 'vitest';
import {
  askNodetool,
  nodetool,
  nodetoolJava,
  nodetoolOptions,
  problemOf,
} from '../../../activities/hosts/nodetool.ts';
import { settingsOf } from '../../../knowledge/spec/node-settings.ts';
import { healthySpec } from '../../knowledge/gates/healthy-cluster.ts';
import { fakeHost } from '../fake-context.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64') || '-';
const line = (name: string, exitCode: number, stdout = '', stderr = '') =>
  `${name} ${exitCode} ${base64(stdout)} ${base64(stderr)}\n`;

test('where and as whom it connects is said in options, the password by file alone', () => {
  const plain = settingsOf(healthySpec(), '10.0.0.1');
  expect(nodetoolOptions(plain)).toEqual(['-h', '127.0.0.1', '-p', '7199']);
  const changes = { nodetool: { host: '::1', port: 7299, user: 'jmx', passwordFile: '/etc/jmx.password' } };
  expect(nodetoolOptions(settingsOf(healthySpec(changes), '10.0.0.1'))).toEqual([
    '-h',
    '::1',
    '-p',
    '7299',
    '-u',
    'jmx',
    '-pwf',
    '/etc/jmx.password',
  ]);
});

test('a JDK that the file names is given to it, or none', () => {
  expect(nodetoolJava(settingsOf(healthySpec(), '10.0.0.1'))).toBe('/usr/lib/jvm/java-17');
  expect(nodetoolJava(settingsOf(healthySpec({ java: {} }), '10.0.0.1'))).toBe('-');
});

test('each command gets its own answer, whatever its exit code', async () => {
  const host = fakeHost((script, { args }) => {
    expect(script).toBe('ask-nodetool');
    expect(args).toEqual([
      ...['30', '/usr/lib/jvm/java-17', '/opt/cassandra/bin/nodetool', '2', 'status', 'cms describe'],
      ...['-h', '127.0.0.1', '-p', '7199'],
    ]);
    return { stdout: `noise\n${line('2', 1, '', 'refused')}${line('1', 0, 'UN')}` };
  });
  const answers = await askNodetool(host, ['status', 'cms describe'], 30_000);
  expect([...answers]).toEqual([
    ['status', { exitCode: 0, stdout: 'UN', stderr: '' }],
    ['cms describe', { exitCode: 1, stdout: '', stderr: 'refused' }],
  ]);
});

test('an answer in part is unreadable', async () => {
  const asked = askNodetool(
    fakeHost(() => ({ stdout: line('1', 0, 'UN') })),
    ['status', 'info'],
    30_000,
  );
  await expect(asked).rejects.toMatchObject({ name: 'UnreadableOutput' });
});

test.each([
  [124, 'CommandTimedOut', 'no answer within its time limit'],
  [137, 'CommandTimedOut', 'killed: it did not end at its time limit'],
  [1, 'CommandFailed', 'exit 1: error: no such thing'],
])('one that must succeed and exits %d is told as %s', async (exitCode, name, found) => {
  const host = fakeHost(() => ({
    stdout: line('1', exitCode, '', 'error: no such thing\n-- StackTrace --\nat x'),
  }));
  await expect(nodetool(host, 'status', 30_000)).rejects.toMatchObject({
    name,
    message: expect.stringContaining(`nodetool status failed with exit code ${exitCode}: found ${found}`),
  });
});

test('a failure without a word is said to be one', () => {
  expect(problemOf({ exitCode: 2, stdout: ' \n', stderr: '' })).toBe('exit 2: nothing said');
});
