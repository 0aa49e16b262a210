import { types } from 'cassandra-driver';
import { expect, test } from 'vitest';
import { toJson } from '../../../activities/hosts/cql-values.ts';

test('numbers that JavaScript can not hold, and the types of CQL, become strings as CQL writes them', () => {
  const uuid = '50554d6e-29bb-11e5-b345-feff819cdc9f';
  expect(toJson(types.Long.fromString('9223372036854775807'))).toBe('9223372036854775807');
  expect(toJson(types.Uuid.fromString(uuid))).toBe(uuid);
  expect(toJson(types.TimeUuid.fromString(uuid))).toBe(uuid);
  expect(toJson(types.InetAddress.fromString('2001:db8::1'))).toBe('2001:db8::1');
  expect(toJson(types.BigDecimal.fromString('1.50'))).toBe('1.50');
  expect(toJson(types.Integer.fromString('123456789012345678901234567890'))).toBe(
    '123456789012345678901234567890',
  );
  expect(toJson(types.LocalDate.fromString('2024-01-02'))).toBe('2024-01-02');
  expect(toJson(types.LocalTime.fromString('08:12:54.123'))).toBe('08:12:54.123');
  expect(toJson(types.Duration.fromString('1y2mo3d'))).toBe('1y2mo3d');
  expect(toJson(new Date('2024-01-02T03:04:05.678Z'))).toBe('2024-01-02T03:04:05.678Z');
  expect(toJson(Buffer.from([0xca, 0xfe]))).toBe('0xcafe');
  expect(toJson(12n)).toBe('12');
});

test('collections become arrays and objects, all the way down', () => {
  const value = {
    list: [types.Long.fromNumber(1), [types.Long.fromNumber(2)]],
    set: new Set([types.Uuid.fromString('50554d6e-29bb-11e5-b345-feff819cdc9f')]),
    map: new Map([[types.Long.fromNumber(3), new types.Tuple(1, types.Long.fromNumber(4))]]),
    none: undefined,
  };
  expect(toJson(value)).toEqual({
    list: ['1', ['2']],
    set: ['50554d6e-29bb-11e5-b345-feff819cdc9f'],
    map: { '3': [1, '4'] },
    none: null,
  });
});

test('what JSON would turn into null or lose stays visible', () => {
  expect([NaN, Infinity, -Infinity].map(toJson)).toEqual(['NaN', 'Infinity', '-Infinity']);
  expect(toJson(new Date(NaN))).toBeNull();
  const all = [1.5, 'text', true, null, '', 0, types.Long.fromNumber(5)];
  expect(JSON.parse(JSON.stringify(toJson(all)))).toEqual(toJson(all));
});
