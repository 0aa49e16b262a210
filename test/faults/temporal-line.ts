/** A worker's own line to the Temporal server, which can be cut: the server then sees that nobody polls any more. */
import { once } from 'node:events';
import { type AddressInfo, type Server, type Socket, connect, createServer } from 'node:net';

export class TemporalLine {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #cut = false;

  private constructor(port: number) {
    this.#server = createServer({ noDelay: true }, (socket) => this.#forward(socket, port));
  }

  /** @param port of the server, on the loopback */
  static async to(port: number): Promise<TemporalLine> {
    const line = new TemporalLine(port);
    line.#server.listen(0, '127.0.0.1');
    await once(line.#server, 'listening');
    return line;
  }

  get address(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  cut(): void {
    this.#cut = true;
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  restore(): void {
    this.#cut = false;
  }

  close(): void {
    this.cut();
    this.#server.close();
  }

  #forward(socket: Socket, port: number): void {
    if (this.#cut) return void socket.resetAndDestroy();
    const onward = connect({ port, host: '127.0.0.1', noDelay: true });
    for (const [one, other] of [
      [socket, onward],
      [onward, socket],
    ] as const) {
      this.#sockets.add(one);
      one.on('error', () => undefined);
      one.on('close', () => {
        this.#sockets.delete(one);
        // As the server's own end would be seen: at once, not as a silence.
        other.resetAndDestroy();
      });
      one.pipe(other);
    }
  }
}
