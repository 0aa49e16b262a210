import type { Duplex } from 'node:stream';
import type { NodeSettings } from '../../knowledge/spec/node-settings.ts';
import type { Host, Hosts, RunOptions, RunResult } from './host.ts';
import { scriptText } from './remote-script.ts';
import type { ScriptName } from './remote-script.ts';
import { SshConnections } from './ssh-connections.ts';
import { forwardRefused, neverStarted } from './ssh-run-errors.ts';
import { runScript } from './ssh-run.ts';
import { targetOf } from './ssh-target.ts';

export interface SshHostsOptions {
  /** Where SSH_AUTH_SOCK and passphrases are looked up. */
  readonly environment?: NodeJS.ProcessEnv;
  /** A connection without work is closed after this; default 5 minutes. */
  readonly idleMillis?: number;
  /** The text of a script, for tests that need others than those of remote/. */
  readonly textOf?: (script: ScriptName) => string;
}

/** Hosts over SSH: one connection per machine, shared by all activities of the worker. */
export class SshHosts implements Hosts {
  readonly #connections: SshConnections;
  readonly #textOf: (script: ScriptName) => string;

  constructor({
    environment = process.env,
    idleMillis = 300_000,
    textOf = scriptText,
  }: SshHostsOptions = {}) {
    this.#connections = new SshConnections({ environment, idleMillis });
    this.#textOf = textOf;
  }

  async get(settings: NodeSettings): Promise<Host> {
    await this.#connections.get(targetOf(settings));
    return new SshHost(settings, this.#connections, this.#textOf);
  }

  /** Ends all connections; what still runs over them fails as NodeUnreachable. */
  close(): Promise<void> {
    return this.#connections.close();
  }
}

class SshHost implements Host {
  readonly settings: NodeSettings;
  readonly #connections: SshConnections;
  readonly #textOf: (script: ScriptName) => string;

  constructor(settings: NodeSettings, connections: SshConnections, textOf: (script: ScriptName) => string) {
    this.settings = settings;
    this.#connections = connections;
    this.#textOf = textOf;
  }

  async run(script: ScriptName, options: RunOptions): Promise<RunResult> {
    const { name, ssh } = this.settings;
    const run = {
      script,
      where: name,
      user: ssh.user,
      sudo: options.privileged !== false && ssh.sudo,
      textOf: this.#textOf,
    };
    // A connection that turns out to have ended before the command began is replaced once, unseen by the caller.
    for (let attempt = 1; attempt <= 2; attempt++) {
      options.signal?.throwIfAborted();
      const connection = await this.#connections.get(targetOf(this.settings));
      const result = await runScript(connection, run, options);
      if (result) return result;
    }
    throw neverStarted(run);
  }

  async connectThrough(host: string, port: number): Promise<Duplex> {
    for (let attempt = 1; ; attempt++) {
      const connection = await this.#connections.get(targetOf(this.settings));
      try {
        return await connection.forward(host, port);
      } catch (error) {
        // As with run: a connection that had ended unseen is replaced once.
        if (attempt === 1 && !connection.alive) continue;
        throw forwardRefused(this.settings.name, `${host} port ${port}`, error as Error);
      }
    }
  }
}
