/**
 * A cassandra-env.sh of 3.x on its way to 4.x. It can't be kept: it reads `jvm.options`, which 4.0 does not have. The
 * target's takes its place, and what the operator had written into the old one is carried into it, line by line; what is
 * no plain setting is refused and named.
 *
 * @source conf/cassandra-env.sh of 3.11.5 and 4.0-alpha2
 */

export interface CarriedScript {
  readonly text: string;
  /** The operator's lines, in the order of their file. */
  readonly carried: readonly { readonly line: string; readonly action: 'carried' | 'switched off' }[];
  /** Settings that the target can't have, with the reason. */
  readonly dropped: readonly { readonly line: string; readonly why: string }[];
  /** Lines that only a person can carry. */
  readonly refused: readonly string[];
}

/**
 * @param old the source's own script, where known; else the one that 3.11.5 shipped, by digests of its lines
 * @param unfit why a setting can't be carried; null: it can
 */
export function carryEnvScript(
  text: string,
  target: string,
  old: string | null,
  unfit: (line: string) => string | null = () => null,
): CarriedScript {
  const shipped = new Set(activeIn(target));
  const before = old === null ? null : new Set(activeIn(old));
  const isReleases = (line: string) => before?.has(line) ?? shippedWithThree.has(digestOf(line));
  // jamm lies in the release's own lib, under the name of its version.
  const own = [...new Set(activeIn(text))].filter(
    (line) =>
      !shipped.has(line) &&
      !isReleases(line) &&
      !/^JVM_OPTS=.*-javaagent:\S*\/jamm-[\w.]+\.jar"?$/.test(line),
  );
  const off = switchedOff(text, [...shipped]);
  const refused = [...own, ...off].filter((line) => settingIn(line) === null);
  const settings = own.filter((line) => settingIn(line) !== null && unfit(line) === null);
  const silenced = off.filter(
    (line) => settingIn(line) !== null && !own.some((each) => replaces(each, line)),
  );
  const withOff = silenced.reduce(commentOut, target);
  return {
    text: settings.reduce(place, withOff),
    carried: [
      ...settings.map((line) => ({ line, action: 'carried' }) as const),
      ...silenced.map((line) => ({ line, action: 'switched off' }) as const),
    ],
    dropped: own.flatMap((line) => {
      const why = settingIn(line) === null ? null : unfit(line);
      return why === null ? [] : [{ line, why }];
    }),
    refused,
  };
}

/** `NAME=value` and `JVM_OPTS="$JVM_OPTS ..."`, without a command in it; null: anything else. */
function settingIn(line: string): { name: string; adds: boolean } | null {
  const [, name, value = ''] = /^(?:export +)?([A-Z_][A-Z0-9_]*)=(.*)$/.exec(line) ?? [];
  if (name === undefined || /`|\$\(|;|&&|\|\|/.test(value)) return null;
  return { name, adds: new RegExp(`^["']?\\$\\{?${name}\\b`).test(value) };
}

/** An addition takes the place of the same in a comment, and else goes to the end; an assignment that of its name. */
function place(script: string, line: string): string {
  const setting = settingIn(line);
  if (setting === null) return script;
  const lines = script.split('\n');
  const find = (pattern: RegExp) => lines.findIndex((each) => pattern.test(each));
  const { name, adds } = setting;
  if (lines.some((each) => each.trim() === line)) return script;
  const asComment = lines.findIndex(
    (each) => each.replace(/^\s*#\s*/, '').trim() === line && /^\s*#/.test(each),
  );
  if (asComment >= 0) return replaced(lines, asComment, indentOf(lines[asComment]) + line);
  if (adds) {
    const last = lines.findLastIndex((each) => /^JVM_OPTS=.*\$JVM_EXTRA_OPTS/.test(each));
    const at = last >= 0 ? last : lines.length - (lines.at(-1) === '' ? 1 : 0);
    return lines.toSpliced(at, 0, `${mark}\n${line}`).join('\n');
  }
  const active = find(new RegExp(`^(export +)?${name}=`));
  if (active >= 0) return replaced(lines, active, line);
  const comment = find(new RegExp(`^#\\s*(export +)?${name}=`));
  if (comment >= 0) return replaced(lines, comment, line);
  return lines.toSpliced(topOf(lines), 0, `${mark}\n${line}`).join('\n');
}

/** Behind the first empty line, and what was put there before. */
function topOf(lines: readonly string[]): number {
  let at = lines.slice(0, -1).findIndex((each) => each.trim() === '') + 1;
  if (at === 0 && lines[0]?.startsWith('#!')) at = 1;
  while (lines[at] === mark) at += 2;
  return at;
}

const mark = '# Ringlift: carried over from 3.x';

/** Settings that both releases have in force and that the operator has put behind a comment sign. */
function switchedOff(text: string, shipped: readonly string[]): string[] {
  const active = new Set(activeIn(text));
  const comments = new Set(
    text.split('\n').flatMap((line) => (/^\s*#/.test(line) ? [line.replace(/^\s*#\s*/, '').trim()] : [])),
  );
  return shipped.filter((line) => settingIn(line) !== null && comments.has(line) && !active.has(line));
}

function replaces(own: string, other: string): boolean {
  const [one, two] = [settingIn(own), settingIn(other)];
  return one !== null && two !== null && !one.adds && !two.adds && one.name === two.name;
}

function commentOut(script: string, line: string): string {
  return script
    .split('\n')
    .map((each) => (each.trim() === line ? `${indentOf(each)}#${each.trimStart()}` : each))
    .join('\n');
}

function activeIn(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

function replaced(lines: readonly string[], index: number, line: string): string {
  return lines.with(index, line).join('\n');
}

function indentOf(line = ''): string {
  return /^\s*/.exec(line)?.[0] ?? '';
}

/** FNV-1a, 32 bits: enough to tell a line of a known script from another. */
export function digestOf(line: string): string {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(line)) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}

const shippedWithThree = new Set(
  `
  00d49c1c 00edbc16 0162edf2 05441c16 06d1b02a 096034d1 09c1c2b6 0e8d0efc 1696ae98 18187a58 1a1b00ea
  1c69168e 1d6698cb 1fb1a6c0 2041097b 24de6c7c 26f38071 27590ada 28a675e1 29ada499 2a2c9671 2b23e535
  2c30b5fb 338d8ed4 36dd4600 40fe4ded 43229abc 474c253d 48b02e15 4a099c3d 4aaddb5c 4c512cc7 4efd5496
  5601f1d3 58ad53f6 58cfb93f 59bbf32a 5aeb6011 5c22ded0 621cd814 66cfcf49 69170664 6bcfd728 6cc85d13
  742c8efd 79ab87f1 7e7eb9b5 7f856caf 86062a41 873186ab 89a04e76 8be97a4c 8f03e433 8f4c557b 90a0fa9c
  9369cef8 94620f81 949fde14 956ae4d4 9758c596 9aafb4b3 9d26babf 9f6f8802 a2eb9537 a3649ad5 a620c21c
  a80b581c a8768fc1 a8d2624e aa674bdf ad0de217 ae85815c af701a0d b18845ed b3e533b9 b5f59f17 b6941563
  b84e13fa b9a8a8d4 bd07d90b bdbf5bf0 c2399a2c c2d288c7 c2e4e1fc c456a947 c5dd2421 c61552fb c63d88a4
  cf46b539 cf48b6c0 d1a3f059 d315de44 d52396f5 dae7de4c daeab14e db990d27 de0a98a2 e13d85dc e3adadf6
  e4055443 e4dcfca3 e522e976 e5c345e5 e954e2db ea2e2a7a eaa0d4bf f20aaab5 f5f32698 f73c428a f766ba72
  f80c48a8 f82e3c78 fe0c521a
`
    .trim()
    .split(/\s+/),
);
