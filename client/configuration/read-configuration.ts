/** An operator's configuration from this computer's disk. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { text as textOfStream } from 'node:stream/consumers';
import { ClientFailure } from '../client-failure.ts';

export interface ReadConfiguration {
  /** Name to text. A single file is `cassandra.yaml`, whatever it is called. */
  readonly texts: Readonly<Record<string, string>>;
  /** Names of files that are no text, such as key stores. */
  readonly others: readonly string[];
  /** Is it a whole folder? */
  readonly isFolder: boolean;
}

/** Larger is no configuration. */
const limitBytes = 1_048_576;

/**
 * @param path a cassandra.yaml, `-` for one on standard input, or a folder of Cassandra's; its own folders are left out
 * @throws ClientFailure badInput
 */
export async function readConfiguration(path: string): Promise<ReadConfiguration> {
  try {
    if (path === '-') return single(await textOfStream(process.stdin));
    if (!(await stat(path)).isDirectory()) return single(await readFile(path, 'utf8'));
    return await folder(path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ClientFailure('badInput', `${path} can't be read: ${reason}. Nothing was changed.`);
  }
}

function single(text: string): ReadConfiguration {
  return { texts: { 'cassandra.yaml': text }, others: [], isFolder: false };
}

async function folder(path: string): Promise<ReadConfiguration> {
  const texts: Record<string, string> = {};
  const others: string[] = [];
  for (const name of (await readdir(path)).toSorted()) {
    const { isFile, size } = await factsOf(join(path, name));
    if (!isFile) continue;
    const bytes = size > limitBytes ? null : await readFile(join(path, name));
    const text = bytes && textOf(bytes);
    if (text === null) others.push(basename(name));
    else texts[name] = text;
  }
  return { texts, others, isFolder: true };
}

async function factsOf(path: string) {
  const facts = await stat(path);
  return { isFile: facts.isFile(), size: facts.size };
}

/** Null: no text, and so carried as it is. */
function textOf(bytes: Buffer): string | null {
  if (bytes.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
