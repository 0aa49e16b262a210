import { RingliftError } from '../../knowledge/errors.ts';
import { sayMillis } from '../../knowledge/spec/duration.ts';
import { quote } from './remote-script.ts';
import type { Login } from './ssh-login.ts';
import { sayTarget } from './ssh-target.ts';
import type { SshTarget } from './ssh-target.ts';

/** No connection came about: which of the usual reasons, and how to see it by hand. */
export function unreachable(
  target: SshTarget,
  cause: Error & { code?: unknown; reason?: unknown },
): RingliftError {
  const { host, port, via } = target;
  const { what, found, next } = reasonOf(target, cause);
  const byHand = via
    ? `ssh -J ${via.user}@${via.host}:${via.port} -p ${port} ${host}`
    : `ssh -p ${port} ${host}`;
  return new RingliftError(
    'NodeUnreachable',
    { where: sayTarget(target), what, found, next: `${next} Try by hand from the worker: ${byHand}` },
    { cause },
  );
}

/** The server took none of the keys. */
export function loginRefused(
  target: SshTarget,
  login: Login,
  { allowed, agentError, said }: { allowed: readonly string[]; agentError?: string; said: string },
): RingliftError {
  const { user, host, port, privateKeyFile } = target;
  const key = privateKeyFile ? `-i ${quote(privateKeyFile)} ` : '';
  return new RingliftError('AuthenticationRefused', {
    where: sayTarget(target),
    what: `the login as ${user} was refused`,
    expected: login.said.join(' or ') || 'a key',
    found:
      (allowed.length > 0 ? `the server would allow: ${allowed.join(', ')}` : said) +
      (agentError ? ` (the agent failed: ${agentError})` : ''),
    next:
      `Put the public key into .ssh/authorized_keys of ${user} there, then check: ` +
      `ssh ${key}-o BatchMode=yes -p ${port} ${quote(`${user}@${host}`)} true ` +
      "(sshd's log there says why; a locked account is refused, too).",
  });
}

function reasonOf(
  { host, port, via, connectTimeoutMillis }: SshTarget,
  cause: Error & { code?: unknown; reason?: unknown },
): { what: string; found?: string; next: string } {
  const found = cause.message || String(cause.code);
  const place = `${host} port ${port}`;
  if (cause.code === 'ENOTFOUND' || cause.code === 'EAI_AGAIN') {
    return {
      what: `the name ${host} was not resolved`,
      found,
      next: 'Check the address in the file and the name service.',
    };
  }
  if (cause.code === 'ECONNREFUSED') {
    return { what: `nothing listens at ${place}`, found, next: 'Check ssh.port, and that sshd runs there.' };
  }
  if (cause.name === 'AbortError' || cause.code === 'ETIMEDOUT' || /timed out/i.test(cause.message)) {
    const what = `no answer from ${place} within ${sayMillis(connectTimeoutMillis)}`;
    return { what, next: 'Check that the machine is up, the firewall, and ssh.connectTimeout.' };
  }
  if (cause.reason !== undefined && via) {
    const what = `the bastion opened no connection to ${place}`;
    return { what, found, next: 'Check from the bastion; its sshd_config needs "AllowTcpForwarding yes".' };
  }
  return {
    what: `no SSH connection to ${place}`,
    found,
    next: 'Check that sshd answers there and takes new connections.',
  };
}
