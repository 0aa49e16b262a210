import { spawn } from 'node:child_process';
import { RingliftError } from '../knowledge/errors.ts';
import type { NotifySettings } from '../knowledge/spec/spec.ts';
import type { NotifyTask } from './activities.ts';

type Webhook = NonNullable<NotifySettings['webhook']>;

const limitMillis = 30_000;
/** Of what a command or a server answers, this much of its end is told. */
const longestAnswer = 300;

interface Caller {
  /** Fires when the attempt is cancelled or the worker shuts down. */
  readonly signal: AbortSignal;
}

/**
 * Tells people outside, once by a command of the worker or once by a webhook. It may be told twice: whoever gets it knows
 * it by its id.
 * @throws RingliftError CommandFailed, CommandTimedOut; InvalidSettings when the token is not in the worker's environment
 */
export async function notify({ signal }: Caller, { to, by, notification }: NotifyTask): Promise<void> {
  const body = JSON.stringify(notification);
  if (by === 'command' && to.command) await runCommand(to.command, body, signal);
  if (by === 'webhook' && to.webhook) await post(to.webhook, body, notification.id, signal);
}

/** No shell reads it; the payload is on its standard input, and an exit code of 0 means that it was taken. */
function runCommand(command: readonly string[], body: string, signal: AbortSignal): Promise<void> {
  const [program = '', ...args] = command;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { detached: true, stdio: ['pipe', 'ignore', 'pipe'] });
    const end = () => endGroup(child.pid);
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      end();
    }, limitMillis);
    signal.addEventListener('abort', end);
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (piece: string) => {
      said = (said + piece).slice(-longestAnswer);
    });
    // A command that does not read its input is no failure of ours.
    child.stdin.on('error', () => undefined).end(body);
    const settle = (found: string | null) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      if (signal.aborted) reject(signal.reason as Error);
      else if (isLate) reject(late(program));
      else if (found === null) resolve();
      else reject(failed(program, 'an exit code of 0', found));
    };
    child.on('error', (error) => settle(error.message));
    child.on('exit', (code, killedBy) => {
      const answer = said.trim() === '' ? '' : `: ${said.trim()}`;
      settle(code === 0 ? null : `${killedBy ?? `exit code ${code}`}${answer}`);
    });
  });
}

/** With all that it started: a script that hangs in a child would outlive its limit. */
function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
}

async function post(
  { url, tokenEnv }: Webhook,
  body: string,
  id: string,
  signal: AbortSignal,
): Promise<void> {
  // What follows the host may be a secret.
  const where = new URL(url).host;
  const limit = AbortSignal.timeout(limitMillis);
  try {
    const response = await fetch(url, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        'idempotency-key': id,
        ...(tokenEnv !== undefined && { authorization: `Bearer ${tokenOf(tokenEnv)}` }),
      },
      // A token goes to nobody else.
      redirect: 'error',
      signal: AbortSignal.any([signal, limit]),
    });
    const answer = (await response.text()).slice(0, longestAnswer).trim();
    if (!response.ok) throw failed(where, 'a status of 200 to 299', `${response.status} ${answer}`.trim());
  } catch (error) {
    if (signal.aborted || error instanceof RingliftError) throw error;
    if (limit.aborted) throw late(where);
    throw failed(where, 'a connection', causeOf(error));
  }
}

function tokenOf(variable: string): string {
  const token = process.env[variable];
  if (token) return token;
  throw new RingliftError('InvalidSettings', {
    where: "the worker's environment",
    what: 'the token for the webhook of notify is not there',
    expected: variable,
    found: 'no such variable, or an empty one',
    next: 'Set it for every worker and start them again.',
  });
}

function failed(where: string, expected: string, found: string): RingliftError {
  const next = 'Look at notify in the file and at whom it names.';
  return new RingliftError('CommandFailed', {
    where,
    what: 'it did not take the notification',
    expected,
    found,
    next,
  });
}

function late(where: string): RingliftError {
  return new RingliftError('CommandTimedOut', {
    where,
    what: 'it did not take the notification in time',
    expected: `an end within ${limitMillis / 1_000} s`,
    found: 'none, so it was ended',
    next: 'Look at notify in the file and at whom it names.',
  });
}

/** fetch says "fetch failed" and keeps the reason below. */
function causeOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return cause instanceof Error ? cause.message : String(cause);
}
