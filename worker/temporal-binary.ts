import { type Dirent, accessSync, constants, readdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { RingliftError } from '../knowledge/errors.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** How deep the cache is searched: its tools lie a few folders down. */
const deepest = 4;
/** In a cache its version may be part of its name. */
const programName = /^temporal(-\d+(\.\d+)*)?$/;

/**
 * Finds Temporal's command line, which holds the development server: RINGLIFT_TEMPORAL, else PATH, else the cache
 * folder `${RINGLIFT_CACHE:-${XDG_CACHE_HOME:-~/.cache}/ringlift}`.
 * @throws FileMissing with the ways to get it
 */
export function findTemporalBinary(environment: Environment): string {
  const named = environment['RINGLIFT_TEMPORAL'];
  if (named) {
    if (isProgram(named)) return named;
    throw missing(`RINGLIFT_TEMPORAL names ${named}, which is no program`);
  }
  const onPath = (environment['PATH'] ?? '')
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, 'temporal'));
  const cache = cacheFolder(environment);
  const found = onPath.find(isProgram) ?? searchFolder(cache, 0);
  if (found === null) throw missing(`none on PATH and none below ${cache}`);
  return found;
}

function cacheFolder(environment: Environment): string {
  const home = environment['HOME'] || homedir();
  return (
    environment['RINGLIFT_CACHE'] || join(environment['XDG_CACHE_HOME'] || join(home, '.cache'), 'ringlift')
  );
}

function searchFolder(folder: string, depth: number): string | null {
  const entries = entriesOf(folder);
  const programs = entries
    .filter((entry) => programName.test(entry.name))
    .map((entry) => join(folder, entry.name));
  const found = programs.sort().findLast(isProgram);
  if (found !== undefined || depth === deepest) return found ?? null;
  for (const { name } of entries.filter((entry) => entry.isDirectory())) {
    const below = searchFolder(join(folder, name), depth + 1);
    if (below !== null) return below;
  }
  return null;
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

function missing(found: string): RingliftError {
  return new RingliftError('FileMissing', {
    where: "Temporal's command line",
    what: 'the program `temporal` was not found',
    found,
    next:
      'Install it (https://docs.temporal.io/cli, or: go install github.com/temporalio/cli/cmd/temporal@v1.5.1) ' +
      'and put it on PATH, or name it in RINGLIFT_TEMPORAL.',
  });
}
