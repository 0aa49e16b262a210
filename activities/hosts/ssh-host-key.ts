/** Verification of a server's key against the known_hosts file. Never adds a key: a person compares and adds it. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { ServerHostKeyAlgorithm } from 'ssh2';
import { RingliftError } from '../../knowledge/errors.ts';
import { entriesFor, judgeKey, knownHostsName, parseKnownHosts, typeOfKey } from './known-hosts.ts';
import type { KnownHosts } from './known-hosts.ts';
import { quote } from './remote-script.ts';
import { sayTarget } from './ssh-target.ts';
import type { SshTarget } from './ssh-target.ts';

export interface HostKeyCheck {
  /** What the server is asked to show, best first. */
  readonly algorithms: ServerHostKeyAlgorithm[];
  /** A HostKeyRefused error, or undefined when the key is on file. */
  readonly refusalOf: (key: Buffer) => RingliftError | undefined;
}

const everyType: readonly string[] = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'ssh-rsa',
];

/** @throws RingliftError HostKeyRefused when the known_hosts file can't be read */
export async function hostKeyCheck(target: SshTarget): Promise<HostKeyCheck> {
  const known = await readKnownHosts(target);
  const held = entriesFor(known, target.host, target.port).concat(entriesFor(known, target.host, 22));
  const types = held.filter((entry) => entry.marker === 'none').map((entry) => entry.type);
  // A server with several keys shows the first type that it was asked for: one on file must not lose to one that isn't.
  const wanted = [...everyType].sort((a, b) => Number(types.includes(b)) - Number(types.includes(a)));
  return {
    algorithms: wanted.flatMap(algorithmsOf),
    refusalOf: (key) => refusalOf(key, known, target),
  };
}

/** `SHA256:...` as ssh-keygen -l prints it. */
export function fingerprintOf(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}

function algorithmsOf(type: string): ServerHostKeyAlgorithm[] {
  return type === 'ssh-rsa' ? ['rsa-sha2-512', 'rsa-sha2-256', 'ssh-rsa'] : [type as ServerHostKeyAlgorithm];
}

async function readKnownHosts(target: SshTarget): Promise<KnownHosts> {
  try {
    return parseKnownHosts(await readFile(target.knownHostsFile, 'utf8'));
  } catch (cause) {
    // No file is an empty one: the refusal then shows the key and how to add it.
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT')
      return { entries: [], ignored: [] };
    throw new RingliftError(
      'HostKeyRefused',
      {
        where: target.knownHostsFile,
        what: 'the file of known host keys can not be read, so no host key can be checked',
        found: String(cause instanceof Error ? cause.message : cause),
        next: 'Make it readable for the worker, or name another file in ssh.knownHostsFile.',
      },
      { cause },
    );
  }
}

function refusalOf(key: Buffer, known: KnownHosts, target: SshTarget): RingliftError | undefined {
  const file = target.knownHostsFile;
  const judged = judgeKey(known, target.host, target.port, key);
  if (judged.kind === 'known') return undefined;
  const type = typeOfKey(key);
  const found = `${shortType(type)} key ${fingerprintOf(key)}`;
  const refuse = (what: string, expected: string, next: string) =>
    new RingliftError('HostKeyRefused', { where: sayTarget(target), what, expected, found, next });
  if (judged.kind === 'unknown') {
    const others = judged.others.map((entry) => `${shortType(entry.type)} at line ${entry.line}`);
    const remarks = [
      ...(others.length > 0 ? [`known are only other keys of the host: ${others.join(', ')}`] : []),
      ...remarksOn(known, target),
    ];
    return refuse(
      "the host's key is not known",
      `an entry for ${knownHostsName(target.host, target.port)} in ${file}${remarks.map((remark) => ` (${remark})`).join('')}`,
      `${compare(type)} If it is the same: ${addCommand(target, type)}`,
    );
  }
  const line = `${file} line ${judged.entry.line}`;
  if (judged.kind === 'revoked') {
    return refuse(
      "the host's key is revoked",
      `a key that is not revoked (${line})`,
      'Give the host a new key, or find out who answers in its place.',
    );
  }
  return refuse(
    "the host's key has changed, or another machine answers in its place",
    `${fingerprintOf(judged.entry.key)} of ${line}`,
    `Find out why. ${compare(type)} If the host was set up anew: ` +
      `ssh-keygen -R ${quote(knownHostsName(target.host, target.port))} -f ${quote(file)} && ${addCommand(target, type)}`,
  );
}

/** Lines that an operator might expect to count, and why they do not. */
function remarksOn(known: KnownHosts, { host, port }: SshTarget): string[] {
  const authorities = entriesFor(known, host, port).filter((entry) => entry.marker === 'cert-authority');
  return [
    ...authorities.map(
      ({ line }) => `line ${line} is a certificate authority's: Ringlift checks plain keys only`,
    ),
    ...known.ignored.map(({ line, reason }) => `line ${line} is ignored: ${reason}`),
  ];
}

function compare(type: string): string {
  const file = `/etc/ssh/ssh_host_${shortType(type)}_key.pub`;
  return `Compare with what the host's own console shows: ssh-keygen -lf ${file}`;
}

/** A host behind a bastion is asked by the bastion. */
function addCommand({ host, port, via, knownHostsFile }: SshTarget, type: string): string {
  const scan = `ssh-keyscan -t ${shortType(type)} -p ${port} ${quote(host)}`;
  const asked = via ? `ssh -p ${via.port} ${quote(`${via.user}@${via.host}`)} ${scan}` : scan;
  return `${asked} >> ${quote(knownHostsFile)}`;
}

/** `ed25519`, `rsa`, `ecdsa`: as ssh-keyscan -t and the names of the key files have it. */
function shortType(type: string): string {
  return type.replace(/^ssh-/, '').replace(/^(ecdsa)-.*/, '$1');
}
