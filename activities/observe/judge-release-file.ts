import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { Spec } from '../../knowledge/spec/spec.ts';
import { type Verdict, open, shut } from '../../knowledge/verdict.ts';
import { releaseFile } from '../hosts/release-file.ts';

const gate = 'releaseFile';
const standsFor = ['S1-12'];

/** The release on the worker is the one that the file names by its digest: known before any node is touched. */
export async function judgeReleaseFile(spec: Spec): Promise<Verdict> {
  const { install } = spec;
  try {
    const file = await releaseFile(install);
    const found = await digestOfFile(file);
    if (found === install.sha256) return open(gate, [`${file} has sha256 ${found}`], standsFor);
    // What an address gave is not kept: the next look asks it again.
    if (install.file === undefined) await rm(file, { force: true });
    return shut(
      gate,
      [`${file} has sha256 ${found}, the file says ${install.sha256}`],
      'Get the release again from its official site, or correct install.sha256 if that is what is wrong.',
      standsFor,
    );
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return shut(
      gate,
      [problem],
      'Put the release tarball where install.file or install.url says, on the worker.',
      standsFor,
    );
  }
}

const digests = new Map<string, string>();

/** Read once for each state of the file: preflight looks many times. */
export async function digestOfFile(file: string): Promise<string> {
  const { size, mtimeMs, ino } = await stat(file);
  const key = `${file} ${size} ${mtimeMs} ${ino}`;
  const known = digests.get(key);
  if (known) return known;
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  const digest = hash.digest('hex');
  digests.set(key, digest);
  return digest;
}
