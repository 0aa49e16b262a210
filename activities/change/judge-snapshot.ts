/** What the files of a snapshot prove. */
export interface SnapshotProof {
  /** Files that must be in it. */
  readonly expected: number;
  readonly tables: number;
  /** What lacks: a file, a manifest, or a table that listsnapshots does not show. */
  readonly missing: readonly string[];
  /** When the last of its tables was linked, in milliseconds by the host's clock; null: not told. */
  readonly takenAt: number | null;
}

interface FileRow {
  readonly kind: string;
  readonly size: number;
  readonly path: string;
}

/**
 * A snapshot is complete when every sstable component that was live both before and after it was taken is in it with
 * the same size, when every table it touches has its manifest, and when nodetool lists it. What was compacted away or
 * flushed in between need not be there: it was live at one of the two looks only. What a compaction still writes lies
 * among the live files, and is none of them until its transaction ends. Later (nothing known of before), every file of
 * the snapshot must still be there by its manifest, and live files not in it are newer than it.
 * @source db/lifecycle/LogRecord.java (ADD) and LogFile.java for the logs of transactions; service/StorageService.java of
 *   3.11.19 (getSnapshotDetails leaves local keyspaces out), measured on 3.11.11
 * @param listsLocal false: of a release that takes snapshots of its own keyspaces and lists none of them, as 3.x does;
 *   there the files alone prove them
 * @param lines of list-sstables: `live SIZE INODE PATH`, `kept SIZE INODE PATH`, `new PATH`, `taken SECONDS`
 */
export function judgeSnapshot(
  tag: string,
  lines: readonly string[],
  liveBefore: readonly string[],
  listed: ReadonlySet<string>,
  listsLocal = true,
): SnapshotProof {
  const rows = lines.flatMap(rowOf);
  const before = new Set(liveBefore.flatMap(rowOf).map(({ path, size }) => `${path} ${size}`));
  const underWay = new Set([...lines, ...liveBefore].flatMap((line) => /^new (.+)$/.exec(line)?.[1] ?? []));
  const kept = new Map(
    rows
      .filter(({ kind }) => kind === 'kept')
      .map(({ path, size }) => [path.replace(`/snapshots/${tag}/`, '/'), size]),
  );
  const expected = rows.filter(
    ({ kind, path, size }) =>
      kind === 'live' &&
      before.has(`${path} ${size}`) &&
      isComponent(path) &&
      !underWay.has(path.replace(/-[^-/]+$/, '')),
  );
  const files = [...kept.keys()].filter(isComponent);
  const tables = new Set([...files, ...expected.map(({ path }) => path)].map(tableFolderOf));
  // Nothing is known of before: then every table that has sstables now must have been reached by the snapshot.
  const live = before.size > 0 ? [] : rows.filter(({ kind, path }) => kind === 'live' && isComponent(path));
  const reached = new Set([...tables, ...live.map(({ path }) => tableFolderOf(path))]);
  const missing = [
    ...expected.filter(({ path, size }) => kept.get(path) !== size).map(({ path }) => path),
    ...[...reached]
      .filter((table) => !kept.has(`${table}/manifest.json`))
      .map((table) => `${table}/manifest.json`),
    ...[...tables]
      .map(tableNameOf)
      .filter((name) => !listed.has(name) && (listsLocal || !isLocal(name)))
      .map((name) => `${name} in listsnapshots`),
    ...(kept.size === 0 ? [`any file of snapshot ${tag}`] : []),
  ];
  const taken = lines.flatMap((line) => /^taken (\d+(?:\.\d+)?)$/.exec(line)?.[1] ?? []).map(Number);
  return {
    expected: Math.max(expected.length, files.length),
    tables: tables.size,
    missing,
    takenAt: taken.length === 0 ? null : Math.max(...taken) * 1_000,
  };
}

function rowOf(line: string): FileRow[] {
  const match = /^(live|kept) (\d+) \d+ (?:\.\/)?(.+)$/.exec(line);
  return match ? [{ kind: match[1] ?? '', size: Number(match[2]), path: match[3] ?? '' }] : [];
}

/** Components of an sstable; temporary files and those of secondary indexes' own folders keep their table's path. */
function isComponent(path: string): boolean {
  return (
    /\.(db|crc32|txt|cql)$/.test(path) &&
    !path.endsWith('schema.cql') &&
    !/\btmp/.test(path.replace(/^.*\//, ''))
  );
}

/** `ks/table-id`: the first two folders of a component's path. */
function tableFolderOf(path: string): string {
  return path.split('/').slice(0, 2).join('/');
}

function tableNameOf(folder: string): string {
  const [keyspace = '', table = ''] = folder.split('/');
  return `${keyspace}.${table.replace(/-[0-9a-f]{32}$/, '')}`;
}

/** Of a keyspace that each node has for itself. @source schema/SchemaConstants.java */
function isLocal(table: string): boolean {
  return /^system(_schema)?\./.test(table);
}
