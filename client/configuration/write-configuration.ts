/** A migrated configuration, on this computer's disk. */
import { copyFile, mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ClientFailure } from '../client-failure.ts';

export interface Origin {
  /** The folder that was migrated: modes come from there, so that a key store stays its owner's alone. */
  readonly from: string;
  /** Names of its files that are copied as they are. */
  readonly others: readonly string[];
}

/** @throws ClientFailure badInput when the folder holds something already, since nothing is overwritten, or can't be written */
export async function writeConfiguration(
  folder: string,
  files: Readonly<Record<string, string>>,
  { from, others }: Origin,
): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    if ((await readdir(folder)).length === 0) return await writeAll(folder, files, { from, others });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ClientFailure(
      'badInput',
      `${folder} can't be written: ${reason}. It may hold a part: remove it, mend that, then run this again. ${from} is untouched.`,
    );
  }
  throw new ClientFailure(
    'badInput',
    `${folder} is not empty. Nothing was written: name a new folder by --out.`,
  );
}

async function writeAll(
  folder: string,
  files: Readonly<Record<string, string>>,
  { from, others }: Origin,
): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await writeFile(join(folder, name), text, { mode: await modeOf(join(from, name)) });
  }
  for (const name of others) await copyFile(join(from, name), join(folder, name));
}

async function modeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).mode & 0o777;
  } catch {
    return 0o644; // The target's own file, which the old folder does not have.
  }
}
