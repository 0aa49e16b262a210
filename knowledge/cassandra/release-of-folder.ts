import type { Release } from '../topology.ts';

/** The release that an installation's folder is named after, DSE's by its own name; null when its name tells none. */
export function releaseOfFolder(folder: string): Release | null {
  const dse = /(?:^|\/)(dse-\d+\.\d+\.\d+)\/?$/.exec(folder)?.[1];
  if (dse !== undefined) return dse;
  return /(?:^|\/|-)(\d+\.\d+(?:\.\d+)?(?:-(?:alpha|beta|rc)\d+)?)\/?$/.exec(folder)?.[1] ?? null;
}
