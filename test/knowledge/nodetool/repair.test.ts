import { describe, expect, test } from 'vitest';
import { parseRepair } from '../../../knowledge/nodetool/repair.ts';
import { refusal } from './refusal.ts';
import { repair } from './samples.ts';

test('a success, though said twice', () => {
  expect(parseRepair(repair.successful)).toMatchObject({
    success: true,
    finished: true,
    commands: [7],
    failedSessions: 0,
    failures: [],
    percent: 66,
  });
});

test('a repair of 3.11 that failed says "finished in" and is no success', () => {
  expect(parseRepair(repair.failed311)).toMatchObject({
    success: false,
    finished: true,
    commands: [7],
    failedSessions: 1,
    failures: [expect.stringContaining('Validation failed in /10.0.0.2'), 'Some repair failed'],
  });
});

test('a repair with a node down names the reason', () => {
  expect(parseRepair(repair.nodeDown)).toMatchObject({
    success: false,
    finished: true,
    failures: [expect.stringContaining('Endpoint not alive: /10.0.0.2:7000'), expect.anything()],
  });
});

test('a repair that still runs is neither finished nor a success', () => {
  const lines = repair.successful.split('\n');
  const running = `${lines.slice(0, 3).join('\n')}\n`;
  expect(running).toContain('Repair completed successfully');
  expect(parseRepair(running)).toMatchObject({ success: false, finished: false, commands: [7] });
});

test('"finished in" without "completed successfully" is no success', () => {
  const text = repair.successful.replaceAll(/^.*Repair completed successfully\n/gm, '');
  expect(parseRepair(text)).toMatchObject({ success: false, finished: true });
});

test('one success for two keyspaces is none', () => {
  const second = repair.failed311.replaceAll('#7', '#8');
  expect(parseRepair(repair.successful + second)).toMatchObject({ success: false, commands: [7, 8] });
  expect(parseRepair(repair.successful + repair.successful.replaceAll('#7', '#8')).success).toBe(true);
});

test('3.11 may lose the line that announces a command', () => {
  expect(parseRepair(repair.unannounced311)).toMatchObject({ success: true, commands: [7, 8] });
  const lastSuccess = repair.unannounced311.lastIndexOf('[', repair.unannounced311.lastIndexOf('completed'));
  const second = `${repair.unannounced311.slice(0, lastSuccess)}${repair.failed311.split('\n').slice(2).join('\n')}`;
  expect(parseRepair(second.replace('#7 finished in 2', '#8 finished in 2'))).toMatchObject({
    success: false,
    finished: true,
    commands: [7, 8],
  });
});

test('what nodetool hears when it asks again ends a command whose end it missed', () => {
  const lines = repair.successful.split('\n');
  const text = [...lines.slice(0, 2), ...lines.slice(4)].join('\n');
  expect(text).not.toContain('finished in');
  expect(parseRepair(text)).toMatchObject({ success: true, finished: true, commands: [7] });
  const failed = text
    .replace('discovered repair completed.', 'discovered repair failed.')
    .replace(/^.*successfully\n/m, '');
  expect(parseRepair(failed)).toMatchObject({ success: false, finished: true });
});

test('what a second command leaves unsaid is not taken from the first', () => {
  const open = repair.successful.split('\n').slice(0, 2).join('\n').replaceAll('#7', '#8');
  expect(parseRepair(`${repair.successful}${open}\n`)).toMatchObject({
    success: false,
    finished: false,
    commands: [7, 8],
  });
});

test('a keyspace with one replica has nothing to repair, which is a success', () => {
  expect(parseRepair(repair.nothingToDo)).toMatchObject({
    success: true,
    finished: true,
    commands: [],
    percent: null,
  });
});

test('an error behind the lines is a failure whatever they say', () => {
  const text = `${repair.successful}error: Repair job has failed\n-- StackTrace --\njava.io.IOException: x\n`;
  expect(parseRepair(text)).toMatchObject({ success: false, failures: ['error: Repair job has failed'] });
});

describe('refused is', () => {
  test.each([
    ['a keyspace that is not there', 'nodetool: Keyspace [x] does not exist.\n'],
    ['a preview, which goes over several lines', `${repair.successful}Total estimated streaming: 1\n`],
  ])('%s', (_what, text) => {
    expect(() => parseRepair(text)).toThrow(refusal);
  });
});
