/** One SHA-256 for a file, or for a folder with all that is in it. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Hexadecimal. A file's is that of its bytes, as sha256sum prints it; a folder's is that of the sorted list of what it
 * holds: kind, whether it can be executed, name, and digest or link target. Times and owners don't count.
 */
export async function digestOf(path: string): Promise<string> {
  const found = await lstat(path);
  if (found.isFile()) return digestOfFile(path);
  const hash = createHash('sha256');
  for (const line of await linesOf(path, '')) hash.update(`${line}\n`);
  return hash.digest('hex');
}

async function linesOf(root: string, folder: string): Promise<string[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true });
  const lines: string[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const name = join(folder, entry.name);
    const path = join(root, name);
    if (entry.isSymbolicLink()) lines.push(`link ${name} -> ${await readlink(path)}`);
    else if (entry.isDirectory()) lines.push(`folder ${name}`, ...(await linesOf(root, name)));
    else {
      const executable = ((await lstat(path)).mode & 0o100) !== 0;
      lines.push(`${executable ? 'program' : 'file'} ${name} ${await digestOfFile(path)}`);
    }
  }
  return lines;
}

async function digestOfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(piece as Buffer);
  return hash.digest('hex');
}
