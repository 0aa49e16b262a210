/** What really happened in a run, as the harness saw and did it: never what Ringlift says of it. */
import type { RemoteCommand } from '../../lab/simulation/simulated-cluster.ts';
import type { Injection } from './fault.ts';

export interface CommandSeen {
  readonly number: number;
  readonly node: string;
  readonly script: string;
  /** The step that the journal names; null: it only looks. */
  readonly journalStep: string | null;
  /** The activity that was under way. */
  readonly step: string;
  readonly at: number;
  endedAt: number | null;
  exitCode: number | null;
}

/** A fault that was put in. */
export interface FaultMet {
  readonly injection: Injection;
  /** The node that it hit, or whose command it met. */
  readonly node: string;
  readonly at: number;
  /** When it was over; null: it lasts. */
  until: number | null;
  /** Of a killed or frozen worker: when the next took work, and when a host first heard of it. */
  workerUpAt: number | null;
  nextActionAt: number | null;
  /** When the upgrade was at another step. */
  movedOnAt: number | null;
}

export class World {
  readonly startedAt = Date.now();
  readonly commands: CommandSeen[] = [];
  readonly faults: FaultMet[] = [];
  /** The activity that a worker began last. */
  currentStep = 'none';
  readonly #say: (line: string) => void;
  readonly #byNumber = new Map<number, CommandSeen>();

  constructor(say: (line: string) => void) {
    this.#say = say;
  }

  /** One line of the run's log, with the seconds since its start. */
  tell(line: string): void {
    this.#say(`${((Date.now() - this.startedAt) / 1_000).toFixed(2).padStart(7)}  ${line}`);
  }

  received({ number, node, script, step }: RemoteCommand): CommandSeen {
    const at = Date.now();
    const seen: CommandSeen = {
      ...{ number, node, script, at },
      ...{ journalStep: step, step: this.currentStep, endedAt: null, exitCode: null },
    };
    this.commands.push(seen);
    this.#byNumber.set(number, seen);
    for (const fault of this.faults) {
      if (fault.workerUpAt !== null && at >= fault.workerUpAt) fault.nextActionAt ??= at;
      if (seen.step !== fault.injection.step) fault.movedOnAt ??= at;
    }
    return seen;
  }

  commandOf(number: number): CommandSeen | undefined {
    return this.#byNumber.get(number);
  }

  met(injection: Injection, node: string): FaultMet {
    const fault: FaultMet = {
      ...{ injection, node, at: Date.now(), until: null },
      ...{ workerUpAt: null, nextActionAt: null, movedOnAt: null },
    };
    this.faults.push(fault);
    return fault;
  }
}
