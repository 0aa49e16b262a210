import type { HistoryEvent } from './history.ts';

/**
 * An event of Temporal's API as the SDK holds it, in the JSON form that its tools print: bytes as base64, 64-bit
 * numbers as text, its moment in ISO 8601; what is not set is left out. Enumerations and durations stay as they are.
 * The SDK's own historyToJSON fails wherever npm installs more than one copy of protobufjs (1.24.0: "type must be a
 * Type"), so it is not used.
 */
export function plainEvent(event: { readonly eventTime?: Moment | null }): HistoryEvent {
  return { ...(plainJson(event) as HistoryEvent), eventTime: isoOf(event.eventTime) };
}

interface Moment {
  readonly seconds?: unknown;
  readonly nanos?: number | null;
}

function isoOf(moment: Moment | null | undefined): string {
  return new Date(
    Number(moment?.seconds ?? 0) * 1_000 + Math.floor((moment?.nanos ?? 0) / 1e6),
  ).toISOString();
}

function plainJson(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(plainJson);
  if ('low' in value && 'high' in value && 'unsigned' in value) return String(value);
  const fields = Object.entries(value).filter(([, field]) => field !== null && field !== undefined);
  return Object.fromEntries(fields.map(([key, field]) => [key, plainJson(field)]));
}
