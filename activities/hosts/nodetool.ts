import { RingliftError } from '../../knowledge/errors.ts';
import { nodetoolHint } from '../../knowledge/nodetool/connect-error.ts';
import { millis } from '../../knowledge/spec/duration.ts';
import type { NodeSettings } from '../../knowledge/spec/node-settings.ts';
import type { Host } from './host.ts';
import { type Section, readSections } from './sections.ts';

/** What `timeout` returns: 137 where the command ended by KILL alone. */
const limitCodes: readonly number[] = [124, 137];

/** nodetool's own words behind its options, such as `cms describe`. Never holds blanks inside a word. */
export type NodetoolCommand = string;

/** Options that say where and as whom nodetool connects. */
export function nodetoolOptions({ nodetool }: NodeSettings): string[] {
  const { host, port, user, passwordFile } = nodetool;
  return [
    ...['-h', host, '-p', String(port)],
    ...(user === undefined ? [] : ['-u', user]),
    ...(passwordFile === undefined ? [] : ['-pwf', passwordFile]),
  ];
}

/**
 * What the scripts' use_java takes a JDK home for nodetool from: one folder, or lines of `5.0=FOLDER`, of which the host
 * takes the one of the release in use; `-`: the one on the host's PATH.
 */
export function nodetoolJava({ java }: NodeSettings): string {
  const homes = Object.values(java);
  if (new Set(homes).size < 2) return homes[0] ?? '-';
  return Object.entries(java)
    .map(([line, home]) => `${line}=${home}`)
    .join('\n');
}

/** nodetool's whole command line, with its options before its own words. */
export function nodetoolWords(settings: NodeSettings, ...words: readonly string[]): string[] {
  return [settings.nodetool.path, ...nodetoolOptions(settings), ...words];
}

/** How long one question to a node may take. */
export function questionMillis({ nodetool }: NodeSettings): number {
  return millis(nodetool.limit);
}

/** How long a drain or a snapshot may take. */
export function changeMillis({ nodetool }: NodeSettings): number {
  return millis(nodetool.changeLimit);
}

/**
 * Asks all commands at once, in one round trip. Any exit code is returned; a command that hung is a section with 124 or 137.
 * @throws RingliftError of the connection, or UnreadableOutput when the script itself was cut off
 */
export async function askNodetool(
  host: Host,
  commands: readonly NodetoolCommand[],
  limitMillis: number,
  signal?: AbortSignal,
): Promise<ReadonlyMap<NodetoolCommand, Section>> {
  const { settings } = host;
  const seconds = Math.max(1, Math.round(limitMillis / 1_000));
  const { stdout } = await host.run('ask-nodetool', {
    args: [
      String(seconds),
      nodetoolJava(settings),
      settings.nodetool.path,
      String(commands.length),
      ...commands,
      ...nodetoolOptions(settings),
    ],
    // They may have to run one after the other.
    timeoutMillis: limitMillis * commands.length + 15_000,
    signal,
  });
  const numbers = commands.map((_, index) => String(index + 1));
  const sections = readSections(settings.name, stdout, numbers);
  return new Map(commands.map((command, index) => [command, sections[String(index + 1)] as Section]));
}

/**
 * One command that must succeed.
 * @throws RingliftError CommandTimedOut or CommandFailed with what it said
 */
export async function nodetool(
  host: Host,
  command: NodetoolCommand,
  limitMillis: number,
  signal?: AbortSignal,
): Promise<Section> {
  const answer = (await askNodetool(host, [command], limitMillis, signal)).get(command) as Section;
  if (answer.exitCode === 0) return answer;
  throw new RingliftError(limitCodes.includes(answer.exitCode) ? 'CommandTimedOut' : 'CommandFailed', {
    where: host.settings.name,
    what: `nodetool ${command} failed with exit code ${answer.exitCode}`,
    found: problemOf(answer),
    changed: 'unknown: it may have begun what it was asked for',
    next: 'Look at the node, then retry.',
  });
}

/** What a failed command said, short enough for a message. */
export function problemOf({ exitCode, stdout, stderr }: Section): string {
  if (exitCode === 124) return 'no answer within its time limit';
  if (exitCode === 137) return 'killed: it did not end at its time limit, or the host ran out of memory';
  const said = `${stderr.trim()}\n${stdout.trim()}`.trim().split('\n-- StackTrace --')[0] ?? '';
  const hint = nodetoolHint(said);
  return `exit ${exitCode}: ${said.slice(0, 500) || 'nothing said'}${hint === null ? '' : ` (${hint})`}`;
}
