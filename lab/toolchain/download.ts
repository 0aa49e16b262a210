/** One file from the web, checked against a published digest, and given up on soon where the network refuses. */
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export interface Published {
  readonly algorithm: 'sha256' | 'sha512';
  /** Hexadecimal, as read with publishedDigest. */
  readonly digest: string;
}

const answerMillis = 8_000;
const wholeMillis = 30 * 60_000;

/** Writes what the address gives to the file. Throws a plain Error in one line: the caller has another way to go. */
export async function download(url: string, file: string, published?: Published): Promise<void> {
  const response = await answerOf(url, wholeMillis);
  if (response.body === null) throw new Error(`${url} gave nothing`);
  const hash = createHash(published?.algorithm ?? 'sha256');
  await pipeline(
    Readable.fromWeb(response.body),
    async function* (pieces: AsyncIterable<Uint8Array>) {
      for await (const piece of pieces) {
        hash.update(piece);
        yield piece;
      }
    },
    createWriteStream(file),
  );
  const digest = hash.digest('hex');
  if (published !== undefined && digest !== published.digest) {
    throw new Error(`${url} has ${published.algorithm} ${digest}, published is ${published.digest}`);
  }
}

/** The digest in a published `.sha512` or `.sha256` file, which may name the file besides. */
export async function publishedDigest(url: string, algorithm: Published['algorithm']): Promise<Published> {
  const text = await (await answerOf(url, answerMillis)).text();
  const digits = algorithm === 'sha512' ? 128 : 64;
  const digest = new RegExp(`\\b[0-9a-fA-F]{${digits}}\\b`).exec(text)?.[0].toLowerCase();
  if (digest === undefined) throw new Error(`${url} holds no ${algorithm}: ${text.slice(0, 80)}`);
  return { algorithm, digest };
}

/** An address that does not begin to answer within seconds counts as refused. */
async function answerOf(url: string, limitMillis: number): Promise<Response> {
  const controller = new AbortController();
  const soon = setTimeout(() => controller.abort(), answerMillis);
  try {
    const signal = AbortSignal.any([controller.signal, AbortSignal.timeout(limitMillis)]);
    const response = await fetch(url, { signal });
    if (!response.ok) throw new Error(`status ${response.status}`);
    return response;
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const why = controller.signal.aborted ? `no answer in ${answerMillis / 1000} s` : messageOf(cause);
    throw new Error(`${url} can not be had: ${why}`);
  } finally {
    clearTimeout(soon);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
