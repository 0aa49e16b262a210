/** Where the project's own files lie, from its sources and from the compiled dist/ alike. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Absolute path of the nearest folder above this file that holds package.json. */
export function projectFolder(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'package.json'))) {
    if (folder === dirname(folder)) throw new RangeError(`no package.json above ${import.meta.dirname}`);
    folder = dirname(folder);
  }
  return folder;
}
