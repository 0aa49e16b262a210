import { expect, test } from 'vitest';
import { parseCmsReconfigureStatus } from '../../../knowledge/nodetool/cms-reconfigure-status.ts';
import { refusal } from './refusal.ts';
import { reconfiguration } from './samples.ts';

test('none is active', () => {
  expect(parseCmsReconfigureStatus('No active reconfiguration\n')).toEqual({ active: false, detail: [] });
});

test('one is active', () => {
  expect(parseCmsReconfigureStatus(reconfiguration)).toEqual({
    active: true,
    detail: reconfiguration.trimEnd().split('\n'),
  });
});

test('one whose ranges are still locked is active', () => {
  const text = 'INCOMPLETE: [All operations have finished but metadata keyspace ranges are still locked]\n';
  expect(parseCmsReconfigureStatus(text).active).toBe(true);
});

test.each(['DREAMING: [/10.0.0.1:7000]\n', `No active reconfiguration\n${reconfiguration}`])(
  'refused is %j',
  (text) => {
    expect(() => parseCmsReconfigureStatus(text)).toThrow(refusal);
  },
);
