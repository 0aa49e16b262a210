import type { Duplex } from 'node:stream';
import type { ClientChannel } from 'ssh2';
import type ssh2 from 'ssh2';
import { ChannelSlots } from './ssh-channel-slots.ts';
import type { SshTarget } from './ssh-target.ts';

export type SshClient = InstanceType<typeof ssh2.Client>;

/** What became of asking for a session. `notStarted`: the command was surely never run. */
export type ExecAnswer<T> =
  | { readonly kind: 'started'; readonly value: T }
  | { readonly kind: 'notStarted'; readonly why: 'lost' | 'noSession' | 'noExec'; readonly message: string }
  | { readonly kind: 'unknown'; readonly message: string };

/** One connection that passed its handshake, shared by all who work on its host. */
export class SshConnection {
  readonly target: SshTarget;
  readonly slots = new ChannelSlots();
  readonly #client: SshClient;
  readonly #socket: Duplex;
  readonly #idleMillis: number;
  readonly #closedListeners: (() => void)[] = [];
  #idleTimer: NodeJS.Timeout | undefined;
  #uses = 0;
  #alive = true;
  #lastError: string | undefined;
  #heardAt = performance.now();

  /** @param socket what the client reads from: its traffic shows that the other side lives */
  constructor(client: SshClient, socket: Duplex, target: SshTarget, idleMillis: number) {
    this.#client = client;
    this.#socket = socket;
    this.target = target;
    this.#idleMillis = idleMillis;
    socket.on('data', () => (this.#heardAt = performance.now()));
    client.on('error', (error) => (this.#lastError = error.message));
    client.on('close', () => this.#closed());
    this.#restIfIdle();
  }

  get alive(): boolean {
    return this.#alive;
  }

  /** Why it ended, in the words of the one who noticed. */
  get endedBecause(): string {
    return this.#lastError ?? 'the other side closed the connection';
  }

  /** Keeps the connection open until the returned call. */
  hold(): () => void {
    this.#uses++;
    clearTimeout(this.#idleTimer);
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.#uses--;
      this.#restIfIdle();
    };
  }

  onClosed(listener: () => void): void {
    if (this.#alive) this.#closedListeners.push(listener);
    else listener();
  }

  /**
   * @param attach takes the channel at once: a quick command's exit may arrive in one packet with its start, and
   * would be missed by who listens only after the promise
   */
  exec<T>(commandLine: string, attach: (channel: ClientChannel) => T): Promise<ExecAnswer<T>> {
    return new Promise((resolve) => {
      const watch = this.#watchSilence();
      const answer = (error: (Error & { reason?: unknown }) | undefined, channel?: ClientChannel) => {
        clearInterval(watch);
        if (!error && channel) resolve({ kind: 'started', value: attach(channel) });
        else resolve(answerOf(error ?? new Error('no channel'), this.#alive));
      };
      try {
        this.#client.exec(commandLine, answer);
      } catch (error) {
        // Thrown only when the socket is closed already, before anything is sent.
        clearInterval(watch);
        resolve({ kind: 'notStarted', why: 'lost', message: (error as Error).message });
      }
    });
  }

  /**
   * A TCP connection that leaves from the host.
   * @throws ssh2's error, with `reason` as in RFC 4254 5.1; with code ETIMEDOUT when the host itself gets no answer
   */
  forward(host: string, port: number): Promise<Duplex> {
    const release = this.hold();
    const watch = this.#watchSilence();
    // Longer than the watch takes to see that it is the SSH server which is silent.
    const millis = 1.5 * this.target.connectTimeoutMillis;
    let limit: NodeJS.Timeout | undefined;
    const opened = new Promise<Duplex>((resolve, reject) => {
      const message = `no answer within ${millis / 1000} s`;
      limit = setTimeout(() => reject(Object.assign(new Error(message), { code: 'ETIMEDOUT' })), millis);
      this.#client.forwardOut('127.0.0.1', 0, host, port, (error, channel) => {
        if (error) return reject(error);
        channel.on('close', release);
        // Without effect when it comes in time.
        opened.catch(() => channel.destroy());
        resolve(channel);
      });
    });
    opened.catch(release);
    return opened.finally(() => {
      clearTimeout(limit);
      clearInterval(watch);
    });
  }

  /** Takes leave politely; what still runs over it ends as lost. */
  end(): void {
    this.#closed();
    this.#client.end();
    // The other side may be gone, and with it its part of the leave-taking.
    setTimeout(() => this.#socket.destroy(), 2_000).unref();
  }

  /**
   * A connection to a machine that is gone answers nothing, not even keepalives: it is given up when something waits for
   * it, before the keepalives' own end.
   */
  #watchSilence(): NodeJS.Timeout {
    const patience = this.target.connectTimeoutMillis;
    const since = performance.now();
    return setInterval(() => {
      if (performance.now() - Math.max(since, this.#heardAt) < patience) return;
      this.#lastError = `no answer for ${patience / 1000} s`;
      this.#closed();
      this.#socket.destroy();
    }, patience / 4);
  }

  #restIfIdle(): void {
    clearTimeout(this.#idleTimer);
    if (this.#uses > 0 || !this.#alive) return;
    this.#idleTimer = setTimeout(() => this.end(), this.#idleMillis);
    this.#idleTimer.unref();
  }

  #closed(): void {
    if (!this.#alive) return;
    this.#alive = false;
    clearTimeout(this.#idleTimer);
    for (const listener of this.#closedListeners.splice(0)) listener();
  }
}

/**
 * ssh2 sends the command only when the session is open, so a failed or unanswered opening proves that it did not run.
 * @source ssh2 1.17, lib/client.js exec and openChannel
 */
function answerOf(error: Error & { reason?: unknown }, alive: boolean): ExecAnswer<never> {
  const { message } = error;
  if (message.startsWith('(SSH) Channel open failure'))
    return { kind: 'notStarted', why: 'noSession', message };
  if (message === 'No response from server') return { kind: 'notStarted', why: 'lost', message };
  // The request was answered by a refusal while the connection stands: the host did not run it.
  if (alive) return { kind: 'notStarted', why: 'noExec', message };
  return { kind: 'unknown', message };
}
