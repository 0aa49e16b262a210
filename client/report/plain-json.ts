/**
 * A message of Temporal's API as the SDK holds it, in the JSON form that its tools print: bytes as base64, 64-bit
 * numbers as text, moments in ISO 8601; what is not set is left out. Enumerations stay numbers. The SDK's own
 * historyToJSON fails wherever npm installs more than one copy of protobufjs (1.24.0: "type must be a Type").
 */
export function plainJson(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(plainJson);
  if (isLong(value)) return value.toString();
  if (isMoment(value)) return new Date(Number(value.seconds) * 1_000 + value.nanos / 1e6).toISOString();
  const fields = Object.entries(value).filter(([, field]) => field !== null && field !== undefined);
  return Object.fromEntries(fields.map(([key, field]) => [key, plainJson(field)]));
}

function isLong(value: object): boolean {
  return 'low' in value && 'high' in value && 'unsigned' in value;
}

function isMoment(value: object): value is { seconds: unknown; nanos: number } {
  const { seconds, nanos } = value as { seconds?: unknown; nanos?: unknown };
  return seconds !== undefined && typeof nanos === 'number' && Object.keys(value).length === 2;
}
