import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { RingliftError } from '../../knowledge/errors.ts';
import type { InstallSettings } from '../../knowledge/spec/spec.ts';

import { expandHome } from './expand-home.ts';

/**
 * A release's tarball or package on the worker: the file itself, or what its URL gave, kept under its digest.
 * @returns absolute path @throws RingliftError FileMissing; NodeUnreachable when the URL could not be read
 */
export async function releaseFile({
  file,
  url,
  sha256,
}: Pick<InstallSettings, 'file' | 'url' | 'sha256'>): Promise<string> {
  if (file !== undefined) {
    const path = expandHome(file);
    if (await isFile(path)) return path;
    throw missing(path, 'Put the release tarball there, on the machine of every worker.');
  }
  if (url === undefined) throw missing('install', 'Give install.file or install.url.');
  const folder = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'ringlift', 'downloads');
  const kept = join(folder, `${sha256}.tar.gz`);
  if (await isFile(kept)) return kept;
  await mkdir(folder, { recursive: true });
  const partial = `${kept}.${process.pid}.part`;
  try {
    const response = await fetch(url);
    if (!response.ok || !response.body) throw new Error(`HTTP ${response.status}`);
    await pipeline(Readable.fromWeb(response.body as never), createWriteStream(partial));
    await rename(partial, kept);
    return kept;
  } catch (error) {
    await rm(partial, { force: true });
    throw new RingliftError(
      'NodeUnreachable',
      {
        where: url,
        what: 'the release could not be downloaded',
        found: error instanceof Error ? error.message : String(error),
        next: 'Check the address and that the worker reaches it, or give install.file.',
      },
      { cause: error },
    );
  }
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isFile() ?? false;
}

function missing(where: string, next: string): RingliftError {
  return new RingliftError('FileMissing', { where, what: 'there is no such file on the worker', next });
}
