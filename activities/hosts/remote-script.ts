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
/** Put besides before those whose names end with `-package`. */
const ofPackages = readFileSync(new URL('_packages.sh', folder), 'utf8');
const scripts = new Map(
  readdirSync(folder)
    .filter((file) => file.endsWith('.sh') && !file.startsWith('_'))
    .map((file) => [file.slice(0, -3), readFileSync(new URL(file, folder), 'utf8')]),
);

/** What the host's `sh -c` is given for one script: the shared functions, then the script. */
export function scriptText(script: ScriptName): string {
  const text = scripts.get(script);
  if (text === undefined) throw new RangeError(`no script remote/${script}.sh`);
  return [prelude, ...(script.endsWith('-package') ? [ofPackages] : []), text].join('\n');
}

/**
 * Tells its process group on stdout, then becomes `timeout`, which leads that group and ends it at the limit. So a
 * script never outlives its limit on the host, even when the worker died, and a cancelled one can be ended by its
 * group. It has to run inside of sudo: a login user may not signal a process of root.
 */
const supervisor = String.raw`printf '\nringlift-group %s\n' "$$"; exec timeout -k 5 "$@"`;

/**
 * The line by which the supervisor tells its group: proof that login shell and sudo let it start. What stands before
 * it on stdout was printed by the login shell's start-up files.
 */
export const groupLine = /^ringlift-group (\d+)\n/m;

/**
 * The whole command line for one script, for the login shell of the host (any POSIX shell).
 * @param limitSeconds whole seconds after which the host itself ends the script; absent: never
 * @param textOf gives the script's text; for tests
 */
export function commandLineOf(
  script: ScriptName,
  args: readonly string[],
  sudo: boolean,
  limitSeconds?: number,
  textOf: (script: ScriptName) => string = scriptText,
): string {
  const words = ['env', 'LC_ALL=C', 'sh', '-c', textOf(script), `ringlift-${script}`, ...args];
  const limited =
    limitSeconds === undefined ? words : ['sh', '-c', supervisor, 'ringlift', String(limitSeconds), ...words];
  return [...(sudo ? ['sudo', '-n', '--'] : []), ...limited].map(quote).join(' ');
}

/** Single quotes keep every byte but themselves; NUL can't be in an argument at all. */
export function quote(word: string): string {
  if (word.includes('\0')) throw new RangeError('a command line word can not hold a NUL byte');
  return /^[A-Za-z0-9_./:@%+-][A-Za-z0-9_./:=@%+-]*$/.test(word)
    ? word
    : `'${word.replaceAll("'", `'\\''`)}'`;
}
