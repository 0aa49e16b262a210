import type { Release } from '../topology.ts';

/** The release that an installation's folder is named after; null when its name tells none. */
export function releaseOfFolder(folder: string): Release | null {
  return /(?:^|\/|-)(\d+\.\d+(?:\.\d+)?(?:-(?:alpha|beta|rc)\d+)?)\/?$/.exec(folder)?.[1] ?? null;
}
