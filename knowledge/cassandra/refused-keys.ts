/** Keys that a line no longer starts with, and what becomes of each. A key that is not here is not removed. */
import type { ReleaseLine } from './release-line.ts';
import type { YamlText } from './yaml-text.ts';

export type Fate =
  | { readonly action: 'removed'; readonly why: string }
  | { readonly action: 'renamed'; readonly to: string; readonly why: string }
  | { readonly action: 'refused'; readonly why: string; readonly remedy: string };

type FateOf = (yaml: YamlText, value: string | null) => Fate;

/**
 * @source config/Config.java and DatabaseDescriptor.java of 3.11.19, 4.1.10, 5.0.9 and 6.0-alpha2;
 *   db/AbstractMutationVerbHandler.java of 6.0-alpha2 (checkTokenOwnership)
 */
const fates: { readonly [key: string]: FateOf } = {
  ...gone(
    ['rpc_listen_backlog', 'rpc_max_threads', 'rpc_min_threads', 'rpc_port', 'rpc_server_type'],
    'Thrift is gone since 4.0',
  ),
  ...gone(['rpc_recv_buff_size_in_bytes', 'rpc_send_buff_size_in_bytes'], 'Thrift is gone since 4.0'),
  ...gone(
    ['thrift_framed_transport_size_in_mb', 'thrift_max_message_length_in_mb'],
    'Thrift is gone since 4.0',
  ),
  ...gone(['thrift_prepared_statements_cache_size_mb'], 'Thrift is gone since 4.0'),
  ...gone(
    ['request_scheduler', 'request_scheduler_id', 'request_scheduler_options'],
    'it scheduled Thrift requests only, and Thrift is gone since 4.0',
  ),
  ...gone(['index_interval'], 'without effect since 2.0: a table has min_index_interval of its own'),
  ...gone(['streaming_socket_timeout_in_ms'], 'replaced in 4.0 by keep-alive messages between streams'),
  ...gone(['commitlog_sync_batch_window_in_ms'], 'batch mode waits for no window since 4.0'),
  ...gone(['commitlog_periodic_queue_size'], 'without effect before, unknown since 5.0'),
  ...gone(['concurrent_replicates'], 'without effect before, unknown since 5.0'),
  ...gone(['native_transport_max_negotiable_protocol_version'], 'without effect in 4.x, unknown since 5.0'),
  ...gone(
    ['log_out_of_token_range_requests', 'reject_out_of_token_range_requests'],
    'requests are always checked against cluster metadata, and rejected by it',
  ),
  encryption_options: (yaml) =>
    yaml.has('server_encryption_options')
      ? { action: 'removed', why: 'server_encryption_options is there, its name since 1.2' }
      : {
          action: 'renamed',
          to: 'server_encryption_options',
          why: 'its name since 1.2, the only one since 4.0',
        },
  start_rpc: (_yaml, value) =>
    isTrue(value)
      ? {
          action: 'refused',
          why: 'clients may be connected by Thrift, which is gone since 4.0',
          remedy: 'Move all clients to CQL, then set start_rpc: false in cassandra.yaml.',
        }
      : { action: 'removed', why: 'Thrift is gone since 4.0' },
  native_transport_port_ssl: (yaml, value) => secondPort(value, yaml.valueOf('native_transport_port')),
};

/** Null: nothing is known of the key, so it is nobody's to remove. */
export function fateOf(key: string, yaml: YamlText, value: string | null): Fate | null {
  return Object.hasOwn(fates, key) ? (fates[key]?.(yaml, value) ?? null) : null;
}

/** Values that a line does not start with, of keys that it knows. */
export function refusedValues(yaml: YamlText, line: ReleaseLine): (Fate & { key: string })[] {
  return [...scriptedFunctions(yaml, line), ...pauseThresholds(yaml, line)];
}

function scriptedFunctions(yaml: YamlText, line: ReleaseLine): (Fate & { key: string })[] {
  const scripted = ['scripted_user_defined_functions_enabled', 'enable_scripted_user_defined_functions'];
  if (line !== '5.0' && line !== '6.0') return [];
  return scripted
    .filter((key) => isTrue(yaml.valueOf(key)))
    .map((key) => ({
      key,
      action: 'refused',
      why: 'functions in JavaScript were removed in 5.0 (CASSANDRA-18252), which does not start with them enabled',
      remedy: `Replace functions in JavaScript by Java ones, then set ${key}: false in cassandra.yaml.`,
    }));
}

/**
 * 0, which switched warnings of long pauses off until 5.0, is refused by 6.0, and so is warning of shorter pauses than
 * are logged. @source config/DatabaseDescriptor.java of 6.0-alpha2 (validateGCParams, setGCWarnThreshold)
 */
function pauseThresholds(yaml: YamlText, line: ReleaseLine): (Fate & { key: string })[] {
  if (line !== '6.0') return [];
  const [log, warn] = [pauseOf(yaml, 'gc_log_threshold', 200), pauseOf(yaml, 'gc_warn_threshold', 1_000)];
  if (log === null || warn === null || (log.millis > 0 && warn.millis > log.millis)) return [];
  const { key } = warn.millis === 0 || log.isDefault ? warn : log;
  return [
    {
      key,
      action: 'refused',
      why: `6.0 starts only when pauses to warn of (${warn.millis} ms) are longer than those that are logged (${log.millis} ms), and those longer than none`,
      remedy:
        'Set gc_warn_threshold in cassandra.yaml to more than gc_log_threshold; far more, such as 1h, switches the warnings off.',
    },
  ];
}

/** Null: a value that can't be read here. */
function pauseOf(yaml: YamlText, name: string, defaultMillis: number) {
  const old = `${name}_in_ms`;
  const key = yaml.has(old) ? old : name;
  if (!yaml.has(key)) return { key, millis: defaultMillis, isDefault: true };
  const [, number, unit = 'ms'] = /^(\d+)(ms|s|m|h|d)?$/.exec(yaml.valueOf(key) ?? '') ?? [];
  const millis = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }[unit];
  if (number === undefined || millis === undefined) return null;
  return { key, millis: Number(number) * millis, isDefault: false };
}

/** @source transport/Server.java and NEWS.txt of 5.0 and 6.0: one port serves plain and encrypted connections */
function secondPort(value: string | null, port: string | null): Fate {
  if (value === null || value === (port ?? '9042')) {
    return {
      action: 'removed',
      why: 'it named the same port as native_transport_port, which serves TLS as well',
    };
  }
  return {
    action: 'refused',
    why: `6.0 has one port: clients that connect by TLS to ${value} would be refused`,
    remedy: `Point TLS clients at native_transport_port (${port ?? '9042'}) with client_encryption_options.optional: true, then remove native_transport_port_ssl from cassandra.yaml.`,
  };
}

function gone(keys: readonly string[], why: string): { [key: string]: FateOf } {
  return Object.fromEntries(keys.map((key) => [key, () => ({ action: 'removed', why }) as const]));
}

/** As YAML 1.1 says it. */
export function isTrue(value: string | null): boolean {
  return value !== null && /^(true|yes|on)$/i.test(value);
}
