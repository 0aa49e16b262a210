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

/** Never rejects: whatever happens is an ending. The channel is closed when it returns. */
export async function follow(channel: ClientChannel, options: RunOptions): Promise<Followed> {
  const began = performance.now();
  const stdout = new StringDecoder('utf8');
  const stderr = new StringDecoder('utf8');
  const texts = { stdout: '', stderr: '' };
  let bytes = 0;
  let group: number | null = null;
  let exit: Ending = { kind: 'lost' };
  let afterExit: NodeJS.Timeout | undefined;
  let stopping: Ending | undefined;
  let grace: NodeJS.Timeout | undefined;
  let stopFeeding = () => {};

  const ending = await new Promise<Ending>((resolve) => {
    const stop = (why: Ending) => {
      if (group !== null) return resolve(why);
      stopping = why;
      grace = setTimeout(() => resolve(why), groupGraceMillis);
    };
    const limit = setTimeout(() => stop({ kind: 'timedOut' }), options.timeoutMillis);
    const abort = () => stop({ kind: 'aborted' });
    stopFeeding = () => {
      clearTimeout(limit);
      clearTimeout(afterExit);
      clearTimeout(grace);
      options.signal?.removeEventListener('abort', abort);
      release();
    };
    options.signal?.addEventListener('abort', abort, { once: true });
    if (options.signal?.aborted) abort();

    const waitForSilence = () => {
      if (exit.kind === 'lost') return;
      clearTimeout(afterExit);
      afterExit = setTimeout(() => resolve(exit), silenceAfterExitMillis);
    };
    const take = (which: 'stdout' | 'stderr', decoder: StringDecoder) => (piece: Buffer) => {
      bytes += piece.length;
      if (bytes > (options.maxOutputBytes ?? defaultMaxOutputBytes)) return resolve({ kind: 'tooLong' });
      waitForSilence();
      const text = decoder.write(piece);
      texts[which] += text;
      if (which === 'stderr') return;
      if (group !== null) return text !== '' && options.onOutput?.(text);
      const line = groupLine.exec(texts.stdout);
      if (!line) return;
      group = Number(line[1]);
      texts.stdout = texts.stdout.slice(line.index + line[0].length);
      if (stopping) return resolve(stopping);
      if (texts.stdout !== '') options.onOutput?.(texts.stdout);
    };
    channel.on('data', take('stdout', stdout));
    channel.stderr.on('data', take('stderr', stderr));
    channel.on('exit', (exitCode: number | null, signal?: string) => {
      exit =
        exitCode === null
          ? { kind: 'signalled', signal: signal ?? 'a signal' }
          : { kind: 'exited', exitCode };
      waitForSilence();
    });
    // The streams end one after the other; both were read when both ended.
    let open = 2;
    const closed = () => --open === 0 && resolve(exit);
    channel.on('close', closed);
    channel.stderr.on('end', closed);
    // Writing to a command that no longer reads is no failure: its exit tells.
    channel.on('error', () => {});
    const release = feed(channel, options.input, (error) => resolve({ kind: 'inputFailed', error }));
  });

  stopFeeding();
  channel.close();
  return {
    ending,
    stdout: texts.stdout + stdout.end(),
    stderr: texts.stderr + stderr.end(),
    group,
    tookMillis: Math.round(performance.now() - began),
  };
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
