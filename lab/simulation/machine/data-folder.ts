/** The files of a node: sstables with all their components, commit log, hints and snapshots, all small and real. */
import {
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

export interface SSTable {
  readonly keyspace: string;
  readonly table: string;
  /** `big-nb`. */
  readonly format: string;
  readonly generation: number;
  /** Of the table, as this process finds it. */
  readonly folder: string;
}

export interface Snapshot {
  readonly tag: string;
  readonly keyspace: string;
  readonly table: string;
  readonly bytes: number;
  readonly createdAt: Date;
}

const components = ['Data', 'Index', 'Filter', 'Summary', 'Statistics', 'CompressionInfo'] as const;
const dataName = /^([a-z]{2})-(\d+)-(big|bti)-Data\.db$/;

export class DataFolder {
  readonly #data: string;
  readonly #commitlog: string;

  /** @param folder the machine's data folder, as this process finds it */
  constructor(folder: string) {
    this.#data = join(folder, 'data');
    this.#commitlog = join(folder, 'commitlog');
  }

  /** The folders that cassandra.yaml names; a release makes those of caches and hints by itself. */
  make(): void {
    for (const each of ['data', 'commitlog', 'hints', 'saved_caches'])
      mkdirSync(join(dirname(this.#data), each), { recursive: true });
  }

  exists(): boolean {
    return existsSync(this.#data);
  }

  /** @param id UUID of the table; its folder is named after it */
  flush(keyspace: string, table: { name: string; id: string }, format: string, release: string): void {
    const folder = join(this.#data, keyspace, `${table.name}-${table.id.replaceAll('-', '')}`);
    mkdirSync(folder, { recursive: true });
    const generation = 1 + Math.max(0, ...sstablesIn(folder).map((each) => each.generation));
    writeSSTable(folder, format, generation, `${keyspace}.${table.name} ${format} of ${release}\n`);
  }

  /** Live ones of all tables. */
  sstables(): SSTable[] {
    return this.#tableFolders().flatMap(sstablesIn);
  }

  /** The release that wrote it. */
  writtenBy({ folder, format, generation }: SSTable): string {
    const name = componentName(format, generation, 'Data.db');
    return readFileSync(join(folder, name), 'utf8').split('\n')[0]?.split(' of ')[1] ?? 'unknown';
  }

  /** The same content in another format, under the next generation; the old one goes. */
  rewrite({ folder, keyspace, table, format, generation }: SSTable, to: string, release: string): void {
    const next = 1 + Math.max(...sstablesIn(folder).map((each) => each.generation));
    writeSSTable(folder, to, next, `${keyspace}.${table} ${to} of ${release}\n`);
    for (const name of namesOf(format, generation)) rmSync(join(folder, name), { force: true });
  }

  /** @returns whether there was none of that name */
  takeSnapshot(tag: string, schemaOf: (keyspace: string, table: string) => string): boolean {
    const folders = this.#tableFolders();
    if (folders.some((folder) => existsSync(join(folder, 'snapshots', tag)))) return false;
    for (const folder of folders) {
      const into = join(folder, 'snapshots', tag);
      mkdirSync(into, { recursive: true });
      const files = readdirSync(folder).filter((name) => /\.(db|crc32|txt)$/.test(name));
      for (const name of files) linkSync(join(folder, name), join(into, name));
      const data = files.filter((name) => name.endsWith('-Data.db'));
      writeFileSync(join(into, 'manifest.json'), `${JSON.stringify({ files: data })}\n`);
      const { keyspace, table } = namesOfFolder(folder);
      writeFileSync(join(into, 'schema.cql'), schemaOf(keyspace, table));
    }
    return true;
  }

  /** @param tag null: all */
  clearSnapshots(tag: string | null): void {
    for (const folder of this.#tableFolders()) {
      rmSync(join(folder, 'snapshots', tag ?? ''), { recursive: true, force: true });
    }
  }

  snapshots(): Snapshot[] {
    return this.#tableFolders().flatMap((folder) => {
      const all = join(folder, 'snapshots');
      return namesIn(all).map((tag) => ({
        tag,
        ...namesOfFolder(folder),
        bytes: namesIn(join(all, tag)).reduce((sum, name) => sum + statSync(join(all, tag, name)).size, 0),
        createdAt: statSync(join(all, tag)).mtime,
      }));
    });
  }

  /** Versions of the segments that lie in the commit log. */
  commitLogVersions(): number[] {
    return namesIn(this.#commitlog).flatMap(
      (name) => Number(/^CommitLog-(\d+)-/.exec(name)?.[1] ?? []) || [],
    );
  }

  /** A new segment, in place of those that were replayed or flushed. */
  renewCommitLog(version: number, content: string): void {
    mkdirSync(this.#commitlog, { recursive: true });
    for (const name of namesIn(this.#commitlog)) rmSync(join(this.#commitlog, name), { force: true });
    writeFileSync(join(this.#commitlog, `CommitLog-${version}-${Date.now()}.log`), content);
  }

  bytes(): number {
    return this.sstables().reduce(
      (sum, { folder, format, generation }) =>
        sum + statSync(join(folder, componentName(format, generation, 'Data.db'))).size,
      0,
    );
  }

  #tableFolders(): string[] {
    return namesIn(this.#data).flatMap((keyspace) =>
      namesIn(join(this.#data, keyspace)).map((table) => join(this.#data, keyspace, table)),
    );
  }
}

function sstablesIn(folder: string): SSTable[] {
  return namesIn(folder).flatMap((name) => {
    const match = dataName.exec(name);
    if (!match) return [];
    return {
      ...namesOfFolder(folder),
      format: `${match[3]}-${match[1]}`,
      generation: Number(match[2]),
      folder,
    };
  });
}

function namesOfFolder(folder: string): { keyspace: string; table: string } {
  return { keyspace: basename(dirname(folder)), table: basename(folder).replace(/-[0-9a-f]{32}$/, '') };
}

/** Data is written last: a disk that gets full in between leaves no sstable. */
function writeSSTable(folder: string, format: string, generation: number, title: string): void {
  const rest = namesOf(format, generation).filter((name) => !name.endsWith('-Data.db'));
  for (const name of rest) writeFileSync(join(folder, name), `${name} of ${title}`);
  writeFileSync(join(folder, componentName(format, generation, 'Data.db')), title + 'x'.repeat(2_000));
}

function namesOf(format: string, generation: number): string[] {
  const own = components.map((each) => `${each}.db`);
  return [...own, 'Digest.crc32', 'TOC.txt'].map((each) => componentName(format, generation, each));
}

/** @source Descriptor.java: `nb-12-big-Data.db` */
function componentName(format: string, generation: number, component: string): string {
  const [kind, version] = format.split('-');
  return `${version}-${generation}-${kind}-${component}`;
}

function namesIn(folder: string): string[] {
  return existsSync(folder) && statSync(folder).isDirectory() ? readdirSync(folder).toSorted() : [];
}
