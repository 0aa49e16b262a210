import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { entriesFor, judgeKey, parseKnownHosts, typeOfKey } from '../../../activities/hosts/known-hosts.ts';

const key = ed25519Key();
const other = ed25519Key();

test('an entry counts for its names only, in any case of letters', () => {
  const known = parseKnownHosts(`node1,10.0.0.1,Node-X.example ${key.line}`);
  for (const host of ['node1', '10.0.0.1', 'NODE1', 'node-x.EXAMPLE']) {
    expect(judgeKey(known, host, 22, key.blob)).toMatchObject({ kind: 'known', entry: { line: 1 } });
  }
  for (const host of ['node', 'node11', '10.0.0.11', '110.0.0.1', 'node-xzexample']) {
    expect(judgeKey(known, host, 22, key.blob)).toEqual({ kind: 'unknown', others: [] });
  }
});

test('another port than 22 is part of the name', () => {
  const known = parseKnownHosts(`[node1]:2222,[2001:db8::1]:2222 ${key.line}\n2001:db8::2 ${key.line}`);
  expect(judgeKey(known, 'node1', 2222, key.blob).kind).toBe('known');
  expect(judgeKey(known, '2001:db8::1', 2222, key.blob).kind).toBe('known');
  expect(judgeKey(known, '2001:db8::2', 22, key.blob).kind).toBe('known');
  expect(judgeKey(known, 'node1', 22, key.blob).kind).toBe('unknown');
  expect(judgeKey(known, 'node1', 2223, key.blob).kind).toBe('unknown');
});

test('an entry without a port vouches for the same key on another port, as for ssh, but contradicts no other key', () => {
  const known = parseKnownHosts(`node1 ${key.line}`);
  expect(judgeKey(known, 'node1', 2222, key.blob).kind).toBe('known');
  expect(judgeKey(known, 'node1', 2222, other.blob).kind).toBe('unknown');
});

test('wildcards match, and a negated name shuts its line out wherever it stands', () => {
  const known = parseKnownHosts(`*.example,!db?.example ${key.line}\n!*.other,node* ${key.line}`);
  expect(judgeKey(known, 'web.example', 22, key.blob).kind).toBe('known');
  expect(judgeKey(known, 'db1.example', 22, key.blob).kind).toBe('unknown');
  expect(judgeKey(known, 'db10.example', 22, key.blob).kind).toBe('known');
  expect(judgeKey(known, 'node7', 22, key.blob).kind).toBe('known');
  expect(judgeKey(known, 'node7.other', 22, key.blob).kind).toBe('unknown');
  expect(judgeKey(known, 'webXexample', 22, key.blob).kind).toBe('unknown');
});

test('the file that ssh-keygen -H hashes is understood', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ringlift-known-'));
  const file = join(folder, 'known_hosts');
  writeFileSync(file, `node1,10.0.0.1 ${key.line}\n[node1]:2222 ${other.line}\n`);
  execFileSync('ssh-keygen', ['-q', '-H', '-f', file], { stdio: 'ignore' });
  const text = readFileSync(file, 'utf8');
  rmSync(folder, { recursive: true });
  expect(text).not.toContain('node1');
  const known = parseKnownHosts(text);
  expect(judgeKey(known, 'node1', 22, key.blob).kind).toBe('known');
  expect(judgeKey(known, '10.0.0.1', 22, key.blob).kind).toBe('known');
  expect(judgeKey(known, 'node1', 2222, other.blob).kind).toBe('known');
  expect(judgeKey(known, 'node2', 22, key.blob).kind).toBe('unknown');
});

test('another key of the same type is a change, and its line is named', () => {
  const known = parseKnownHosts(`# ours\n\nnode1 ${key.line} a comment\n`);
  expect(judgeKey(known, 'node1', 22, other.blob)).toMatchObject({ kind: 'changed', entry: { line: 3 } });
});

test('of several keys of a type any may be shown', () => {
  const known = parseKnownHosts(`node1 ${other.line}\nnode1 ${key.line}`);
  expect(judgeKey(known, 'node1', 22, key.blob).kind).toBe('known');
});

test('a key of a type that is not on file is unknown, and the entries of other types are told', () => {
  const known = parseKnownHosts(`node1 ${key.line}`);
  const rsa = Buffer.concat([Buffer.from([0, 0, 0, 7]), Buffer.from('ssh-rsa'), Buffer.alloc(30)]);
  expect(judgeKey(known, 'node1', 22, rsa)).toMatchObject({
    kind: 'unknown',
    others: [{ type: 'ssh-ed25519' }],
  });
});

test('a revoked key is refused although another line allows it', () => {
  const known = parseKnownHosts(`node1 ${key.line}\n@revoked * ${key.line}`);
  expect(judgeKey(known, 'node1', 22, key.blob)).toMatchObject({ kind: 'revoked', entry: { line: 2 } });
  expect(judgeKey(known, 'node1', 22, other.blob).kind).toBe('changed');
});

test("a certificate authority's line is no key of the host", () => {
  const known = parseKnownHosts(`@cert-authority *.example ${key.line}`);
  expect(judgeKey(known, 'node1.example', 22, key.blob).kind).toBe('unknown');
  expect(entriesFor(known, 'node1.example', 22)).toMatchObject([{ marker: 'cert-authority', line: 1 }]);
});

test('a line that can not be used is ignored with its reason, and the others count', () => {
  const lines = [
    'node1',
    'node1 1024 35 1234567890',
    '@unheard-of node1 ssh-ed25519 AAAA',
    `node1 ssh-rsa ${key.line.split(' ')[1]}`,
    `\tnode1\t${key.line.replace(' ', '\t')}  `,
  ];
  const known = parseKnownHosts(lines.join('\r\n'));
  expect(known.ignored.map(({ line }) => line)).toEqual([1, 2, 3, 4]);
  expect(known.ignored.map(({ reason }) => reason).join('; ')).toMatch(
    /form.*protocol 1.*@unheard-of.*damaged/,
  );
  expect(judgeKey(known, 'node1', 22, key.blob)).toMatchObject({ kind: 'known', entry: { line: 5 } });
});

test('bytes that are no key have no type', () => {
  expect(typeOfKey(Buffer.alloc(0))).toBe('');
  expect(typeOfKey(Buffer.from([255, 255, 255, 255, 1]))).toBe('');
  expect(typeOfKey(key.blob)).toBe('ssh-ed25519');
});

/** A public key as SSH writes it, and as it stands in a line. */
function ed25519Key(): { blob: Buffer; line: string } {
  const raw = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'der' }).subarray(-32);
  const type = Buffer.from('ssh-ed25519');
  const blob = Buffer.concat([
    Buffer.from([0, 0, 0, type.length]),
    type,
    Buffer.from([0, 0, 0, raw.length]),
    raw,
  ]);
  return { blob, line: `ssh-ed25519 ${blob.toString('base64')}` };
}
