import type { SshConnection } from './ssh-connection.ts';
import { dial } from './ssh-dial.ts';
import type { DialOptions } from './ssh-dial.ts';
import { keyOf } from './ssh-target.ts';
import type { SshTarget } from './ssh-target.ts';

/** One connection per target, made at the first use, shared, and made anew after it ended. */
export class SshConnections {
  readonly #options: DialOptions;
  /** Also those still being made: callers at the same time wait for the same handshake, and share its failure. */
  readonly #open = new Map<string, Promise<SshConnection>>();
  #closed = false;

  constructor(options: DialOptions) {
    this.#options = options;
  }

  async get(target: SshTarget): Promise<SshConnection> {
    if (this.#closed) throw new Error('the SSH connections of this worker are closed');
    const key = keyOf(target);
    const existing = this.#open.get(key);
    if (existing) return existing;
    const made = this.#make(target);
    this.#open.set(key, made);
    const forget = () => {
      if (this.#open.get(key) === made) this.#open.delete(key);
    };
    made.then((connection) => connection.onClosed(forget), forget);
    return made;
  }

  async close(): Promise<void> {
    this.#closed = true;
    const all = await Promise.allSettled(this.#open.values());
    for (const made of all) if (made.status === 'fulfilled') made.value.end();
  }

  /** The bastion's connection is held while its way is looked for; what goes through it then holds it by itself. */
  async #make(target: SshTarget): Promise<SshConnection> {
    const via = target.via && (await this.get(target.via));
    const release = via?.hold();
    try {
      return await dial(target, via, this.#options);
    } finally {
      release?.();
    }
  }
}
