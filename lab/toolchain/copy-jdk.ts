/** Copies of a Java for machines of the lab, which see neither this computer's /etc nor its cache folder. */
import { cp, lstat, readdir, readlink, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { libraryFolder, patchPrograms } from './patch-programs.ts';

/**
 * Copies the home to a folder, which must not exist yet, so that it runs where it is seen under another path.
 * @param home of findJdk
 * @param folder where to write it, such as `<root of the machine>/opt/java/8`
 * @param seenAs its absolute path inside the machine, such as `/opt/java/8`
 */
export async function copyJdk(home: string, folder: string, seenAs: string): Promise<void> {
  await cp(home, folder, { recursive: true, verbatimSymlinks: true });
  await resolveLinks(folder, '/');
  if (existsSync(join(folder, libraryFolder))) await patchPrograms(folder, seenAs);
}

/**
 * Debian's packages link out of their folder, to /etc and /usr/share: such links are replaced by what they mean, or
 * dropped when that is not there.
 * @param root what `/` means for the links
 */
export async function resolveLinks(folder: string, root: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await resolveLinks(path, root);
    if (!entry.isSymbolicLink()) continue;
    const target = await readlink(path);
    if (!target.startsWith('/') && !target.startsWith('../../../share/')) continue;
    await rm(path);
    const meant = join(root, target);
    const exists = target.startsWith('/') && (await lstat(meant).catch(() => undefined)) !== undefined;
    if (exists) await cp(meant, path, { recursive: true, dereference: true });
  }
}
