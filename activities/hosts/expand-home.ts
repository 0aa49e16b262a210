import { homedir } from 'node:os';

/** `~` and `~/x` as a shell on the worker expands them; everything else, `~other/x` included, as it is. */
export function expandHome(path: string): string {
  return path === '~' || path.startsWith('~/') ? homedir() + path.slice(1) : path;
}
