import type { Release } from '../../../knowledge/topology.ts';

/** A command's words with `{release}` and `{former}` filled in; no shell reads them. */
export function wordsFor(command: readonly string[], release: Release, former: Release): string[] {
  return command.map((word) => word.replaceAll('{release}', release).replaceAll('{former}', former));
}
