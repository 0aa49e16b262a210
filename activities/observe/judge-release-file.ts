import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { Spec } from '../../knowledge/spec/spec.ts';
import { type Verdict, open, shut } from '../../knowledge/verdict.ts';
import { releaseFile } from '../hosts/release-file.ts';

const gate = 'releaseFile';
const standsFor = ['S1-12'];

/** What the worker brings is what the file names by its digest: known before any node is touched. */
export async function judgeReleaseFile(spec: Spec): Promise<Verdict> {
  const { install } = spec;
  const { also = [], former = [], version } = install;
  if (install.method === 'commands')
    return open(gate, ['nothing is brought: your own commands install the release'], standsFor);
  const own = version === undefined ? [{ place: 'install', given: install }] : [];
  const files = [
    ...own,
    ...also.map((given, index) => ({ place: `install.also[${index}]`, given })),
    ...former.map((given, index) => ({ place: `install.former[${index}]`, given })),
  ];
  const judged = await Promise.all(files.map(({ place, given }) => judgeFile(place, given)));
  const evidence = [
    ...(version === undefined
      ? []
      : [`the package's version ${version} comes from repositories of the nodes`]),
    ...judged.map(({ says }) => says),
  ];
  const remedies = judged.flatMap(({ remedy }) => remedy ?? []);
  if (remedies.length === 0) return open(gate, evidence, standsFor);
  return shut(gate, evidence, [...new Set(remedies)].join(' '), standsFor);
}

interface Judged {
  readonly says: string;
  /** Absent: it is what it should be. */
  readonly remedy?: string;
}

async function judgeFile(
  place: string,
  given: Pick<Spec['install'], 'file' | 'url' | 'sha256'>,
): Promise<Judged> {
  try {
    const file = await releaseFile(given);
    const found = await digestOfFile(file);
    if (found === given.sha256) return { says: `${file} has sha256 ${found}` };
    // What an address gave is not kept: the next look asks it again.
    if (given.file === undefined) await rm(file, { force: true });
    return {
      says: `${file} has sha256 ${found}, the file says ${given.sha256}`,
      remedy: `Get the release again from its official site, or correct ${place}.sha256 if that is what is wrong.`,
    };
  } catch (error) {
    return {
      says: error instanceof Error ? error.message : String(error),
      remedy: `Put the release where ${place}.file or ${place}.url says, on the worker.`,
    };
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
