import { setTimeout as sleep } from 'node:timers/promises';
import type { JournalEntry, NodeState, ProcessEvent, SimulatedNode } from '../simulated-cluster.ts';
import type { Cassandra } from './cassandra.ts';
import { readJournal } from './journal.ts';
import type { Machine } from './machine.ts';
import type { SshServer } from './ssh-server.ts';

const startLimitMillis = 10_000;

/** One node with its machine and its SSH server, as tests lay hands on it. */
export class SimulatedHost implements SimulatedNode {
  readonly machine: Machine;
  readonly cassandra: Cassandra;
  readonly sshd: SshServer;
  readonly #journalFile: string;
  readonly #boots: number[] = [];
  #hanging: (() => void) | null = null;
  #hung: Promise<void> = Promise.resolve();

  /** @param journalFile as this process finds it */
  constructor(machine: Machine, cassandra: Cassandra, sshd: SshServer, journalFile: string) {
    this.machine = machine;
    this.cassandra = cassandra;
    this.sshd = sshd;
    this.#journalFile = journalFile;
  }

  get name(): string {
    return this.machine.name;
  }

  get address(): string {
    return this.cassandra.node.position.address;
  }

  get folder(): string {
    return this.machine.outside(this.machine.folder);
  }

  get events(): readonly ProcessEvent[] {
    return this.cassandra.events;
  }

  state(): NodeState {
    const { node, pid } = this.cassandra;
    return {
      installed: this.cassandra.installed.release,
      process: pid === null ? null : { pid, release: node.release },
      storageMode: node.storageMode,
      mode: node.mode,
      serving: node.serving,
      sshd: this.sshd.isUp ? 'up' : 'down',
      boots: [...this.#boots],
      snapshots: this.#snapshots(),
      cmsInitializations: this.cassandra.cluster.cms.requests
        .filter((request) => request.node === node)
        .map(({ at }) => at),
    };
  }

  #snapshots(): NodeState['snapshots'] {
    const newest = new Map<string, number>();
    for (const { tag, createdAt } of this.cassandra.data.snapshots()) {
      newest.set(tag, Math.max(createdAt.getTime(), newest.get(tag) ?? 0));
    }
    return [...newest].map(([tag, at]) => ({ tag, at }));
  }

  async journal(): Promise<JournalEntry[]> {
    return readJournal(this.#journalFile);
  }

  cutConnections(): void {
    this.sshd.cut();
  }

  async setSshd(state: 'up' | 'down'): Promise<void> {
    await (state === 'up' ? this.sshd.up() : this.sshd.down());
  }

  async killCassandra(): Promise<void> {
    await this.cassandra.kill();
  }

  async startCassandra(): Promise<void> {
    await this.cassandra.start();
    const until = Date.now() + startLimitMillis;
    while (!this.cassandra.node.serving) {
      if (this.cassandra.pid === null || Date.now() > until)
        throw new Error(`${this.name} did not come up: see ${this.folder}/logs/system.log`);
      await sleep(5);
    }
  }

  hangNodetool(on: boolean): void {
    if (on && !this.#hanging) {
      this.#hung = new Promise((resolve) => (this.#hanging = resolve));
    } else if (!on) {
      this.#hanging?.();
      this.#hanging = null;
    }
  }

  /** Settles once nodetool may answer. */
  get answers(): Promise<void> {
    return this.#hung;
  }

  async fillDisk(on: boolean): Promise<void> {
    this.machine.fillDisk(on);
  }

  setClock(offsetMillis: number): void {
    this.machine.setClock(offsetMillis);
  }

  async reboot(): Promise<void> {
    await this.sshd.down();
    await this.machine.powerOff();
    this.#boots.push(Date.now());
    await this.cassandra.gone();
    await this.machine.powerOn();
    await this.sshd.up();
    await this.startCassandra();
  }
}
