/** A JVM options file, edited line by line. */
import { nameOf } from './jvm-flags.ts';

export interface OptionEdits {
  readonly carried: readonly { readonly flag: string }[];
  /** Whole lines that become comments. */
  readonly off: readonly string[];
  /** Where the carried lines come from, for people. */
  readonly from: string;
}

/** A carried flag stands in the place of the one that it replaces, and else at the end. */
export function editOptions(text: string, { carried, off, from }: OptionEdits): string {
  const lines = text.split('\n');
  const flags = carried.map(({ flag }) => flag);
  const replaced = new Set<string>();
  const edited = lines.flatMap((line) => {
    const flag = line.trimEnd();
    if (!flag.startsWith('-')) return [line];
    const own = flags.find((each) => nameOf(each) === nameOf(flag));
    if (own === undefined) return off.includes(flag) ? [`# Ringlift: off, as before`, `#${line}`] : [line];
    if (replaced.has(own)) return [];
    replaced.add(own);
    return [own];
  });
  const others = flags.filter((flag) => !replaced.has(flag));
  return withCarried(edited.join('\n'), others, from);
}

function withCarried(text: string, flags: readonly string[], from: string): string {
  if (flags.length === 0) return text;
  // A flag behind a lock has to come after the one that unlocks it, wherever it stands.
  const unlocking = flags.filter((flag) => flag.startsWith('-XX:+Unlock'));
  const others = flags.filter((flag) => !unlocking.includes(flag));
  const head = unlocking.length === 0 ? '' : `${heading(from)}\n${unlocking.join('\n')}\n\n`;
  const gap = text === '' || text.endsWith('\n') ? '' : '\n';
  const tail = others.length === 0 ? '' : `${gap}\n${heading(from)}\n${others.join('\n')}\n`;
  return head + text + tail;
}

function heading(from: string): string {
  return `### Ringlift: carried over from ${from}`;
}
