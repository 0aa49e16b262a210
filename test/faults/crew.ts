/** The workers of a run: killed, frozen, doubled. One more stands by, so that the next start costs no loading. */
import { type ChildProcess, spawn } from 'node:child_process';
import { type WriteStream, createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('standby-worker.mjs', import.meta.url));

/** What a worker's own log says of a step. */
export interface StepLine {
  readonly what: 'begins' | 'ends';
  readonly step: string;
  readonly workflowId: string;
  readonly attempt: number;
}

export interface CrewOptions {
  readonly environment: NodeJS.ProcessEnv;
  /** What the workers say, for whoever wants to know why. */
  readonly logFile: string;
  readonly onStep: (line: StepLine, worker: number) => void;
}

class CrewMember {
  readonly number: number;
  readonly child: ChildProcess;
  readonly standsBy: Promise<void>;
  readonly takesWork: Promise<number>;

  constructor(number: number, { environment, onStep }: CrewOptions, log: WriteStream) {
    this.number = number;
    this.child = spawn(process.execPath, [program], { env: environment, stdio: ['pipe', 'pipe', 'pipe'] });
    this.child.stdin?.on('error', () => undefined);
    this.child.stderr?.on('data', (piece: Buffer) => log.write(piece));
    let standing = () => {};
    let working = (_at: number) => {};
    this.standsBy = new Promise((resolve) => (standing = resolve));
    this.takesWork = new Promise((resolve) => (working = resolve));
    createInterface({ input: this.child.stdout! }).on('line', (text) => {
      log.write(`${number} ${text}\n`);
      const line = parsed(text);
      if (line.msg === 'stands by') standing();
      if (line.msg === 'worker takes work') working(Date.now());
      const step = stepLineOf(line);
      if (step) onStep(step, number);
    });
  }

  get lives(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  async kill(): Promise<void> {
    if (!this.lives) return;
    const gone = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGKILL');
    await gone;
  }
}

export class Crew {
  readonly #options: CrewOptions;
  readonly #log: WriteStream;
  #count = 0;
  #standby: CrewMember;
  #atWork: CrewMember[] = [];
  #frozen: CrewMember[] = [];

  constructor(options: CrewOptions) {
    this.#options = options;
    this.#log = createWriteStream(options.logFile, { flags: 'a' });
    this.#standby = this.#recruit();
  }

  get atWork(): number {
    return this.#atWork.length;
  }

  /** Lets one more worker take work. @returns when it does, by the clock of this process */
  async hire(): Promise<number> {
    const member = this.#standby;
    this.#standby = this.#recruit();
    this.#atWork.push(member);
    await member.standsBy;
    member.child.stdin?.write('go\n');
    return member.takesWork;
  }

  /** kill -9 of all that work; none is left but the one that stands by. */
  async killAll(): Promise<void> {
    const members = this.#atWork;
    this.#atWork = [];
    await Promise.all(members.map((member) => member.kill()));
  }

  /** Those that work stand still from now on. */
  freezeAll(): void {
    for (const member of this.#atWork) member.child.kill('SIGSTOP');
    this.#frozen.push(...this.#atWork);
    this.#atWork = [];
  }

  /** Those that stood still go on where they were, beside those that work now. */
  thaw(): void {
    for (const member of this.#frozen) if (member.lives) member.child.kill('SIGCONT');
  }

  /** Of those that were thawed, none goes on any more. */
  async dismissThawed(): Promise<void> {
    const members = this.#frozen;
    this.#frozen = [];
    await Promise.all(members.map((member) => member.kill()));
  }

  async end(): Promise<void> {
    await Promise.all([this.killAll(), this.dismissThawed(), this.#standby.kill()]);
    await new Promise((resolve) => this.#log.end(resolve));
  }

  #recruit(): CrewMember {
    this.#count += 1;
    return new CrewMember(this.#count, this.#options, this.#log);
  }
}

interface LogLine {
  readonly msg?: string;
  readonly step?: string;
  readonly activity?: string;
  readonly workflowId?: string;
  readonly attempt?: number;
}

function parsed(text: string): LogLine {
  try {
    return JSON.parse(text) as LogLine;
  } catch {
    return {};
  }
}

function stepLineOf(line: LogLine): StepLine | null {
  const what = /^step (begins|ends|fails|cancelled)$/.exec(line.msg ?? '')?.[1];
  if (!what || line.step === undefined) return null;
  return {
    what: what === 'begins' ? 'begins' : 'ends',
    step: line.step,
    workflowId: line.workflowId ?? '',
    attempt: line.attempt ?? 0,
  };
}
