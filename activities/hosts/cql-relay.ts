/**
 * A door on the worker for one call: the driver can only open TCP connections by itself, so it connects to a port of
 * the worker's loopback, and the relay carries the bytes through the host's SSH connection.
 */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { Transform } from 'node:stream';
import type { Duplex } from 'node:stream';
import type { Host } from './host.ts';

export interface CqlRelay {
  readonly port: number;
  /** What the driver can't know: that the other side speaks no CQL. */
  readonly failure: () => Error | undefined;
  readonly close: () => Promise<void>;
}

/**
 * @param listen address on which CQL listens, as the host sees it
 * @param isPlain no TLS: what comes back can be looked at
 * @throws what Host.connectThrough throws, before there is any door
 */
export async function openCqlRelay(
  host: Host,
  listen: string,
  port: number,
  isPlain: boolean,
): Promise<CqlRelay> {
  // Opened before the driver comes, so that a node that does not listen is told as itself, not as a broken driver.
  const ready = [await host.connectThrough(listen, port)];
  const streams = new Set<Duplex>(ready);
  let failure: Error | undefined;
  const carry = async (socket: Socket): Promise<void> => {
    if (!(await isOwnConnection(socket))) return void socket.destroy();
    const through = ready.pop() ?? (await host.connectThrough(listen, port));
    streams.add(through);
    // A reset, because the driver waits out its time limit when a connection ends politely during its start-up; after
    // the last bytes, which may say why.
    const fail = (error: Error) => {
      failure = error;
      socket.resetAndDestroy();
    };
    const reset = () => socket.write('', () => socket.resetAndDestroy());
    through.on('end', reset).on('close', reset).on('error', reset);
    socket.on('close', () => through.destroy());
    const answers = isPlain ? through.pipe(onlyCql().on('error', fail)) : through;
    socket.pipe(through);
    answers.pipe(socket, { end: false });
    if (socket.destroyed) through.destroy();
  };
  const server = createServer({ noDelay: true }, (socket) => {
    streams.add(socket);
    socket.on('error', () => socket.destroy());
    carry(socket).catch(() => socket.resetAndDestroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    failure: () => failure,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const stream of streams) stream.destroy();
      await closed;
    },
  };
}

/**
 * Passes what begins as an answer of the native protocol, versions 3 to 6. The driver trusts what it reads: lengths
 * that are none throw where nobody can catch them, and would end the worker.
 * @source Apache Cassandra, doc/native_protocol_v4.spec, section 2.1
 */
function onlyCql(): Transform {
  let looked = false;
  return new Transform({
    transform(piece: Buffer, _encoding, done) {
      const first = piece[0] ?? 0;
      if (!looked && (first < 0x83 || first > 0x86)) {
        const found = JSON.stringify(piece.toString('latin1', 0, 20));
        return done(new Error(`what answers there speaks no CQL without TLS: ${found}`));
      }
      looked = true;
      done(null, piece);
    },
  });
}

/**
 * The door leads past the node's firewall, often to a node that asks for no password: other users of the worker's
 * machine must not come through. Linux tells the owner of the other end of a loopback connection; where there is no
 * such table the check passes.
 */
async function isOwnConnection(socket: Socket): Promise<boolean> {
  const table = await readFile('/proc/self/net/tcp', 'latin1').catch(() => undefined);
  if (table === undefined || process.getuid === undefined) return true;
  const [theirs, ours] = [place(socket.remotePort), place(socket.localPort)];
  // Columns: number, local address, remote address, state, queues, timer, retransmits, uid, ...
  const row = table.split('\n').find((line) => line.includes(` ${theirs} ${ours} `));
  return Number(row?.trim().split(/\s+/)[7] ?? NaN) === process.getuid();
}

/** 127.0.0.1 and a port as /proc/net/tcp writes them: in hex, the address in the byte order of the machine. */
function place(port: number | undefined): string {
  const address = new Uint8Array(new Uint32Array([0x7f000001]).buffer)[0] === 1 ? '0100007F' : '7F000001';
  return `${address}:${(port ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
