/** Where PATH has a program. */
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** Absolute path of the first one that may be executed, or undefined. */
export async function findOnPath(program: string): Promise<string | undefined> {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter).filter((part) => part !== '')) {
    const path = join(folder, program);
    const executable = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (executable) return path;
  }
  return undefined;
}
