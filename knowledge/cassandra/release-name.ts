/** One name for one release, whichever command told it. */
import type { Release } from '../topology.ts';

const named = /^(\d+)\.(\d+)(?:\.(\d+))?((?:\.\w+)*)(?:[-~]([\w.~-]+))?(\+[\w.]+)?$/;

/**
 * A release as `nodetool version` prints it. Gossip and the "Database versions" of describecluster give a
 * pre-release a patch number (`6.0.0-alpha2` for `6.0-alpha2`), Debian packages a tilde (`6.0~alpha2`).
 * What is no release of this form comes back as it is, trimmed: it is then equal only to itself.
 *
 * @source measured on 6.0-alpha2; utils/CassandraVersion.java (toString always prints three numbers)
 */
export function normalizeRelease(printed: string): Release {
  const text = printed.trim();
  const match = named.exec(text);
  if (!match) return text;
  const [, major, minor, patch = '0', more = '', preRelease, build = ''] = match;
  const line = `${Number(major)}.${Number(minor)}`;
  if (preRelease !== undefined && patch === '0' && more === '') return `${line}-${preRelease}${build}`;
  const suffix = preRelease === undefined ? '' : `-${preRelease}`;
  return `${line}.${Number(patch)}${more}${suffix}${build}`;
}

/** Do two names, from whatever source, mean the same release? */
export function sameRelease(one: string, other: string): boolean {
  return normalizeRelease(one) === normalizeRelease(other);
}
