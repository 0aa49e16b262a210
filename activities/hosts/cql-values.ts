/** Values of the driver as plain JSON: 64-bit numbers, UUIDs, addresses and the like become strings. */
import { types } from 'cassandra-driver';

export type JsonValue = null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue };

export function toJson(value: unknown): JsonValue {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean' || typeof value === 'string') return value;
  // JSON has no NaN and no infinity, which CQL's double has.
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value !== 'object') return String(value);
  if (Buffer.isBuffer(value)) return `0x${value.toString('hex')}`;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof types.Tuple) return value.values().map(toJson);
  if (value instanceof Map) return ofEntries([...value.entries()]);
  if (Symbol.iterator in value) return [...(value as Iterable<unknown>)].map(toJson);
  if (Object.getPrototypeOf(value) === Object.prototype) return ofEntries(Object.entries(value));
  return String(value); // Long, Uuid, InetAddress, BigDecimal, LocalDate, ...: each writes itself as CQL does.
}

function ofEntries(entries: readonly [unknown, unknown][]): JsonValue {
  return Object.fromEntries(entries.map(([key, value]) => [String(toJson(key)), toJson(value)]));
}
