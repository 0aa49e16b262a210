import type { Release } from '../topology.ts';

/**
 * The release that a package's version names: `1:6.0~alpha2-1` is 6.0-alpha2; null when it names none.
 * @source Debian policy 5.6.12 (epoch, tilde, revision); RPM writes pre-releases alike
 */
export function releaseOfPackage(version: string): Release | null {
  const match = /^(?:\d+:)?(\d+\.\d+(?:\.\d+)?)(?:~((?:alpha|beta|rc)\d+))?(?![\d.])/.exec(version);
  if (!match) return null;
  return match[2] === undefined ? (match[1] ?? null) : `${match[1]}-${match[2]}`;
}
