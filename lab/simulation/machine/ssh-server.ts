/** The SSH server of one simulated machine: it runs for real what it is sent, and lets observers stand in between. */
import { once } from 'node:events';
import { type AddressInfo, type Server, type Socket, createServer } from 'node:net';
import type { Duplex } from 'node:stream';
import ssh2 from 'ssh2';
import type { Connection, ServerChannel } from 'ssh2';
import { runCommand } from './run-command.ts';
import type { CommandDesk } from './run-command.ts';

export interface SshServerOptions {
  readonly address: string;
  /** OpenSSH's private key. */
  readonly hostKey: string;
  /** OpenSSH's public key of who may log in. */
  readonly clientKey: string;
  readonly desk: CommandDesk;
  /** Takes a connection to a port of the machine; false: nothing listens there. */
  readonly connect: (host: string, port: number, take: () => Duplex) => boolean;
}

export class SshServer {
  readonly #options: SshServerOptions;
  readonly #server: InstanceType<typeof ssh2.Server>;
  readonly #sockets = new Set<Socket>();
  #listener: Server | null = null;
  #port = 0;

  constructor(options: SshServerOptions) {
    this.#options = options;
    this.#server = new ssh2.Server({ hostKeys: [options.hostKey] }, (connection) => this.#serve(connection));
  }

  /** The same one for as long as the server lives. */
  get port(): number {
    return this.#port;
  }

  get isUp(): boolean {
    return this.#listener !== null;
  }

  async up(): Promise<void> {
    if (this.#listener) return;
    const listener = createServer({ noDelay: true }, (socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
      socket.on('error', () => socket.destroy());
      this.#server.injectSocket(socket);
    });
    listener.listen(this.#port, this.#options.address);
    await once(listener, 'listening');
    this.#port = (listener.address() as AddressInfo).port;
    this.#listener = listener;
  }

  async down(): Promise<void> {
    const listener = this.#listener;
    this.#listener = null;
    if (!listener) return;
    const closed = once(listener, 'close');
    listener.close();
    this.cut();
    await closed;
  }

  /** As a cable that is pulled and an answer by reset: nothing more is said. */
  cut(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  #serve(connection: Connection): void {
    const allowed = ssh2.utils.parseKey(this.#options.clientKey);
    if (allowed instanceof Error) throw allowed;
    const key = Array.isArray(allowed) ? allowed[0]! : allowed;
    connection.on('error', () => undefined);
    connection.on('authentication', (context) => {
      if (context.method !== 'publickey') return context.reject(['publickey']);
      const same = context.key.data.equals(key.getPublicSSH());
      const { blob, signature, hashAlgo } = context;
      const isSigned = !signature || (blob && key.verify(blob, signature, hashAlgo) === true);
      if (same && isSigned) context.accept();
      else context.reject(['publickey']);
    });
    connection.on('session', (acceptSession) => {
      acceptSession().on('exec', (acceptExec, _reject, { command }) => {
        const channel = acceptExec();
        runCommand(this.#options.desk, channel, command, () => this.cut()).catch(() => channel.close());
      });
    });
    connection.on('tcpip', (accept, reject, { destIP, destPort }) => {
      if (!this.#options.connect(destIP, destPort, () => accept() as ServerChannel)) reject();
    });
  }
}
