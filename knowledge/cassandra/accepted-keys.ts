/** Which keys of cassandra.yaml a release line starts with, and which old names it takes for new ones. */
import { isBefore } from './release-line.ts';
import type { ReleaseLine } from './release-line.ts';
import { keyChanges } from './yaml-keys.ts';

export interface Alias {
  readonly to: string;
  /** Name in config/Converters.java of how the old value becomes the new one; AS_IS when it is taken as it is. */
  readonly converter: string;
}

export interface AcceptedKeys {
  /** Without the old names. */
  readonly keys: ReadonlySet<string>;
  readonly aliases: ReadonlyMap<string, Alias>;
}

/**
 * A key that is in neither stops the start: "Invalid yaml. Please remove properties [...] from your cassandra.yaml".
 * For 3.0, whose keys are not listed, those of 3.11.
 */
export function acceptedKeys(line: ReleaseLine): AcceptedKeys {
  const keys = new Set<string>();
  const aliases = new Map<string, Alias>();
  for (const [since, changes] of changesUpTo(line)) {
    for (const key of wordsOf(changes.added)) keys.add(key);
    for (const key of wordsOf(changes.removed)) keys.delete(key);
    for (const [old, to, converter] of aliasesIn(changes.aliases, since)) {
      keys.delete(old);
      aliases.set(old, { to, converter });
    }
  }
  return { keys, aliases };
}

/** The known key that a person most likely meant; null when none is near. */
export function nearestKey(unknown: string, line: ReleaseLine): string | null {
  const { keys, aliases } = acceptedKeys(line);
  let nearest: { key: string; distance: number } | null = null;
  for (const key of [...keys, ...aliases.keys()]) {
    const distance = editDistance(unknown, key);
    if (!nearest || distance < nearest.distance) nearest = { key, distance };
  }
  // Further than a third of the name it is another name.
  return nearest && nearest.distance <= unknown.length / 3 ? nearest.key : null;
}

function changesUpTo(line: ReleaseLine) {
  const entries = Object.entries(keyChanges) as [keyof typeof keyChanges, (typeof keyChanges)['6.0']][];
  return entries.filter(([since]) => since === '3.11' || !isBefore(line, since));
}

function aliasesIn(text: string, since: ReleaseLine): [old: string, to: string, converter: string][] {
  const words = wordsOf(text);
  if (words.length % 3 !== 0) throw new RangeError(`aliases of ${since} are no triples`);
  return Array.from({ length: words.length / 3 }, (_, index) => {
    const [old = '', to = '', converter = ''] = words.slice(index * 3, index * 3 + 3);
    return [old, to, converter];
  });
}

function wordsOf(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

/** Levenshtein's: letters to add, drop or replace. */
function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...one].entries()) {
    const next = [index + 1];
    for (const [column, against] of [...other].entries()) {
      const replaced = (row[column] ?? 0) + (letter === against ? 0 : 1);
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
