/** How a run on a host fails, said so that the reader knows whether it may have changed something. */
import { RingliftError } from '../../knowledge/errors.ts';
import { sayMillis } from '../../knowledge/spec/duration.ts';
import type { RunOptions } from './host.ts';
import type { Followed } from './ssh-follow.ts';
import { defaultMaxOutputBytes } from './ssh-follow.ts';
import type { ScriptRun } from './script-run.ts';

const lookFirst = 'Look at the node before acting on it again.';

export function lostWhileRunning({ where, script }: ScriptRun, because: string): RingliftError {
  return new RingliftError('NodeUnreachable', {
    where,
    what: `the connection ended while ${script} ran`,
    found: because,
    changed: `not known: ${script} may have gone on or been done`,
    next: lookFirst,
  });
}

export function notStarted({ where, script }: ScriptRun, message: string): RingliftError {
  return new RingliftError('CommandFailed', {
    where,
    what: `the SSH server did not start ${script}`,
    found: message,
    next: 'Check MaxSessions, ForceCommand and the restrictions of the key in the sshd_config and authorized_keys there.',
  });
}

/** The connection ended each time before the command was asked for. */
export function neverStarted({ where, script }: ScriptRun): RingliftError {
  return new RingliftError('NodeUnreachable', {
    where,
    what: `new connections ended before ${script} could be started`,
    next: "Check the SSH server's log there.",
  });
}

/** @param place where the connection was to lead, as the host sees it */
export function forwardRefused(
  where: string,
  place: string,
  cause: Error & { reason?: unknown; code?: unknown },
): RingliftError {
  const options = { cause };
  const found = cause.message;
  if (cause.reason === 1 || /prohibited/i.test(found)) {
    const next =
      'Allow it in the sshd_config there: AllowTcpForwarding yes (or local), and PermitOpen if it is set.';
    const what = `the SSH server allows no connection through it to ${place}`;
    return new RingliftError('PrivilegeMissing', { where, what, found, next }, options);
  }
  if (cause.reason !== undefined || cause.code === 'ETIMEDOUT') {
    const next = 'Check that the port is open on the host, and the address that it listens on.';
    return new RingliftError(
      'NodeNotServing',
      { where, what: `nothing answers at ${place}`, found, next },
      options,
    );
  }
  const what = `the connection ended while one to ${place} was opened through it`;
  return new RingliftError('NodeUnreachable', { where, what, found, next: 'Try again.' }, options);
}

export function signalled({ where, script }: ScriptRun, signal: string, stderr: string): RingliftError {
  return new RingliftError('CommandFailed', {
    where,
    what: `${script} was ended by ${signal}`,
    found: excerpt(stderr),
    changed: `not known: ${script} may have done a part`,
    next: `${lookFirst} SIGKILL is often the kernel's, for want of memory: see dmesg there.`,
  });
}

/** @param gone whether the command is known to run no longer */
export function passedLimit(
  { where, script }: ScriptRun,
  { ending, stderr, stdout, tookMillis }: Followed,
  { timeoutMillis, maxOutputBytes = defaultMaxOutputBytes }: RunOptions,
  gone: boolean,
): RingliftError {
  const changed =
    `not known: ${script} may have done a part; ` +
    (gone ? 'its process group was ended' : 'the host ends it by itself a few seconds after the limit');
  if (ending.kind === 'tooLong') {
    const what = `${script} printed more than ${maxOutputBytes} bytes`;
    return new RingliftError('OutputTooLong', {
      where,
      what,
      found: excerpt(stdout),
      changed,
      next: lookFirst,
    });
  }
  return new RingliftError('CommandTimedOut', {
    where,
    what: `${script} did not end in time`,
    expected: `an end within ${sayMillis(timeoutMillis)}`,
    found: [`still running after ${sayMillis(tookMillis)}`, excerpt(stderr)].filter(Boolean).join('; '),
    changed,
    next: lookFirst,
  });
}

/** What the words mean by which a shell or sudo refuses to start the command at all. */
const refusals: readonly {
  readonly pattern: RegExp;
  readonly found: string;
  readonly next: (user: string) => string;
}[] = [
  {
    pattern: /sudo: (a password is required|no tty present)|password for .*:/,
    found: 'sudo asks for a password',
    next: (user) => `Add to a file in /etc/sudoers.d: ${sudoersLine(user)}`,
  },
  {
    pattern: /is not in the sudoers file|is not allowed to (execute|run)|may not run sudo/,
    found: 'sudo does not allow it',
    next: (user) => `Add to a file in /etc/sudoers.d: ${sudoersLine(user)}`,
  },
  {
    pattern: /you must have a tty to run sudo/,
    found: 'sudo wants a terminal',
    next: (user) => `Add to a file in /etc/sudoers.d: Defaults:${user} !requiretty`,
  },
  {
    pattern: /sudo(:|: command)? not found|sudo: No such file/,
    found: 'there is no sudo',
    next: (user) => `Install sudo, or set "ssh.sudo: false" if ${user} has the rights itself.`,
  },
];

/** The command never began: the login shell, sudo or timeout refused. */
export function unstartedBy(
  { where, user, script, sudo }: ScriptRun,
  exitCode: number,
  output: string,
): RingliftError {
  const refusal = sudo ? refusals.find(({ pattern }) => pattern.test(output)) : undefined;
  if (refusal) {
    return new RingliftError('PrivilegeMissing', {
      where,
      what: `${user} may not run ${script} as root`,
      found: `${refusal.found} (${excerpt(output)})`,
      next: refusal.next(user),
    });
  }
  return new RingliftError('CommandFailed', {
    where,
    what: `the login shell of ${user} did not start ${script}`,
    found: `exit code ${exitCode}${output.trim() ? `: ${excerpt(output)}` : ''}`,
    next: `Check by hand that ${user} has a POSIX login shell there and that it runs: ${sudo ? 'sudo -n ' : ''}sh -c true`,
  });
}

function sudoersLine(user: string): string {
  return `${user} ALL=(ALL) NOPASSWD: ALL`;
}

/** The last line with text, which is where commands say why. */
function excerpt(text: string): string {
  const last = text.trimEnd().split('\n').at(-1) ?? '';
  return last.length > 300 ? `${last.slice(0, 300)}...` : last;
}
