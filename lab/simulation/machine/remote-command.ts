import type { CommandEntry, RemoteCommand } from '../simulated-cluster.ts';

/**
 * Which script a command line runs and with what, as commandLineOf of the activities makes it; null: it is none of
 * Ringlift's.
 */
export function readRemoteCommand(line: string, node: string, number: number): RemoteCommand | null {
  const words = wordsOf(line);
  const at = words.findIndex((word) => /^ringlift-[a-z0-9-]+$/.test(word));
  if (at < 0) return null;
  const args = words.slice(at + 1);
  const entry = entryOf(args[3]);
  const script = (words[at] ?? '').replace('ringlift-', '');
  return { number, node, script, entry, step: entry?.step ?? null, args };
}

/** Of the quotes of a shell only those that Ringlift's own quoting uses: single ones and a backslash before one. */
export function wordsOf(line: string): string[] {
  const words: string[] = [];
  for (const [word] of line.matchAll(/(?:'[^']*'|\\.|[^\s'\\])+/gs)) {
    words.push(
      word.replaceAll(/'([^']*)'|\\(.)/gs, (_, quoted: string, escaped: string) => quoted ?? escaped),
    );
  }
  return words;
}

function entryOf(text: string | undefined): CommandEntry | null {
  if (!text?.startsWith('{')) return null;
  try {
    const entry = JSON.parse(text) as Partial<CommandEntry>;
    return typeof entry.step === 'string' ? (entry as CommandEntry) : null;
  } catch {
    return null;
  }
}
