/**
 * How many sessions one connection has open at once. OpenSSH refuses more than MaxSessions, 10 by default; two are
 * left over for ending commands that passed their limit. Callers get their turn in the order of asking.
 * @source sshd_config(5), MaxSessions
 */
export class ChannelSlots {
  #limit = 8;
  #active = 0;
  readonly #waiting: (() => void)[] = [];

  /** @returns the call that gives the slot back @throws the signal's reason when it aborts before the turn comes */
  async enter(signal?: AbortSignal): Promise<() => void> {
    signal?.throwIfAborted();
    if (this.#active < this.#limit) this.#active++;
    else await this.#turn(signal);
    let given = false;
    return () => {
      if (given) return;
      given = true;
      this.#active--;
      this.#wake();
    };
  }

  /**
   * The host refused a session although a slot was free: it allows fewer. Called while holding that slot.
   * @returns false when there was no other session: then it allows none at all
   */
  narrow(): boolean {
    if (this.#active < 2) return false;
    this.#limit = this.#active - 1;
    return true;
  }

  async #turn(signal?: AbortSignal): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const abort = () => {
        this.#waiting.splice(this.#waiting.indexOf(turn), 1);
        reject(signal?.reason);
      };
      const turn = () => {
        signal?.removeEventListener('abort', abort);
        resolve();
      };
      signal?.addEventListener('abort', abort, { once: true });
      this.#waiting.push(turn);
    });
  }

  /** The slot is counted before its waiter runs, so that nobody overtakes. */
  #wake(): void {
    while (this.#active < this.#limit) {
      const turn = this.#waiting.shift();
      if (!turn) return;
      this.#active++;
      turn();
    }
  }
}
