import { expect, test } from 'vitest';
import { judgeServiceAfter, stopsAtOnce } from '../../../knowledge/gates/judge-service-after.ts';
import { serviceLatency } from '../../../knowledge/gates/service-latency.ts';
import { expectOpen, expectShut } from './expect-verdict.ts';
import { baseline, serviceInput, view } from './service-seen.ts';

const slow = { now: view({ readP99Micros: 151_000 }) };

test('opens while every coordinator is about as fast as before', () => {
  expectOpen(
    serviceLatency(serviceInput({ now: view({ readP99Micros: 150_000 }) })),
    'cass2 (10.0.0.2): p99 of reads is 150ms, 50ms before, at most 150ms',
  );
});

test('stays shut when one coordinator is slower than the factor of its own before', () => {
  expectShut(
    serviceLatency(serviceInput(slow)),
    'cass2 (10.0.0.2): p99 of reads is 151ms, 50ms before, at most 150ms',
  );
  expectShut(
    serviceLatency(serviceInput({ now: view({ writeP99Micros: 101_000 }) })),
    'p99 of writes is 101ms',
  );
});

test('one that coordinated nothing before is compared with the slowest of the cluster', () => {
  const before = baseline({ readP99Micros: null });
  expectOpen(
    serviceLatency(serviceInput({ before, now: view({ readP99Micros: 149_000 }) })),
    'the slowest coordinator had 50ms before',
  );
  expectShut(serviceLatency(serviceInput({ before, ...slow })), 'the slowest coordinator had 50ms before');
});

test('one that coordinates nothing now has nothing to judge', () => {
  const now = view({ readP99Micros: null, writeP99Micros: null });
  expectOpen(serviceLatency(serviceInput({ now })), 'cass2 (10.0.0.2) coordinated no reads lately');
});

test('with two releases side by side it says what is known of that', () => {
  const mixed = { ...serviceInput(slow), releases: ['5.0.9', '6.0-alpha2'] };
  expectShut(serviceLatency(mixed), '5.0.9 and 6.0-alpha2 run side by side');
});

test('hurry goes on and says what is slow; what is not known keeps it shut all the same', () => {
  const hurry = { service: { onSlow: 'hurry' as const } };
  expectOpen(
    serviceLatency(serviceInput(slow, hurry)),
    'p99 of reads is 151ms, 50ms before, at most 150ms: gone on',
  );
  expectShut(
    serviceLatency(serviceInput({ now: null, problems: ['refused'] }, hurry)),
    'cass2 (10.0.0.2): how it serves could not be read: refused',
  );
});

test.each([
  ['hold', false],
  ['hurry', false],
  ['stop', true],
] as const)('with %s a person is asked at once: %s', (onSlow, atOnce) => {
  const input = serviceInput(slow, { service: { onSlow } });
  expect(stopsAtOnce(input, judgeServiceAfter(input))).toBe(atOnce);
  const fast = serviceInput({}, { service: { onSlow } });
  expect(stopsAtOnce(fast, judgeServiceAfter(fast))).toBe(false);
});
