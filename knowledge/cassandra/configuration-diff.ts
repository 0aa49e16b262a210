/** What a merge changes, for people and for evidence: nothing secret is in it. */
import { createTwoFilesPatch } from 'diff';

type Files = Readonly<Record<string, string>>;

/** One unified diff of all files that differ, in the order of their names. */
export function configurationDiff(old: Files, now: Files, from: string, to: string): string {
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])].toSorted();
  return names
    .filter((name) => old[name] !== now[name])
    .map((name) => diffOf(name, old[name], now[name], from, to))
    .join('');
}

/** Values of passwords and secrets, and private keys, replaced: two different ones look the same. */
export function withoutSecrets(text: string): string {
  return text
    .replace(/-----BEGIN [^-]*PRIVATE KEY-----[\s\S]*?-----END [^-]*-----/g, '<hidden>')
    .replace(secret, (_whole, name: string, sign: string) => `${name}${sign}<hidden>`);
}

// A name that ends in file or in a class names no secret itself.
const secret =
  /([\w.]*(?:password|passwd|secret)(?!\w*[._](?:file|class))\w*["']?)([ \t]*:[ \t]+|[ \t]*=[ \t]*)("[^"\n]*"|'[^'\n]*'|[^\s"'#][^\s"']*)/gi;

function diffOf(
  name: string,
  old: string | undefined,
  now: string | undefined,
  from: string,
  to: string,
): string {
  return createTwoFilesPatch(
    old === undefined ? '/dev/null' : `${from}/${name}`,
    now === undefined ? '/dev/null' : `${to}/${name}`,
    withoutSecrets(old ?? ''),
    withoutSecrets(now ?? ''),
    undefined,
    undefined,
    { headerOptions: { includeIndex: false, includeUnderline: false, includeFileHeaders: true } },
  );
}
