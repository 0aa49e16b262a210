// Makes knowledge/cassandra/yaml-keys.ts from a list of the keys in Config.java of each release line.
// usage: node script/generate-yaml-keys.mjs yaml-keys.json > knowledge/cassandra/yaml-keys.ts
// The list: {keys: {release: {key: {}}}, aliases: {release: {old: {to, converter}}}}, releases in upgrade order.
import { readFileSync } from 'node:fs';

/** Fields of classes nested in Config.java, which the list takes for keys: the real loader refuses them at top level. */
const nested = new Set([
  'preferLocalRack',
  'useDynamicSnitchScores',
  'configurations',
  'format',
  'selected_format',
]);

const lineOf = (release) => /^\d+\.\d+/.exec(release)[0];

function deltasOf({ keys, aliases }) {
  let known = new Set();
  let translated = {};
  return Object.keys(keys).map((release) => {
    const now = new Set(Object.keys(keys[release]).filter((key) => !nested.has(key)));
    // A key whose value only got a unit replaces itself.
    const changed = Object.entries(aliases[release]).filter(
      ([old, { to }]) => old !== to && translated[old] !== to,
    );
    const delta = {
      line: lineOf(release),
      release,
      added: [...now].filter((key) => !known.has(key)).sort(),
      // An old name that is still taken is in aliases.
      removed: [...known].filter((key) => !now.has(key) && !Object.hasOwn(aliases[release], key)).sort(),
      aliases: changed.map(([old, { to, converter }]) => [old, to, converter ?? 'AS_IS'].join(' ')).sort(),
    };
    known = now;
    translated = { ...translated, ...Object.fromEntries(changed.map(([old, { to }]) => [old, to])) };
    return delta;
  });
}

function filled(words, width = 106) {
  const lines = [''];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== '' && last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines;
}

const literal = (lines) =>
  lines.join('') === '' ? '``' : `\`\n${lines.map((line) => `      ${line}`).join('\n')}\n    \``;

function printed(deltas) {
  const releases = deltas.map(({ release }) => release).join(', ');
  const entries = deltas.map(
    ({ line, added, removed, aliases }) => `  '${line}': {
    added: ${literal(filled(added))},
    removed: ${literal(filled(removed))},
    aliases: ${literal(aliases.length > 0 ? aliases : [''])},
  },`,
  );
  return `/**
 * The keys of cassandra.yaml: what each line adds to those of the line before, what it no longer accepts, and which old
 * names it still takes for new ones ("old new CONVERTER"). Made by script/generate-yaml-keys.mjs, not edited by hand.
 *
 * @source config/Config.java (fields and @Replaces) of ${releases};
 *   of 4.0 to 6.0 compared with the keys that the real loader of each accepts: the same
 */
import type { ReleaseLine } from './release-line.ts';

export interface KeyChanges {
  readonly added: string;
  readonly removed: string;
  readonly aliases: string;
}

export const keyChanges: { readonly [line in Exclude<ReleaseLine, '3.0'>]: KeyChanges } = {
${entries.join('\n')}
};
`;
}

process.stdout.write(printed(deltasOf(JSON.parse(readFileSync(process.argv[2], 'utf8')))));
