/** Programs that are built from their Go modules, by the Go proxy and Go's own checksum database. */
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findOnPath } from './find-on-path.ts';
import { runProgram } from './run-program.ts';
import type { Say } from './cache-folder.ts';

/** A cold build of Temporal's server takes 2.5 minutes on 2 cores. */
const buildMillis = 30 * 60_000;
/** Without symbols and debugging data: half the size. */
const small = '-ldflags=-s -w';

/** Builds `module@version` and puts its program at the file. */
export async function goInstall(module: string, program: string, file: string, say: Say): Promise<void> {
  await inWorkFolder(file, async (folder) => {
    say(`go install ${module} (minutes when it is new)`);
    // Settings for another platform would put the program elsewhere, and it would not run here.
    const env = { GOBIN: folder, GOFLAGS: '-mod=mod', GOOS: undefined, GOARCH: undefined };
    await runProgram(await goProgram(), ['install', small, module], {
      cwd: folder,
      env,
      timeoutMillis: buildMillis,
    });
    await rename(join(folder, program), file);
  });
}

/** Builds a package of a module that `go install` refuses, by way of a module of our own that requires it. */
export async function goBuild(
  { module, version, packagePath }: { module: string; version: string; packagePath: string },
  file: string,
  say: Say,
): Promise<void> {
  await inWorkFolder(file, async (folder) => {
    say(`go build ${packagePath} of ${module} ${version} (minutes when it is new)`);
    await writeFile(join(folder, 'go.mod'), `module lab\n\ngo 1.23\n\nrequire ${module} ${version}\n`);
    const env = { GOFLAGS: '-mod=mod', GOOS: undefined, GOARCH: undefined };
    const built = join(folder, 'built');
    await runProgram(await goProgram(), ['build', small, '-o', built, packagePath], {
      cwd: folder,
      env,
      timeoutMillis: buildMillis,
    });
    await rename(built, file);
  });
}

async function inWorkFolder(file: string, work: (folder: string) => Promise<void>): Promise<void> {
  const folder = `${file}.d`;
  try {
    await mkdir(folder, { recursive: true });
    await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The official installer's place is not always on PATH. */
async function goProgram(): Promise<string> {
  const onPath = await findOnPath('go');
  if (onPath !== undefined) return onPath;
  const installed: string[] = await readdir('/usr/local/go/bin').catch(() => []);
  return installed.includes('go') ? '/usr/local/go/bin/go' : 'go';
}
