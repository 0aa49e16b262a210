/** What is done to one setting, for people. */
export interface FileChange {
  readonly file: string;
  readonly key: string;
  readonly action: string;
  readonly why: string;
  /** All of it in one clause: `cassandra.yaml: start_rpc removed: Thrift is gone since 4.0`. */
  readonly says: string;
}

/** With all of it in one clause. */
export function sayChange(change: {
  readonly file: string;
  readonly key: string;
  readonly action: string;
  readonly to?: string;
  readonly why: string;
}): FileChange {
  const { file, key, action, to, why } = change;
  const become = to !== undefined && /^(renamed|translated)$/.test(action) ? `${action} to ${to}` : action;
  return { file, key, action, why, says: `${file}: ${key} ${become}: ${why}` };
}
