/**
 * The fixed vocabulary of what Ringlift runs on a host: the shell scripts in remote/, readable by whoever must allow
 * them. Nothing from the file or from a node is ever part of a script: it is passed as quoted arguments.
 */
import { readdirSync, readFileSync } from 'node:fs';

const folder = new URL('./remote/', import.meta.url);

/** File name in remote/ without `.sh`. */
export type ScriptName = string;

/** Text of the shared functions, put before every script. */
const prelude = readFileSync(new URL('_prelude.sh', folder), 'utf8');
const scripts = new Map(
  readdirSync(folder)
    .filter((file) => file.endsWith('.sh') && !file.startsWith('_'))
    .map((file) => [file.slice(0, -3), readFileSync(new URL(file, folder), 'utf8')]),
);

/** The whole command line for one script, for the login shell of the host (any POSIX or C shell). */
export function commandLineOf(script: ScriptName, args: readonly string[], sudo: boolean): string {
  const text = scripts.get(script);
  if (text === undefined) throw new RangeError(`no script remote/${script}.sh`);
  const words = ['env', 'LC_ALL=C', 'sh', '-c', `${prelude}\n${text}`, `ringlift-${script}`, ...args];
  return [...(sudo ? ['sudo', '-n', '--'] : []), ...words].map(quote).join(' ');
}

/** Single quotes keep every byte but themselves; NUL can't be in an argument at all. */
export function quote(word: string): string {
  if (word.includes('\0')) throw new RangeError('a command line word can not hold a NUL byte');
  return /^[A-Za-z0-9_./:=@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
