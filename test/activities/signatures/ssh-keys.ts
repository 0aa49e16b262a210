/** SSH keys, signatures and a file of allowed signers, all made by the real ssh-keygen in a folder of their own. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { approvalNamespace } from '../../../knowledge/approval-text.ts';

export type KeyType = 'ed25519' | 'rsa' | 'ecdsa';

export class SshKeys {
  readonly folder = mkdtempSync(join(tmpdir(), 'ringlift-keys-'));

  /** @returns the file of the private key; its public half is beside it as `.pub` */
  make(name: string, type: KeyType = 'ed25519', passphrase = ''): string {
    const file = join(this.folder, name);
    const bits = type === 'rsa' ? ['-b', '2048'] : [];
    execFileSync('ssh-keygen', ['-q', '-t', type, ...bits, '-N', passphrase, '-C', name, '-f', file]);
    return file;
  }

  publicKey(name: string): string {
    return readFileSync(join(this.folder, `${name}.pub`), 'utf8')
      .split(' ')
      .slice(0, 2)
      .join(' ');
  }

  fingerprint(name: string): string {
    const line = execFileSync('ssh-keygen', ['-l', '-f', join(this.folder, `${name}.pub`)], {
      encoding: 'utf8',
    });
    return line.split(' ')[1] ?? '';
  }

  sign(name: string, text: string, namespace = approvalNamespace): string {
    return execFileSync('ssh-keygen', ['-q', '-Y', 'sign', '-n', namespace, '-f', join(this.folder, name)], {
      input: text,
      encoding: 'utf8',
      stdio: ['pipe', 'pipe', 'ignore'],
    });
  }

  /** @param lines such as `ann ssh-ed25519 AAAA...` */
  allow(lines: readonly string[], file = 'allowed_signers'): string {
    const path = join(this.folder, file);
    writeFileSync(path, `${lines.join('\n')}\n`);
    return path;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
