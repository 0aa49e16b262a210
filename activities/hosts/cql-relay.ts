/**
 * A door on the worker for one call: the driver can only open TCP connections by itself, so it connects to a port of
 * the worker's loopback, and the relay carries the bytes through the host's SSH connection.
 */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Host } from './host.ts';

export interface CqlRelay {
  readonly port: number;
  /** Why the last connection could not be carried on; undefined: it could, or none came. */
  readonly failure: () => Error | undefined;
  readonly close: () => Promise<void>;
}

/** @param listen address on which CQL listens, as the host sees it */
export async function openCqlRelay(host: Host, listen: string, port: number): Promise<CqlRelay> {
  const streams = new Set<Duplex>();
  let failure: Error | undefined;
  const carry = async (socket: Socket): Promise<void> => {
    if (!(await isOwnConnection(socket))) return void socket.destroy();
    const through = await host.connectThrough(listen, port);
    failure = undefined;
    streams.add(through);
    socket.on('close', () => through.destroy());
    through.on('close', () => socket.destroy());
    through.on('error', () => socket.destroy());
    socket.pipe(through).pipe(socket);
    if (socket.destroyed) through.destroy();
  };
  const server = createServer({ noDelay: true }, (socket) => {
    streams.add(socket);
    socket.on('error', () => socket.destroy());
    carry(socket).catch((error: Error) => {
      failure = error;
      socket.destroy();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    failure: () => failure,
    close: async () => {
      server.close();
      for (const stream of streams) stream.destroy();
      if (server.listening) await once(server, 'close');
    },
  };
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
