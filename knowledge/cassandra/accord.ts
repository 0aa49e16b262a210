import { parse } from 'yaml';

/**
 * What a cassandra.yaml says of Accord, nested or in one key; anything that is neither true nor false stands as it is.
 * @source config/AccordConfig.java of 6.0-alpha2 (enabled: false); CASSANDRA-17166 (keys with dots)
 */
export function accordIn(yamlText: string): string {
  const settings: unknown = parse(yamlText, { logLevel: 'silent', uniqueKeys: false });
  const value = field(field(settings, 'accord'), 'enabled') ?? field(settings, 'accord.enabled') ?? false;
  return value === false ? 'off' : JSON.stringify(value);
}

function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}
