import { parse } from 'yaml';

/** A folder that a node keeps its state in, as its cassandra.yaml names it. */
export interface NamedFolder {
  /** data, commitlog, hints, saved_caches or cdc_raw. */
  readonly role: string;
  /** Null: the key is absent, and the folder lies inside the release's own, where the next release won't find it. */
  readonly path: string | null;
}

/**
 * Data, commit log, hints, saved caches and CDC folders, in that order.
 * @param storage folder of those that are not named, where they are to be told; absent: their path is null
 * @source cassandra.yaml: the defaults are below cassandra.storagedir, that is $CASSANDRA_HOME/data for a tarball
 */
export function foldersOf(yamlText: string, storage?: string): NamedFolder[] {
  const settings = settingsIn(yamlText);
  const data = settings['data_file_directories'];
  const folders = Array.isArray(data) ? data.filter((each) => typeof each === 'string') : [];
  const unnamed = (role: string) => (storage === undefined ? null : `${storage}/${role}`);
  const single = (role: string, key: string): NamedFolder => ({
    role,
    path: text(settings[key]) ?? unnamed(role),
  });
  return [
    ...(folders.length > 0
      ? folders.map((path) => ({ role: 'data', path }))
      : [{ role: 'data', path: unnamed('data') }]),
    single('commitlog', 'commitlog_directory'),
    single('hints', 'hints_directory'),
    single('saved_caches', 'saved_caches_directory'),
    ...(settings['cdc_enabled'] === true || text(settings['cdc_raw_directory']) !== null
      ? [single('cdc_raw', 'cdc_raw_directory')]
      : []),
  ];
}

/** Where CQL listens, for a connection that leaves from the node's own machine. */
export function cqlAddressOf(yamlText: string, node: string): string {
  const settings = settingsIn(yamlText);
  const address = text(settings['rpc_address']);
  if (address === null) return text(settings['rpc_interface']) === null ? 'localhost' : node;
  return address === '0.0.0.0' || address === '::' ? (text(settings['listen_address']) ?? node) : address;
}

/** The value of one plain key; null when it is absent or no plain value. */
export function yamlValueOf(yamlText: string, key: string): string | null {
  return text(settingsIn(yamlText)[key]);
}

function settingsIn(yamlText: string): Record<string, unknown> {
  const value: unknown = parse(yamlText, { logLevel: 'silent', uniqueKeys: false });
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

function text(value: unknown): string | null {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}
