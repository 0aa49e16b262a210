/** Follows one running command to its end: output, limits, and how it ended. Judges nothing. */
import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import type { ClientChannel } from 'ssh2';
import type { RunOptions } from './host.ts';
import { groupLine } from './remote-script.ts';

export type Ending =
  | { readonly kind: 'exited'; readonly exitCode: number }
  | { readonly kind: 'signalled'; readonly signal: string }
  /** The channel closed without an exit code. */
  | { readonly kind: 'lost' }
  | { readonly kind: 'timedOut' | 'tooLong' | 'aborted' }
  | { readonly kind: 'inputFailed'; readonly error: Error };

export interface Followed {
  readonly ending: Ending;
  /** From the supervisor's line on; all of it when that line never came. */
  readonly stdout: string;
  readonly stderr: string;
  /** Process group on the host; null: nothing was started as the supervisor. */
  readonly group: number | null;
  readonly tookMillis: number;
}

/** 8 MiB. */
export const defaultMaxOutputBytes = 8 * 1024 * 1024;

/**
 * A daemon that a command left behind may hold its output open for ever: after the command's exit so many
 * milliseconds of silence end the wait.
 */
const silenceAfterExitMillis = 2_000;

/**
 * A command that is to be stopped while the login shell still reads its start-up files would begin later, unwatched:
 * so long is waited for it to begin, so that it can be ended.
 */
const groupGraceMillis = 5_000;

/**
 * Never rejects: whatever happens is an ending. The channel is closed then. Listens before it returns: a quick
 * command's exit may be the very next event.
 */
export async function follow(channel: ClientChannel, options: RunOptions): Promise<Followed> {
  const follower = new Follower(channel, options);
  const ending = await follower.ending;
  channel.close();
  return { ending, ...follower.findings() };
}

class Follower {
  readonly ending: Promise<Ending>;
  readonly #options: RunOptions;
  readonly #began = performance.now();
  readonly #decoders = { stdout: new StringDecoder('utf8'), stderr: new StringDecoder('utf8') };
  readonly #texts = { stdout: '', stderr: '' };
  readonly #timers = new Set<NodeJS.Timeout>();
  #bytes = 0;
  #group: number | null = null;
  #exit: Ending = { kind: 'lost' };
  #silence: NodeJS.Timeout | undefined;
  #stopping: Ending | undefined;
  #resolve: (ending: Ending) => void = () => {};

  constructor(channel: ClientChannel, options: RunOptions) {
    this.#options = options;
    const ended = new Promise<Ending>((resolve) => (this.#resolve = resolve));
    this.#listen(channel);
    this.#after(options.timeoutMillis, () => this.#stop({ kind: 'timedOut' }));
    const abort = () => this.#stop({ kind: 'aborted' });
    if (options.signal?.aborted) abort();
    options.signal?.addEventListener('abort', abort, { once: true });
    const stopFeeding = feed(channel, options.input, (error) => this.#stop({ kind: 'inputFailed', error }));
    this.ending = ended.finally(() => {
      for (const timer of this.#timers) clearTimeout(timer);
      options.signal?.removeEventListener('abort', abort);
      stopFeeding();
    });
  }

  findings(): Omit<Followed, 'ending'> {
    return {
      stdout: this.#texts.stdout + this.#decoders.stdout.end(),
      stderr: this.#texts.stderr + this.#decoders.stderr.end(),
      group: this.#group,
      tookMillis: Math.round(performance.now() - this.#began),
    };
  }

  #listen(channel: ClientChannel): void {
    channel.on('data', (piece: Buffer) => this.#take('stdout', piece));
    channel.stderr.on('data', (piece: Buffer) => this.#take('stderr', piece));
    channel.on('exit', (exitCode: number | null, signal?: string) => {
      this.#exit =
        exitCode === null
          ? { kind: 'signalled', signal: signal ?? 'a signal' }
          : { kind: 'exited', exitCode };
      this.#endAfterSilence();
    });
    // The two streams end one after the other; all was read when both ended.
    let open = 2;
    const closed = () => --open === 0 && this.#resolve(this.#exit);
    channel.on('close', closed);
    channel.stderr.on('end', closed);
    // Writing to a command that no longer reads is no failure: its exit tells.
    channel.on('error', () => {});
  }

  #take(which: 'stdout' | 'stderr', piece: Buffer): void {
    this.#bytes += piece.length;
    if (this.#bytes > (this.#options.maxOutputBytes ?? defaultMaxOutputBytes))
      return this.#stop({ kind: 'tooLong' });
    this.#endAfterSilence();
    const text = this.#decoders[which].write(piece);
    this.#texts[which] += text;
    if (which === 'stdout') this.#show(text);
  }

  /** Shows what the command printed; what came before the supervisor's line is not the command's. */
  #show(text: string): void {
    let shown = text;
    if (this.#group === null) {
      const line = groupLine.exec(this.#texts.stdout);
      if (!line) return;
      this.#group = Number(line[1]);
      shown = this.#texts.stdout = this.#texts.stdout.slice(line.index + line[0].length);
      if (this.#stopping) this.#resolve(this.#stopping);
    }
    if (shown !== '') this.#options.onOutput?.(shown);
  }

  #stop(why: Ending): void {
    if (this.#group !== null) return this.#resolve(why);
    if (this.#stopping) return;
    this.#stopping = why;
    this.#after(groupGraceMillis, () => this.#resolve(why));
  }

  #endAfterSilence(): void {
    if (this.#exit.kind === 'lost') return;
    clearTimeout(this.#silence);
    this.#silence = this.#after(silenceAfterExitMillis, () => this.#resolve(this.#exit));
  }

  #after(millis: number, act: () => void): NodeJS.Timeout {
    const timer = setTimeout(act, millis);
    this.#timers.add(timer);
    return timer;
  }
}

/** Gives the command its input with back pressure. @returns the call that ends the feeding */
function feed(
  channel: ClientChannel,
  input: RunOptions['input'],
  failed: (error: Error) => void,
): () => void {
  if (input === undefined || typeof input === 'string' || Buffer.isBuffer(input)) {
    channel.end(input);
    return () => {};
  }
  const source: Readable = input;
  source.on('error', failed);
  source.pipe(channel);
  return () => {
    source.unpipe(channel);
    source.destroy();
  };
}
