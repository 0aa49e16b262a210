import { isBefore } from '../../../knowledge/cassandra/release-line.ts';
import type { Cassandra } from '../machine/cassandra.ts';
import { type Answer, refused, said, threw } from './answer.ts';
import { sayBytes, textTable } from './text-table.ts';

/** `snapshot -t NAME`, of all keyspaces. @source recorded snapshot of 5.0.9 and 6.0-alpha2 */
export async function takeSnapshot(cassandra: Cassandra, words: readonly string[]): Promise<Answer> {
  const tag = words[words.indexOf('-t') + 1] ?? String(Date.now());
  const requested = `Requested creating snapshot(s) for [all keyspaces] with snapshot name [${tag}] and options {skipFlush=false}\n`;
  await cassandra.work(cassandra.takes.snapshot);
  const schemaOf = (keyspace: string, table: string) =>
    `CREATE TABLE IF NOT EXISTS ${keyspace}.${table} ();\n`;
  if (!cassandra.data.takeSnapshot(tag, schemaOf))
    return threw(`Snapshot ${tag} already exists.`, 'java.io.IOException', requested);
  return said(`${requested}Snapshot directory: ${tag}\n`);
}

/** @source recorded clearsnapshot of 5.0.9 and 6.0-alpha2; without a name or --all it refuses since 4.0 */
export async function clearSnapshots({ data }: Cassandra, words: readonly string[]): Promise<Answer> {
  const at = words.indexOf('-t');
  const tag = at < 0 ? null : (words[at + 1] ?? null);
  if (tag === null && !words.includes('--all')) return refused('Specify snapshot name or --all');
  data.clearSnapshots(tag);
  return said(
    `Requested clearing snapshot(s) for [all keyspaces] with ${tag === null ? 'all snapshots' : `snapshot name [${tag}]`}\n`,
  );
}

/** 3.x lists none of its own keyspaces. @source recorded listsnapshots of 4.0.19 to 6.0-alpha2; measured on 3.11.11 */
export function printSnapshots({ data, node }: Cassandra): string {
  const isOld = isBefore(node.line, '4.0');
  const snapshots = data
    .snapshots()
    .filter(({ keyspace }) => !isOld || (keyspace !== 'system' && keyspace !== 'system_schema'));
  if (snapshots.length === 0) return 'Snapshot Details: \nThere are no snapshots\n';
  const header = [
    ...['Snapshot name', 'Keyspace name', 'Column family name', 'True size', 'Size on disk'],
    ...['Creation time', 'Expiration time'],
  ];
  const rows = snapshots.map(({ tag, keyspace, table, bytes, createdAt }) => [
    ...[tag, keyspace, table, sayBytes(0), sayBytes(bytes), createdAt.toISOString(), ''],
  ]);
  return `Snapshot Details: \n${textTable([header, ...rows])}\nTotal TrueDiskSpaceUsed: 0 bytes\n\n`;
}
