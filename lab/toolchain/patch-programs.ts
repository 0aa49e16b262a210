/** Lets the programs of a Java home run with the C library that lies in a folder of it, at whatever place it is. */
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runProgram } from './run-program.ts';

/** Folder in the home for the libraries and their loader. */
export const libraryFolder = 'sid-lib';

/**
 * Every program of the home is started by that loader, and it and what it loads find those libraries first.
 * @param seenAs absolute path under which the programs will see the folder: a loader can't be named otherwise
 */
export async function patchPrograms(folder: string, seenAs: string): Promise<void> {
  const loader = (await readdir(join(folder, libraryFolder))).find((file) => file.startsWith('ld-linux'));
  if (loader === undefined) throw new RangeError(`there is no loader in ${join(folder, libraryFolder)}`);
  for (const program of await programsIn(folder)) {
    const old = (await runProgram('patchelf', ['--print-rpath', program])).stdout.trim().split(':');
    const own = old.filter((part) => part !== '' && !part.endsWith(`/${libraryFolder}`));
    const search = [join(seenAs, libraryFolder), ...own].join(':');
    // An rpath, not a runpath: only that also counts for the libraries that the program's libraries need.
    const args = [
      '--set-interpreter',
      join(seenAs, libraryFolder, loader),
      '--force-rpath',
      '--set-rpath',
      search,
    ];
    await runProgram('patchelf', [...args, program]);
  }
}

async function programsIn(folder: string): Promise<string[]> {
  const programs: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile() || path.startsWith(join(folder, libraryFolder))) continue;
    if (((await lstat(path)).mode & 0o100) === 0 || entry.name.endsWith('.so')) continue;
    const asked = await runProgram('patchelf', ['--print-interpreter', path], { allowedExitCodes: [0, 1] });
    if (asked.exitCode === 0) programs.push(path);
  }
  return programs;
}
