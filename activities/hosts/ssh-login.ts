/** The ways to prove who we are: a key file, then the worker's agent. No passwords. */
import { access, constants, readFile } from 'node:fs/promises';
import { createPrivateKey } from 'node:crypto';
import ssh2 from 'ssh2';
import type { AgentAuthMethod, ParsedKey, PublicKeyAuthMethod } from 'ssh2';
import { RingliftError } from '../../knowledge/errors.ts';
import { fingerprintOf } from './ssh-host-key.ts';
import { sayTarget } from './ssh-target.ts';
import type { SshTarget } from './ssh-target.ts';

export interface Login {
  readonly methods: readonly (PublicKeyAuthMethod | AgentAuthMethod)[];
  /** The same in words: `the ed25519 key SHA256:... of /home/ops/.ssh/id_ed25519`. */
  readonly said: readonly string[];
}

/**
 * Parsed keys by their text and passphrase: opening an encrypted key costs some 280 ms of processor time (measured,
 * OpenSSH's default of 16 bcrypt rounds), too much to pay for each of a thousand nodes.
 */
const parsedKeys = new Map<string, ParsedKey>();

/** @throws RingliftError AuthenticationRefused when a named key or the agent can't be used */
export async function loginOf(target: SshTarget, environment: NodeJS.ProcessEnv): Promise<Login> {
  const key = target.privateKeyFile === undefined ? undefined : await keyOfFile(target, environment);
  const socket = target.agent ? await agentSocket(target, environment) : undefined;
  return {
    methods: [
      ...(key ? [{ type: 'publickey' as const, username: target.user, key }] : []),
      ...(socket ? [{ type: 'agent' as const, username: target.user, agent: socket }] : []),
    ],
    said: [
      ...(key ? [`the key ${fingerprintOf(key.getPublicSSH())} of ${target.privateKeyFile}`] : []),
      ...(socket ? [`the keys of the agent at ${socket}`] : []),
    ],
  };
}

async function keyOfFile(target: SshTarget, environment: NodeJS.ProcessEnv): Promise<ParsedKey | undefined> {
  const { privateKeyFile: file = '', passphraseEnv } = target;
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw refuse(target, `the private key file ${file} can not be read`, say(cause), {
      cause,
      next: 'Name a key file that the worker can read in ssh.privateKeyFile.',
    });
  }
  const passphrase = passphraseEnv === undefined ? undefined : environment[passphraseEnv];
  const cached = parsedKeys.get(`${passphrase ?? ''}\n${text}`);
  if (cached) return cached;
  const parsed = ssh2.utils.parseKey(withoutPkcs8(text, passphrase), passphrase);
  if (!(parsed instanceof Error) && parsed.isPrivateKey()) {
    parsedKeys.set(`${passphrase ?? ''}\n${text}`, parsed);
    return parsed;
  }
  if (!(parsed instanceof Error)) {
    throw refuse(target, `${file} holds no private key`, 'a public key', {
      next: 'Name the private key file, without ".pub".',
    });
  }
  const isEncrypted = /ENCRYPTED/.test(text) || /encrypted|passphrase/i.test(parsed.message);
  if (isEncrypted && passphrase === undefined) {
    // Its agent may hold the key opened, as ssh would use it.
    if (target.agent) return undefined;
    const variable = passphraseEnv && `the environment variable ${passphraseEnv}, which is not set`;
    throw refuse(target, `the private key ${file} is encrypted`, variable ?? 'no ssh.passphraseEnv', {
      expected: 'its passphrase in an environment variable of the worker',
      next: 'Set that variable for the worker and name it in ssh.passphraseEnv, or use "agent: true".',
    });
  }
  throw refuse(target, `the private key ${file} can not be opened`, parsed.message, {
    next: isEncrypted
      ? `Check the passphrase in ${passphraseEnv}: ssh-keygen -yf ${file}`
      : 'Use a key as "ssh-keygen -t ed25519" makes it, or RSA or ECDSA in PEM.',
  });
}

/** ssh2 reads no PKCS#8 ("BEGIN PRIVATE KEY"), as OpenSSL writes it by default: RSA and EC are put into their old forms. */
function withoutPkcs8(text: string, passphrase: string | undefined): string {
  if (!/-----BEGIN (ENCRYPTED )?PRIVATE KEY-----/.test(text)) return text;
  try {
    const key = createPrivateKey({ key: text, format: 'pem', passphrase });
    const type = { rsa: 'pkcs1', ec: 'sec1' }[String(key.asymmetricKeyType)];
    return type ? key.export({ type: type as 'pkcs1', format: 'pem' }).toString() : text;
  } catch {
    return text; // parseKey refuses it in its own words.
  }
}

async function agentSocket(target: SshTarget, environment: NodeJS.ProcessEnv): Promise<string> {
  const socket = environment['SSH_AUTH_SOCK'];
  const next =
    'Start the worker with SSH_AUTH_SOCK of a running agent that holds the key (ssh-add -l), or name a key file.';
  if (!socket) throw refuse(target, 'the SSH agent is not there', 'no SSH_AUTH_SOCK', { next });
  try {
    await access(socket, constants.R_OK | constants.W_OK);
  } catch (cause) {
    throw refuse(target, 'the SSH agent is not there', `SSH_AUTH_SOCK=${socket}: ${say(cause)}`, {
      cause,
      next,
    });
  }
  return socket;
}

function refuse(
  target: SshTarget,
  what: string,
  found: string,
  { next, expected, cause }: { next: string; expected?: string; cause?: unknown },
): RingliftError {
  const parts = { where: sayTarget(target), what, expected, found, next };
  return new RingliftError('AuthenticationRefused', parts, { cause });
}

function say(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
