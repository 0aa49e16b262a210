/** A server that speaks just enough of the native protocol, version 4, for the driver: for answers that no real node gives on request. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';

export type FakeAnswer =
  | { readonly rows: readonly Readonly<Record<string, string>>[] }
  /** Codes of the protocol's section 9. */
  | { readonly error: number; readonly message: string }
  | 'silence'
  | 'cut';

export interface FakeCqlNodeOptions {
  readonly address?: string;
  readonly port?: number;
  /** Addresses in system.peers. */
  readonly peers?: readonly string[];
  /** Answers to what is no question of the driver for itself. */
  readonly answer?: (query: string) => FakeAnswer;
  /** What STARTUP is answered with instead of READY. */
  readonly startup?: FakeAnswer;
}

const opcode = {
  error: 0,
  startup: 1,
  ready: 2,
  options: 5,
  supported: 6,
  query: 7,
  result: 8,
  register: 11,
} as const;

export class FakeCqlNode {
  readonly #server: Server;
  readonly #options: FakeCqlNodeOptions;
  readonly #sockets = new Set<Socket>();
  connections = 0;

  private constructor(options: FakeCqlNodeOptions) {
    this.#options = options;
    this.#server = createServer((socket) => this.#serve(socket));
  }

  static async start(options: FakeCqlNodeOptions = {}): Promise<FakeCqlNode> {
    const node = new FakeCqlNode(options);
    node.#server.listen(options.port ?? 0, options.address ?? '127.0.0.1');
    await once(node.#server, 'listening');
    return node;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get openConnections(): number {
    return this.#sockets.size;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    const closed = once(this.#server, 'close');
    this.#server.close();
    await closed;
  }

  #serve(socket: Socket): void {
    this.connections++;
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => {});
    let received = Buffer.alloc(0);
    socket.on('data', (piece: Buffer) => {
      received = Buffer.concat([received, piece]);
      while (received.length >= 9 && received.length >= 9 + received.readInt32BE(5)) {
        const end = 9 + received.readInt32BE(5);
        this.#answer(socket, received.readInt16BE(2), received[4]!, received.subarray(9, end));
        received = received.subarray(end);
      }
    });
  }

  #answer(socket: Socket, stream: number, asked: number, body: Buffer): void {
    const send = (code: number, ...parts: Buffer[]) => {
      const content = Buffer.concat(parts);
      socket.write(
        Buffer.concat([
          Buffer.from([0x84, 0]),
          int16(stream),
          Buffer.from([code]),
          int32(content.length),
          content,
        ]),
      );
    };
    const give = (answer: FakeAnswer) => {
      if (answer === 'silence') return;
      if (answer === 'cut') return void socket.destroy();
      if ('error' in answer) return send(opcode.error, int32(answer.error), string(answer.message));
      send(opcode.result, int32(2), rowsOf(answer.rows));
    };
    if (asked === opcode.options) send(opcode.supported, int16(0));
    else if (asked === opcode.query) give(this.#rowsFor(body.toString('utf8', 4, 4 + body.readInt32BE(0))));
    else if (asked === opcode.startup && this.#options.startup) give(this.#options.startup);
    else send(opcode.ready);
  }

  #rowsFor(query: string): FakeAnswer {
    const place = {
      data_center: 'dc1',
      rack: 'r1',
      release_version: '5.0.9',
      partitioner: 'Murmur3Partitioner',
    };
    if (/FROM system\.local/i.test(query)) return { rows: [{ key: 'local', ...place }] };
    if (/FROM system\.peers/i.test(query)) {
      return { rows: (this.#options.peers ?? []).map((peer) => ({ peer, rpc_address: peer, ...place })) };
    }
    return this.#options.answer?.(query) ?? { rows: [{ answer: 'yes' }] };
  }
}

function rowsOf(rows: readonly Readonly<Record<string, string>>[]): Buffer {
  const columns = Object.keys(rows[0] ?? { none: '' });
  const specs = columns.map((name) => Buffer.concat([string(name), int16(0x0d)])); // varchar
  const values = rows.flatMap((row) => columns.map((name) => Buffer.from(row[name] ?? '')));
  return Buffer.concat([
    int32(1), // One keyspace and table for all columns.
    int32(columns.length),
    string('fake'),
    string('table'),
    ...specs,
    int32(rows.length),
    ...values.flatMap((value) => [int32(value.length), value]),
  ]);
}

function int16(value: number): Buffer {
  const buffer = Buffer.alloc(2);
  buffer.writeInt16BE(value);
  return buffer;
}

function int32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeInt32BE(value);
  return buffer;
}

function string(text: string): Buffer {
  return Buffer.concat([int16(Buffer.byteLength(text)), Buffer.from(text)]);
}
