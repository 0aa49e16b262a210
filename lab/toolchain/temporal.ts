/** The `temporal` program: its dev server runs workflows on this computer, its commands look at them. */
import { chmod, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { RingliftError } from '../../knowledge/errors.ts';
import { cached, type Say } from './cache-folder.ts';
import { download } from './download.ts';
import { findOnPath } from './find-on-path.ts';
import { goInstall } from './go-build.ts';
import { runProgram } from './run-program.ts';

/** The newest one that `go install` can build: later ones have replace directives. */
const cliVersion = '1.5.1';
const modulePath = `github.com/temporalio/cli/cmd/temporal@v${cliVersion}`;

export type TemporalOrigin = 'PATH' | 'cache' | 'download' | 'go install';

export interface FoundTemporal {
  readonly path: string;
  readonly from: TemporalOrigin;
}

/** The ways to get it that a test can stand in for. */
export interface TemporalSources {
  /** Absolute path of one that is installed, or undefined. */
  readonly onPath: () => Promise<string | undefined>;
  /** Each writes the program to that file, or throws. */
  readonly download: (file: string) => Promise<void>;
  readonly goInstall: (file: string) => Promise<void>;
}

/** In this order: PATH, the cache, the official download, `go install`. Says which was used. */
export async function findTemporal(
  say: Say,
  sources: TemporalSources = realSources(say),
): Promise<FoundTemporal> {
  const installed = await sources.onPath();
  if (installed !== undefined) return announced({ path: installed, from: 'PATH' }, say);
  const { path, from } = await cached(
    {
      name: `bin/temporal-${cliVersion}`,
      recipe: modulePath,
      make: (file) => getTemporal(file, sources, say),
    },
    say,
  );
  return announced({ path, from: from as TemporalOrigin }, say);
}

function announced(found: FoundTemporal, say: Say): FoundTemporal {
  say(`temporal: ${found.path} (from ${found.from})`);
  return found;
}

async function getTemporal(file: string, sources: TemporalSources, say: Say): Promise<TemporalOrigin> {
  const failures: string[] = [];
  for (const [from, get] of [
    ['download', sources.download],
    ['go install', sources.goInstall],
  ] as const) {
    try {
      await get(file);
      return from;
    } catch (error) {
      failures.push(`${from}: ${error instanceof Error ? error.message : String(error)}`);
      say(failures.at(-1) ?? '');
    }
  }
  throw new RingliftError('FileMissing', {
    where: 'this computer',
    what: 'the temporal program is not installed, and could not be got',
    found: failures.join('; '),
    next: "Install Temporal's command line (https://docs.temporal.io/cli) so that `temporal` is on PATH, or Go 1.24 or later.",
  });
}

function realSources(say: Say): TemporalSources {
  return {
    onPath: workingTemporal,
    download: (file) => downloadTemporal(file, say),
    goInstall: (file) => goInstall(modulePath, 'temporal', file, say),
  };
}

/** One on PATH counts only if it runs. */
async function workingTemporal(): Promise<string | undefined> {
  const path = await findOnPath('temporal');
  if (path === undefined) return undefined;
  const runs = await runProgram(path, ['--version'], { timeoutMillis: 20_000 }).then(
    () => true,
    () => false,
  );
  return runs ? path : undefined;
}

/** The archive holds the program, a licence and a read-me. Its digest is not published beside it: TLS vouches for it. */
async function downloadTemporal(file: string, say: Say): Promise<void> {
  const arch = process.arch === 'x64' ? 'amd64' : process.arch;
  const url = `https://temporal.download/cli/archive/v${cliVersion}?platform=${process.platform}&arch=${arch}`;
  const folder = `${file}.d`;
  const archive = join(folder, 'temporal.tar.gz');
  try {
    await mkdir(folder, { recursive: true });
    say(`downloading ${url}`);
    await download(url, archive);
    await runProgram('tar', [
      '--extract',
      '--gzip',
      `--file=${archive}`,
      `--directory=${folder}`,
      'temporal',
    ]);
    await runProgram(join(folder, 'temporal'), ['--version'], { timeoutMillis: 20_000 });
    await rename(join(folder, 'temporal'), file);
    await chmod(file, 0o755);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
