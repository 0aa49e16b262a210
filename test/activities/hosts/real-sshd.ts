/**
 * A real OpenSSH server for tests, on a high loopback port, as whoever runs the tests: own keys, own configuration,
 * nothing of the machine's own server is touched. Works as root and as an ordinary user, who then logs in as himself.
 */
import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { settingsOf } from '../../../knowledge/spec/node-settings.ts';
import type { NodeSettings } from '../../../knowledge/spec/node-settings.ts';
import { specSchema } from '../../../knowledge/spec/spec.ts';
import type { SpecInput } from '../../../knowledge/spec/spec.ts';
import { readProcesses, signalAll } from './process-table.ts';

export type KeyType = 'ed25519' | 'rsa' | 'ecdsa';

export interface SshdOptions {
  /** Loopback address to listen on; default 127.0.0.1. */
  readonly address?: string;
  /** Types of the server's own keys; default ed25519. */
  readonly hostKeys?: readonly KeyType[];
  /** Further lines of sshd_config; for most keywords sshd takes the first value that it meets, so these win. */
  readonly config?: readonly string[];
  /** Environment variables of the sessions. */
  readonly environment?: Readonly<Record<string, string>>;
}

export class RealSshd {
  readonly address: string;
  readonly port: number;
  readonly user = userInfo().username;
  /** Everything of this server: keys, configuration, log. Removed by stop(). */
  readonly folder: string;
  /** Client key that may log in: ed25519, without a passphrase. */
  readonly keyFile: string;
  /** Holds the server's keys. */
  readonly knownHostsFile: string;
  readonly #child: ChildProcess;

  private constructor(address: string, port: number, folder: string, child: ChildProcess) {
    this.address = address;
    this.port = port;
    this.folder = folder;
    this.keyFile = join(folder, 'client');
    this.knownHostsFile = join(folder, 'known_hosts');
    this.#child = child;
  }

  static async start({
    address = '127.0.0.1',
    hostKeys = ['ed25519'],
    config = [],
    environment,
  }: SshdOptions = {}): Promise<RealSshd> {
    const folder = mkdtempSync(join(tmpdir(), 'ringlift-sshd-'));
    const port = await freePort(address);
    makeKey(join(folder, 'client'), 'ed25519');
    appendFileSync(join(folder, 'authorized_keys'), readFileSync(join(folder, 'client.pub')));
    const lines = [...config, `ListenAddress ${address}:${port}`, ...fixedLines(folder), setEnv(environment)];
    const known: string[] = [];
    for (const type of hostKeys) {
      const file = join(folder, `host_${type}`);
      known.push(`[${address}]:${port} ${makeKey(file, type)}`);
      lines.push(`HostKey ${file}`);
    }
    writeFileSync(join(folder, 'known_hosts'), `${known.join('\n')}\n`);
    writeFileSync(join(folder, 'sshd_config'), `${lines.join('\n')}\n`);
    // Root's sshd wants its empty folder for separated privileges, which Debian makes at boot.
    if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
    const child = spawn(sshdProgram(), ['-D', '-f', join(folder, 'sshd_config'), '-E', join(folder, 'log')], {
      stdio: 'ignore',
    });
    // A test that fails before its stop() leaves no server behind.
    process.once('exit', () => child.kill());
    const sshd = new RealSshd(address, port, folder, child);
    await sshd.#untilListening();
    return sshd;
  }

  /** Stops the server and every session of it, and removes its folder. */
  async stop(): Promise<void> {
    const sessions = this.sessionPids();
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      this.#child.kill('SIGTERM');
      await once(this.#child, 'exit');
    }
    signalAll(sessions, 'SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }

  get log(): string {
    const file = join(this.folder, 'log');
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  }

  /** How many TCP connections the server has accepted so far. */
  get acceptedConnections(): number {
    return this.log.match(/^Connection from /gm)?.length ?? 0;
  }

  /** The server's processes of open connections; not what runs in them. */
  sessionPids(): number[] {
    const processes = readProcesses();
    const below = (parent: number): number[] =>
      processes
        .filter(({ ppid, name }) => ppid === parent && name.startsWith('sshd'))
        .flatMap(({ pid }) => [pid, ...below(pid)]);
    return this.#child.pid === undefined ? [] : below(this.#child.pid);
  }

  /** Cuts all open connections as a crash of the machine's server does. */
  cutConnections(): void {
    signalAll(this.sessionPids(), 'SIGKILL');
  }

  /** Leaves all open connections without an answer, as a machine does that is gone; new ones are served. */
  freezeConnections(): void {
    signalAll(this.sessionPids(), 'SIGSTOP');
  }

  /** Lets another public key log in. */
  authorize(publicKeyFile: string, options = ''): void {
    appendFileSync(
      join(this.folder, 'authorized_keys'),
      `${options} ${readFileSync(publicKeyFile, 'utf8')}`.trimStart(),
    );
  }

  /** A node at this server, with its key and its known hosts unless `over` says otherwise. */
  settings(over: Partial<SpecInput['ssh']> = {}): NodeSettings {
    const spec = specSchema.parse({
      cluster: 'test',
      target: '6.0-alpha2',
      nodes: [{ address: this.address, name: 'n1' }],
      ssh: {
        user: this.user,
        port: this.port,
        privateKeyFile: this.keyFile,
        knownHostsFile: this.knownHostsFile,
        sudo: false,
        ...over,
      },
      install: { file: '/none.tar.gz', sha256: '0'.repeat(64), home: '/opt/cassandra' },
      approvals: { who: ['ana'] },
    });
    return settingsOf(spec, this.address);
  }

  async #untilListening(): Promise<void> {
    while (!this.log.includes('Server listening on')) {
      if (this.#child.exitCode !== null) throw new Error(`sshd ended: ${this.log}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

/** Makes a key pair without a passphrase unless told otherwise. @returns the public key as `type base64` */
export function makeKey(file: string, type: KeyType, passphrase = '', ...options: string[]): string {
  const bits = type === 'rsa' ? ['-b', '2048'] : [];
  execFileSync('ssh-keygen', [
    '-q',
    '-t',
    type,
    ...bits,
    '-N',
    passphrase,
    '-C',
    'test',
    '-f',
    file,
    ...options,
  ]);
  return readFileSync(`${file}.pub`, 'utf8').split(' ').slice(0, 2).join(' ');
}

function fixedLines(folder: string): string[] {
  return [
    `AuthorizedKeysFile ${folder}/authorized_keys`,
    'StrictModes no',
    'UsePAM no',
    'PidFile none',
    'PermitRootLogin yes',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'AllowTcpForwarding yes',
    'LogLevel VERBOSE',
  ];
}

/** Bash that believes to be a shell inside of a shell leaves out the start-up files of whoever runs the tests. */
function setEnv(environment: Readonly<Record<string, string>> = {}): string {
  const pairs = Object.entries({ SHLVL: '1', ...environment }).map(([name, value]) => `${name}=${value}`);
  return `SetEnv ${pairs.join(' ')}`;
}

function sshdProgram(): string {
  const found = ['/usr/sbin/sshd', '/usr/local/sbin/sshd', '/sbin/sshd'].find((file) => existsSync(file));
  if (!found) throw new Error("these tests need OpenSSH's sshd");
  return found;
}

async function freePort(address: string): Promise<number> {
  const server = createServer().listen(0, address);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
