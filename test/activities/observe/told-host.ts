/** A host that tells what scripts of remote/ print, put together from a few facts: for tests of looks alone. */
import type { RunOptions } from '../../../activities/hosts/host.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64') || '-';

/** `NAME exit base64 base64`, as the shell function `section` prints it. */
export function section(name: string, stdout: string, exitCode = 0): string {
  return `${name} ${exitCode} ${base64(stdout)} -\n`;
}

export interface Row {
  readonly address: string;
  readonly state: string;
}

/** `nodetool status` of one data center. */
export function statusText(rows: readonly Row[]): string {
  const lines = rows.map(
    ({ address, state }, index) =>
      `${state}  ${address}  80.55 KiB  16  88.0%  16bee636-0ed9-49c2-bbe9-d7172be371a${index}  rack1`,
  );
  return [
    'Datacenter: dc1',
    '===============',
    'Status=Up/Down',
    '|/ State=Normal/Leaving/Joining/Moving',
    '--  Address    Load        Tokens  Owns (effective)  Host ID                               Rack',
    ...lines,
    '',
  ].join('\n');
}

/** Answers of `ask-nodetool`, by command. */
export function nodetoolAnswers(
  { args = [] }: RunOptions,
  answers: Readonly<Record<string, string>>,
): string {
  const commands = args.slice(4, 4 + Number(args[3]));
  return commands
    .map((command, index) => section(String(index + 1), answers[command] ?? '', command in answers ? 0 : 1))
    .join('');
}

/** `look-host` of a machine whose Cassandra runs or not, locked by an owner or by nobody, settled or not. */
export function machineText({
  running,
  lockedBy,
  unsettled = '',
  pageCache = '',
}: {
  running: boolean;
  lockedBy: string | null;
  unsettled?: string;
  /** Lines such as `dirty_ratio 20`. */
  pageCache?: string;
}): string {
  return [
    section('name', 'cass\n'),
    section('clock', String(Date.now())),
    section('boot', 'boot-1\n'),
    section('memory', '33554432\n'),
    section('release', '/opt/apache-cassandra-6.0-alpha2\n'),
    section('link', ''),
    section('running', running ? `4711 cassandra ${Math.floor(Date.now() / 1_000)}\n` : ''),
    section('jdks', ''),
    section('configuration', `cassandra.yaml ${base64('cluster_name: prod1\n')}\n`),
    section('lock', lockedBy === null ? '' : `${lockedBy}\n7\n`),
    section('unsettled', unsettled && `${unsettled}\n`),
    section('pageCache', pageCache),
  ].join('');
}
