/** The keys of a lab: one to log in with, host keys of each node, and the file of known hosts made from those. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mustRun } from '../machines/host-command.ts';
import type { LabNode } from './lab-node.ts';

export interface KeyRing {
  readonly privateKeyFile: string;
  readonly knownHostsFile: string;
  /** The line for authorized_keys. */
  authorizedKey(): Promise<string>;
  /** Makes host keys in a folder, named as sshd looks for them, and remembers the ed25519 one. */
  makeHostKeys(node: LabNode, folder: string): Promise<void>;
}

/** Makes the login key on first use. */
export async function keyRing(labFolder: string): Promise<KeyRing> {
  const folder = join(labFolder, 'ssh');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const privateKeyFile = join(folder, 'id_ed25519');
  const knownHostsFile = join(folder, 'known_hosts');
  const publicKey = () => readFile(`${privateKeyFile}.pub`, 'utf8');
  if ((await publicKey().catch(() => undefined)) === undefined)
    await makeKey('ed25519', privateKeyFile, 'ringlift-lab');
  return {
    ...{ privateKeyFile, knownHostsFile },
    authorizedKey: publicKey,
    async makeHostKeys(node, into) {
      await mkdir(into, { recursive: true });
      // Two kinds, as hosts have in life: a client must ask for the kind that it knows.
      for (const kind of ['ed25519', 'ecdsa'])
        await makeKey(kind, join(into, `ssh_host_${kind}_key`), node.name);
      const key = await readFile(join(into, 'ssh_host_ed25519_key.pub'), 'utf8');
      await writeFile(knownHostsFile, knownHostLine(node, key), { flag: 'a' });
    },
  };
}

/** @param key text of a public key file: kind, key, comment */
export function knownHostLine(
  { address, sshPort }: Pick<LabNode, 'address' | 'sshPort'>,
  key: string,
): string {
  const host = sshPort === 22 ? address : `[${address}]:${sshPort}`;
  return `${host} ${key.trim().split(/\s+/).slice(0, 2).join(' ')}\n`;
}

export function hostsFile(nodes: readonly Pick<LabNode, 'address' | 'name'>[]): string {
  const own = nodes.map(({ address, name }) => `${address} ${name}\n`).join('');
  return `127.0.0.1 localhost\n::1 localhost ip6-localhost\n${own}`;
}

async function makeKey(kind: string, file: string, comment: string): Promise<void> {
  await mustRun(['ssh-keygen', '-q', '-t', kind, '-N', '', '-C', comment, '-f', file]);
}
