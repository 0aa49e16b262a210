import { request } from 'node:http';
import type { Socket } from 'node:net';

const longestAnswer = 16 * 1_024 * 1_024;

export interface HttpQuestion {
  readonly method: 'GET' | 'POST';
  /** Where it is sent, as the host at the other end of the connection calls it. */
  readonly host: string;
  readonly port: number;
  readonly path: string;
  /** `user:password` */
  readonly auth?: string;
  /** JSON. */
  readonly body?: string;
}

export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
}

/** One request over a connection that is there already, such as one through SSH; an answer of more than 16 MiB is refused. */
export function requestThrough(
  through: Socket,
  { method, host, port, path, auth, body }: HttpQuestion,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const asked = request({
      method,
      path,
      headers: {
        host: `${host}:${port}`,
        connection: 'close',
        ...(body !== undefined && {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
        }),
      },
      ...(auth !== undefined && { auth }),
      createConnection: () => through,
      signal,
    });
    asked.on('error', reject);
    asked.on('response', (answer) => {
      const pieces: Buffer[] = [];
      let bytes = 0;
      answer.on('data', (piece: Buffer) => {
        bytes += piece.length;
        if (bytes > longestAnswer) asked.destroy(new Error(`an answer of more than ${longestAnswer} bytes`));
        else pieces.push(piece);
      });
      answer.on('error', reject);
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(pieces).toString('utf8') }),
      );
    });
    asked.end(body);
  });
}
