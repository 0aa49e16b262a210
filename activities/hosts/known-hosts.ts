/**
 * OpenSSH's known_hosts format: which keys a host may show.
 * @source sshd(8), section "SSH_KNOWN_HOSTS FILE FORMAT"
 */
import { createHmac } from 'node:crypto';

/** One line that could be read. */
export interface KnownHostsEntry {
  readonly marker: 'none' | 'revoked' | 'cert-authority';
  /** The first field as it stands: a comma list of patterns, or one hashed name. */
  readonly hosts: string;
  /** `ssh-ed25519`, `ssh-rsa`, `ecdsa-sha2-nistp256`, ... */
  readonly type: string;
  /** The key in SSH's wire format. */
  readonly key: Buffer;
  readonly line: number;
}

export interface KnownHosts {
  readonly entries: readonly KnownHostsEntry[];
  /** Lines that could not be used, and why. */
  readonly ignored: readonly { readonly line: number; readonly reason: string }[];
}

export type KeyJudgement =
  | { readonly kind: 'known'; readonly entry: KnownHostsEntry }
  | { readonly kind: 'revoked' | 'changed'; readonly entry: KnownHostsEntry }
  /** `others`: entries of the host with keys of other types. */
  | { readonly kind: 'unknown'; readonly others: readonly KnownHostsEntry[] };

export function parseKnownHosts(text: string): KnownHosts {
  const entries: KnownHostsEntry[] = [];
  const ignored: { line: number; reason: string }[] = [];
  for (const [index, raw] of text.split('\n').entries()) {
    const trimmed = raw.trim();
    if (trimmed === '' || trimmed.startsWith('#')) continue;
    const entry = parseLine(trimmed, index + 1);
    if (typeof entry === 'string') ignored.push({ line: index + 1, reason: entry });
    else entries.push(entry);
  }
  return { entries, ignored };
}

/** The name under which a host stands in the file: the port is part of it unless it is 22. */
export function knownHostsName(host: string, port: number): string {
  return port === 22 ? host.toLowerCase() : `[${host.toLowerCase()}]:${port}`;
}

/** Entries for one server, those of `@revoked` and `@cert-authority` included. */
export function entriesFor({ entries }: KnownHosts, host: string, port: number): KnownHostsEntry[] {
  const name = knownHostsName(host, port);
  return entries.filter((entry) => namesHost(entry.hosts, name));
}

/** What the file says about the key that a server showed. */
export function judgeKey(known: KnownHosts, host: string, port: number, key: Buffer): KeyJudgement {
  const entries = entriesFor(known, host, port);
  // As ssh does: an entry without the port vouches for the same key on any port, but contradicts none.
  const anyPort = port === 22 ? [] : entriesFor(known, host, 22);
  const same = (entry: KnownHostsEntry) => entry.key.equals(key);
  const revoked = [...entries, ...anyPort].find((entry) => entry.marker === 'revoked' && same(entry));
  if (revoked) return { kind: 'revoked', entry: revoked };
  const plain = (entry: KnownHostsEntry) => entry.marker === 'none';
  const equal = [...entries, ...anyPort].find((entry) => plain(entry) && same(entry));
  if (equal) return { kind: 'known', entry: equal };
  const ofType = entries.find((entry) => plain(entry) && entry.type === typeOfKey(key));
  return ofType ? { kind: 'changed', entry: ofType } : { kind: 'unknown', others: entries.filter(plain) };
}

/** The type that a key in SSH's wire format names itself; empty when it is none. */
export function typeOfKey(key: Buffer): string {
  const length = key.length < 4 ? 0 : key.readUInt32BE(0);
  return length <= key.length - 4 ? key.toString('latin1', 4, 4 + length) : '';
}

/** The line, or why it can't be used. */
function parseLine(text: string, line: number): KnownHostsEntry | string {
  const words = text.split(/[ \t]+/);
  const marker = text.startsWith('@') ? words.shift() : undefined;
  if (marker !== undefined && marker !== '@revoked' && marker !== '@cert-authority') {
    return `unknown marker ${marker}`;
  }
  const [hosts, type, encoded] = words;
  if (!hosts || !type || !encoded) return 'not of the form "hosts type key"';
  if (/^\d+$/.test(type)) return 'a key of SSH protocol 1';
  const key = Buffer.from(encoded, 'base64');
  if (typeOfKey(key) !== type) return `the key is damaged: it is not of the type ${type}`;
  const kind = marker === undefined ? 'none' : marker === '@revoked' ? 'revoked' : 'cert-authority';
  return { marker: kind, hosts, type, key, line };
}

function namesHost(field: string, name: string): boolean {
  if (field.startsWith('|')) return isHashOf(field, name);
  let matched = false;
  for (const pattern of field.toLowerCase().split(',')) {
    const negated = pattern.startsWith('!');
    if (!matchesPattern(negated ? pattern.slice(1) : pattern, name)) continue;
    if (negated) return false; // A negated match wins over all others of its line, wherever it stands.
    matched = true;
  }
  return matched;
}

/** `|1|salt|HMAC-SHA1 of the name under the salt`, both in base64. */
function isHashOf(field: string, name: string): boolean {
  const [, version, salt, hash] = field.split('|');
  if (version !== '1' || !salt || !hash) return false;
  return createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest('base64') === hash;
}

function matchesPattern(pattern: string, name: string): boolean {
  const source = pattern
    .replaceAll(/[\\^$.|+()[\]{}]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's').test(name);
}
