import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lookAtWindows, sayWindow } from '../../../knowledge/windows/look-at-windows.ts';
import type { MaintenanceWindow } from '../../../knowledge/spec/spec.ts';

const night: MaintenanceWindow = {
  days: ['mon', 'tue'],
  from: '22:00',
  to: '05:00',
  timeZone: 'Europe/Berlin',
};
const at = (text: string) => Date.parse(text);
const look = (windows: MaintenanceWindow[], text: string) => lookAtWindows(windows, at(text));

// 2026-11-23 is a Monday; Berlin is one hour ahead of UTC then.
test.each([
  ['2026-11-23T20:59:00Z', false],
  ['2026-11-23T21:00:00Z', true],
  ['2026-11-24T03:59:59Z', true],
  ['2026-11-24T04:00:00Z', false],
  // Tuesday's goes on into Wednesday; Sunday's night into Monday was never one.
  ['2026-11-25T03:00:00Z', true],
  ['2026-11-23T03:00:00Z', false],
  ['2026-11-25T21:30:00Z', false],
])('a window over midnight belongs to the day on which it opened: at %s %s', (moment, open) => {
  expect(look([night], moment).open).toBe(open);
});

test('it tells when the next one opens, and which ones there are', () => {
  expect(look([night], '2026-11-25T12:00:30Z')).toEqual({
    open: false,
    opensAt: '2026-11-30T21:00:00.000Z',
    says: 'outside of mon tue 22:00 to 05:00 Europe/Berlin',
  });
  const both = [night, { from: '13:00', to: '14:00' }];
  expect(look(both, '2026-11-25T12:00:30Z')).toMatchObject({ opensAt: '2026-11-25T13:00:00.000Z' });
  expect(look(both, '2026-11-25T13:00:00Z')).toEqual({
    open: true,
    opensAt: null,
    says: 'inside of every day 13:00 to 14:00 UTC',
  });
});

test('the clock on the wall counts when summer time begins: what opens in the hour that is skipped opens after it', () => {
  const early: MaintenanceWindow = { from: '02:30', to: '04:00', timeZone: 'Europe/Berlin' };
  // 02:00 is 03:00 at once on 2026-03-29, which is 01:00 UTC.
  expect(look([early], '2026-03-29T00:30:00Z')).toMatchObject({
    open: false,
    opensAt: '2026-03-29T01:00:00.000Z',
  });
  expect(look([early], '2026-03-29T02:00:00Z').open).toBe(false);
});

test('in the hour that is there twice it is open both times', () => {
  const early: MaintenanceWindow = { from: '02:00', to: '03:00', timeZone: 'Europe/Berlin' };
  for (const moment of ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z'])
    expect(look([early], moment).open).toBe(true);
  expect(look([early], '2026-10-25T02:00:00Z').open).toBe(false);
});

test('from the same to the same time is the whole day', () => {
  const whole: MaintenanceWindow = { days: ['sat'], from: '06:00', to: '06:00' };
  expect(look([whole], '2026-11-28T06:00:00Z').open).toBe(true);
  expect(look([whole], '2026-11-29T05:59:00Z').open).toBe(true);
  expect(look([whole], '2026-11-29T06:00:00Z')).toMatchObject({ opensAt: '2026-12-05T06:00:00.000Z' });
});

test('whatever the windows, one is open when it said that one opens, and none was before', () => {
  const time = fc
    .record({ hour: fc.nat(23), minute: fc.nat(59) })
    .map(({ hour, minute }) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);
  const window = fc.record({
    days: fc.subarray(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const, { minLength: 1 }),
    ...{ from: time, to: time },
    timeZone: fc.constantFrom(
      'UTC',
      'Europe/Berlin',
      'America/New_York',
      'Asia/Kathmandu',
      'Australia/Lord_Howe',
    ),
  });
  const moment = fc.integer({ min: at('2026-01-01T00:00:00Z'), max: at('2027-01-01T00:00:00Z') });
  const property = fc.property(fc.array(window, { minLength: 1, maxLength: 2 }), moment, (windows, now) => {
    const { open, opensAt } = lookAtWindows(windows, now);
    expect(open).toBe(opensAt === null);
    if (opensAt === null) return;
    expect(lookAtWindows(windows, at(opensAt)).open).toBe(true);
    expect(lookAtWindows(windows, at(opensAt) - 1).open).toBe(false);
    expect(at(opensAt)).toBeGreaterThan(now);
  });
  fc.assert(property, { numRuns: 25 });
});

test('a window is said as people write it', () => {
  expect(sayWindow(night)).toBe('mon tue 22:00 to 05:00 Europe/Berlin');
  expect(sayWindow({ from: '01:00', to: '02:00' })).toBe('every day 01:00 to 02:00 UTC');
});
