/** Puts the faults of a scenario in where the simulated hosts let it, and takes away those that pass by themselves. */
import { setTimeout as sleep } from 'node:timers/promises';
import type {
  CommandObserver,
  RemoteCommand,
  SimulatedCluster,
  SimulatedNode,
} from '../../lab/simulation/simulated-cluster.ts';
import type { Crew } from './crew.ts';
import { type Injection, type Moment, nameOf } from './fault.ts';
import type { TemporalServer } from './temporal-server.ts';
import type { CommandSeen, FaultMet, World } from './world.ts';

export interface SaboteurOptions {
  readonly cluster: SimulatedCluster;
  readonly crew: Crew;
  readonly server: TemporalServer;
  readonly world: World;
  readonly injections: readonly Injection[];
}

/** Longer than a missed heartbeat takes to be noticed: nobody is lost for ever. */
const longestLossMillis = 60_000;

export class Saboteur implements CommandObserver {
  readonly #options: SaboteurOptions;
  readonly #waiting: Injection[];
  readonly #passed = new Map<Injection, number>();
  readonly #pending = new Set<Promise<unknown>>();
  #lost: FaultMet | null = null;

  constructor(options: SaboteurOptions) {
    this.#options = options;
    this.#waiting = [...options.injections];
  }

  /** Those that found no place in this run. */
  get unmet(): readonly Injection[] {
    return this.#waiting;
  }

  before = async (command: RemoteCommand): Promise<'cut' | void> => {
    const seen = this.#options.world.received(command);
    return this.#meet(seen, 'before');
  };

  /** Only where a fault waits for it: finding all processes of a command takes this process's time. */
  get begun(): ((command: RemoteCommand) => Promise<void>) | undefined {
    const { world } = this.#options;
    const isWanted = this.#waiting.some(
      ({ moment, step }) => moment === 'during' && step === world.currentStep,
    );
    return isWanted ? this.#begun : undefined;
  }

  readonly #begun = async (command: RemoteCommand): Promise<void> => {
    const seen = this.#options.world.commandOf(command.number);
    if (seen) await this.#meet(seen, 'during');
  };

  after = async (
    command: RemoteCommand,
    { exitCode }: { readonly exitCode: number | null },
  ): Promise<'cut' | void> => {
    const seen = this.#options.world.commandOf(command.number);
    if (!seen) return;
    seen.endedAt = Date.now();
    seen.exitCode = exitCode;
    return this.#meet(seen, 'after');
  };

  /** A worker began a step. Once that of a lost one was given to another, the lost one goes on as well. */
  stepBegan(): void {
    const fault = this.#lost;
    if (fault === null || fault.workerUpAt === null) return;
    this.#lost = null;
    this.#later(sleep(2_000 * fault.injection.size).then(() => this.#regain(fault)));
  }

  /** What a person does who was told that something is wrong: everything that was broken is whole again. */
  async mend(): Promise<void> {
    const { cluster, world } = this.#options;
    const broken = world.faults.filter(({ until }) => until === null);
    // A node is started when its machine is whole: on a full disk it could not.
    const isNode = ({ injection }: FaultMet) => injection.fault === 'killNode';
    for (const fault of broken.filter((each) => !isNode(each))) await this.#heal(fault);
    for (const fault of broken.filter(isNode)) await this.#heal(fault);
    for (const node of cluster.nodes) await this.#startIfKilled(node);
  }

  /** All that still goes on by itself has ended. */
  async end(): Promise<void> {
    this.#waiting.length = 0;
    await Promise.allSettled([...this.#pending]);
    await this.#options.crew.dismissLost();
  }

  async #meet(seen: CommandSeen, moment: Moment): Promise<'cut' | void> {
    const index = this.#waiting.findIndex((each) => this.#isPlaceOf(each, seen, moment));
    const injection = this.#waiting[index];
    if (!injection) return;
    this.#waiting.splice(index, 1);
    return this.#inject(injection, seen);
  }

  #isPlaceOf(injection: Injection, seen: CommandSeen, moment: Moment): boolean {
    const { step, script, node, pass } = injection;
    if (injection.moment !== moment || script !== seen.script) return false;
    if (step !== seen.step && step !== seen.journalStep) return false;
    if (node !== null && node !== seen.node) return false;
    const passed = this.#passed.get(injection) ?? 0;
    this.#passed.set(injection, passed + 1);
    return passed >= pass;
  }

  /** The switch fails to compile until a new fault is handled. */
  async #inject(injection: Injection, seen: CommandSeen): Promise<'cut' | void> {
    const { cluster, crew, server, world } = this.#options;
    const node = cluster.node(seen.node);
    const lost = injection.moment === 'during' ? undefined : 'cut';
    const fault = world.met(injection, seen.node);
    world.tell(`✗ ${nameOf(injection)} (${seen.script} on ${seen.node})`);
    switch (injection.fault) {
      case 'killWorker':
        await crew.killAll();
        this.#later(this.#replaceWorker(fault));
        return lost;
      case 'cutSsh':
        if (injection.moment === 'during') node.cutConnections();
        fault.until = Date.now();
        return lost;
      case 'sshdDown':
        await node.setSshd('down');
        this.#later(this.#healAfter(fault, 300 + 4_000 * injection.size));
        return lost;
      case 'killTemporal':
        await server.kill();
        this.#later(server.start().then(() => (fault.until = Date.now())));
        return;
      case 'killNode':
        await this.#victimOf(fault).killCassandra();
        this.#later(this.#healAfter(fault, 5_000 + 8_000 * injection.size));
        return;
      case 'rebootHost':
        this.#later(node.reboot());
        fault.until = Date.now();
        return lost;
      case 'hangNodetool':
        node.hangNodetool(true);
        this.#later(this.#healAfter(fault, 2_000 + 6_000 * injection.size));
        return;
      case 'fillDisk':
        await node.fillDisk(true);
        this.#later(this.#healAfter(fault, 6_000 + 6_000 * injection.size));
        return;
      case 'clockJump':
        node.setClock(Math.round((injection.size - 0.5) * 6 * 3_600_000));
        this.#later(this.#healAfter(fault, 10_000));
        return;
      case 'secondWorker':
        // Another fault may kill it at once.
        await crew.hire().catch(() => undefined);
        fault.until = Date.now();
        return;
      case 'freezeWorker':
      case 'cutOffWorker':
        crew.loseAll(injection.fault === 'freezeWorker' ? 'frozen' : 'cutOff');
        this.#lost = fault;
        this.#later(this.#replaceWorker(fault));
        setTimeout(() => void this.#regain(fault), longestLossMillis).unref();
        return;
    }
  }

  /** The node whose command it was, now and then another. */
  #victimOf(fault: FaultMet): SimulatedNode {
    const { cluster } = this.#options;
    const own = cluster.node(fault.node);
    const others = cluster.nodes.filter((node) => node !== own);
    const { size } = fault.injection;
    const victim = size < 0.7 ? own : (others[Math.floor(((size - 0.7) / 0.3) * others.length)] ?? own);
    Object.assign(fault, { node: victim.name });
    return victim;
  }

  async #replaceWorker(fault: FaultMet): Promise<void> {
    // One that another fault killed before it took work is replaced by that fault.
    fault.workerUpAt = await this.#options.crew.hire().catch(() => null);
    if (fault.injection.fault === 'killWorker') fault.until = Date.now();
  }

  async #healAfter(fault: FaultMet, millis: number): Promise<void> {
    await sleep(millis);
    if (fault.until === null) await this.#heal(fault);
  }

  async #heal(fault: FaultMet): Promise<void> {
    const { cluster, world } = this.#options;
    const node = cluster.node(fault.node);
    switch (fault.injection.fault) {
      case 'sshdDown':
        await node.setSshd('up');
        break;
      case 'hangNodetool':
        node.hangNodetool(false);
        break;
      case 'fillDisk':
        await node.fillDisk(false);
        break;
      case 'clockJump':
        node.setClock(0);
        break;
      case 'killWorker':
      case 'killTemporal':
      case 'freezeWorker':
      case 'cutOffWorker':
        // Nobody's to mend: these are over when the next worker or server is up.
        return;
      case 'killNode':
        await this.#startIfKilled(node);
        break;
      case 'cutSsh':
      case 'rebootHost':
      case 'secondWorker':
        break;
    }
    fault.until = Date.now();
    world.tell(`  ${fault.injection.fault} on ${fault.node} is over`);
  }

  /** Only what a fault has killed: what Ringlift stopped is Ringlift's to start. */
  async #startIfKilled(node: SimulatedNode): Promise<void> {
    // On a full disk it may have been started in between, at its boot too, and refused.
    const last = node.events.findLast(({ what }) => what !== 'refusedToStart' && what !== 'started');
    if (last?.what !== 'killed' || node.state().process !== null) return;
    this.#options.world.tell(`  a person starts ${node.name}`);
    await node.startCassandra();
  }

  async #regain(fault: FaultMet): Promise<void> {
    if (fault.until !== null) return;
    const { crew, world } = this.#options;
    fault.until = Date.now();
    world.tell('  the lost worker is back');
    crew.regain();
    await sleep(4_000);
    await crew.dismissLost();
  }

  #later(work: Promise<unknown>): void {
    this.#pending.add(work);
    void work.finally(() => this.#pending.delete(work)).catch(() => undefined);
  }
}
