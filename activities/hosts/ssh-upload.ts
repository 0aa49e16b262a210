import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Transform } from 'node:stream';
import { RingliftError } from '../../knowledge/errors.ts';
import type { ErrorName } from '../../knowledge/errors.ts';
import { exitCodes } from './exit-codes.ts';
import type { Host, RunResult } from './host.ts';

export interface UploadOptions {
  /** Lower-case hex; what the file has to be, here and there. */
  readonly sha256: string;
  /** Limit for the transfer in milliseconds. */
  readonly timeoutMillis: number;
  /** Octal; default 0644. */
  readonly mode?: string;
  /** Called with bytes given to the connection so far and the file's size. */
  readonly onProgress?: (sentBytes: number, totalBytes: number) => void;
  readonly signal?: AbortSignal;
}

/** Of receive-file alone: what arrived has another digest. */
const arrivedChanged = 80;

/** A look reads the whole of a file that is there already. */
const lookMillis = 120_000;

/**
 * Brings a file of the worker to the host, put in place only when its digest is right there. Sends nothing when the
 * host has it already.
 * @returns `alreadyDone` when nothing was sent
 * @throws RingliftError FileMissing, ChecksumMismatch, DiskFull, CommandFailed, and those of Host.run
 */
export async function uploadFile(
  host: Host,
  localFile: string,
  remotePath: string,
  options: UploadOptions,
): Promise<'done' | 'alreadyDone'> {
  const { sha256, timeoutMillis, mode = '0644', onProgress, signal } = options;
  const look = await host.run('receive-file', {
    args: ['look', remotePath, sha256],
    timeoutMillis: lookMillis,
    signal,
  });
  if (look.exitCode !== 0) throw refused(host, remotePath, look);
  if (look.stdout.trim() === 'already') return 'alreadyDone';

  const totalBytes = await sizeOf(localFile);
  const meter = new Meter((sent) => onProgress?.(sent, totalBytes));
  const source = createReadStream(localFile);
  source.on('error', (error) => meter.destroy(error));
  try {
    const sent = await host.run('receive-file', {
      args: ['receive', remotePath, sha256, mode, String(totalBytes)],
      input: source.pipe(meter),
      timeoutMillis,
      signal,
    });
    if (sent.exitCode === arrivedChanged)
      throw mismatch(host, localFile, remotePath, sha256, meter.digest, sent);
    if (sent.exitCode !== 0) throw refused(host, remotePath, sent);
    return sent.stdout.trim() === 'already' ? 'alreadyDone' : 'done';
  } finally {
    source.destroy();
  }
}

/** Counts and digests what passes, to tell a wrong file from one that was changed on its way. */
class Meter extends Transform {
  readonly #hash = createHash('sha256');
  readonly #onSent: (bytes: number) => void;
  #sent = 0;
  /** Hex, once all has passed. */
  digest: string | undefined;

  constructor(onSent: (bytes: number) => void) {
    super();
    this.#onSent = onSent;
  }

  override _transform(piece: Buffer, _encoding: string, done: (error: null, piece: Buffer) => void): void {
    this.#hash.update(piece);
    this.#sent += piece.length;
    this.#onSent(this.#sent);
    done(null, piece);
  }

  override _flush(done: () => void): void {
    this.digest = this.#hash.digest('hex');
    done();
  }
}

async function sizeOf(localFile: string): Promise<number> {
  try {
    return (await stat(localFile)).size;
  } catch (cause) {
    const next = 'Put it there, or correct its path.';
    const what = 'the file to send can not be read on the worker';
    const found = cause instanceof Error ? cause.message : String(cause);
    throw new RingliftError('FileMissing', { where: localFile, what, found, next }, { cause });
  }
}

function mismatch(
  host: Host,
  localFile: string,
  remotePath: string,
  sha256: string,
  sentDigest: string | undefined,
  { stdout }: RunResult,
): RingliftError {
  const isWrongFile = sentDigest !== undefined && sentDigest !== sha256;
  return new RingliftError('ChecksumMismatch', {
    where: isWrongFile ? localFile : `${host.settings.name}, ${remotePath}`,
    what: isWrongFile
      ? 'the file on the worker is not the one that was asked for'
      : 'the file arrived changed',
    expected: `sha256 ${sha256}`,
    found: stdout.trim(),
    changed: 'nothing stays on the host: what had arrived was removed',
    next: isWrongFile
      ? 'Fetch the file again from its source, or correct the digest in the file of the cluster.'
      : "Try again; if it happens again, check the host's disk and memory.",
  });
}

function refused(host: Host, remotePath: string, { exitCode, stdout, stderr }: RunResult): RingliftError {
  const said = (stderr.trim() || stdout.trim()).split('\n').join('; ');
  const made = (name: ErrorName, what: string, next: string) =>
    new RingliftError(name, {
      where: `${host.settings.name}, ${remotePath}`,
      what,
      found: said || `exit code ${exitCode}`,
      changed: 'nothing stays on the host: what had arrived was removed',
      next,
    });
  if (exitCode === exitCodes.noSpace) {
    return made('DiskFull', 'the file does not fit', 'Make room on that disk, then try again.');
  }
  return made('CommandFailed', 'the file could not be put in place', 'Look at that place on the host.');
}
