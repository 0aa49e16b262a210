import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { approvalNamespace } from '../../knowledge/approval-text.ts';
import { ClientFailure } from '../client-failure.ts';
import type { SigningKey } from './signing-key.ts';

/**
 * Signs a text by `ssh-keygen -Y sign`, which asks on the terminal for what it needs: a passphrase, a touch of a token.
 * @returns the armoured signature
 * @throws ClientFailure `refused`; what ssh-keygen says goes to standard error as it is
 */
export async function signText(key: SigningKey, text: string): Promise<string> {
  if (key.kind === 'file') return sign(['-f', key.file], text);
  if (key.publicKeyFile !== null) return sign(['-U', '-f', key.publicKeyFile], text);
  const folder = await mkdtemp(join(tmpdir(), 'ringlift-key-'));
  try {
    const file = join(folder, 'key.pub');
    await writeFile(file, `${await onlyKeyOfAgent()}\n`);
    return await sign(['-U', '-f', file], text);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function sign(keyWords: readonly string[], text: string): Promise<string> {
  const words = ['-q', '-Y', 'sign', '-n', approvalNamespace, ...keyWords];
  const { exitCode, stdout } = await run('ssh-keygen', words, text);
  if (exitCode === 0 && stdout.startsWith('-----BEGIN SSH SIGNATURE-----')) return stdout;
  throw failed(`ssh-keygen ${words.join(' ')} ended with exit code ${exitCode}`);
}

async function onlyKeyOfAgent(): Promise<string> {
  const { exitCode, stdout } = await run('ssh-add', ['-L'], '');
  const keys = stdout.split('\n').filter((line) => line.trim() !== '');
  const [only] = keys;
  if (exitCode !== 0 || only === undefined)
    throw failed('the SSH agent holds no key that is listed by ssh-add -L');
  if (keys.length === 1) return only;
  const names = keys.map((line) => `  ${line.split(' ').slice(2).join(' ') || line.slice(0, 60)}`);
  throw failed(
    `the SSH agent holds ${keys.length} keys; name yours by its public half, --sign-with-agent FILE.pub:\n${names.join('\n')}\n `,
  );
}

function run(
  program: string,
  words: readonly string[],
  input: string,
): Promise<{ readonly exitCode: number | null; readonly stdout: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { stdio: ['pipe', 'pipe', 'inherit'] });
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (piece: string) => (stdout += piece));
    // It may end without reading what it was given.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    child.on('error', (error) => reject(failed(`${program} could not be run: ${error.message}`)));
    child.on('close', (exitCode) => resolve({ exitCode, stdout }));
  });
}

function failed(what: string): ClientFailure {
  return new ClientFailure('refused', `Could not sign: ${what}. Nothing was approved.`);
}
