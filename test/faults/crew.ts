/** The workers of a run: killed, lost, doubled. One more stands by, so that the next start costs no loading. */
import { type ChildProcess, spawn } from 'node:child_process';
import { type WriteStream, createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { TemporalLine } from './temporal-line.ts';

const program = fileURLToPath(new URL('standby-worker.mjs', import.meta.url));

/** What a worker's own log says of a step. */
export interface StepLine {
  readonly what: 'begins' | 'ends' | 'fails' | 'cancelled';
  readonly step: string;
  readonly workflowId: string;
  readonly attempt: number;
  /** How it ended, in Ringlift's words. */
  readonly says: string;
}

export interface CrewOptions {
  /** Without TEMPORAL_ADDRESS: each worker has a line to the server of its own. */
  readonly environment: NodeJS.ProcessEnv;
  /** Of the Temporal server, on the loopback. */
  readonly temporalPort: number;
  /** What the workers say, for whoever wants to know why. */
  readonly logFile: string;
  readonly onStep: (line: StepLine, worker: number) => void;
}

class CrewMember {
  readonly child: ChildProcess;
  readonly line: TemporalLine;
  readonly standsBy: Promise<void>;
  readonly takesWork: Promise<number>;

  constructor(number: number, line: TemporalLine, { environment, onStep }: CrewOptions, log: WriteStream) {
    this.line = line;
    this.child = spawn(process.execPath, [program], {
      env: { ...environment, TEMPORAL_ADDRESS: line.address },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.child.stdin?.on('error', () => undefined);
    this.child.stderr?.on('data', (piece: Buffer) => log.write(piece));
    let standing = () => {};
    let working = (_at: number) => {};
    this.standsBy = new Promise((resolve) => (standing = resolve));
    this.takesWork = new Promise((resolve, reject) => {
      working = resolve;
      this.child.once('exit', () => reject(new Error(`worker ${number} ended before it took work`)));
    });
    // Whoever hired it is told; nobody else waits for it.
    this.takesWork.catch(() => undefined);
    createInterface({ input: this.child.stdout! }).on('line', (text) => {
      log.write(`${number} ${text}\n`);
      const said = parsed(text);
      if (said.msg === 'stands by') standing();
      if (said.msg === 'worker takes work') working(Date.now());
      const step = stepLineOf(said);
      if (step) onStep(step, number);
    });
  }

  async kill(): Promise<void> {
    this.line.close();
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGKILL');
    await gone;
  }
}

export class Crew {
  readonly #options: CrewOptions;
  readonly #log: WriteStream;
  #count = 0;
  #standby: Promise<CrewMember>;
  #atWork: CrewMember[] = [];
  #lost: CrewMember[] = [];

  constructor(options: CrewOptions) {
    this.#options = options;
    this.#log = createWriteStream(options.logFile, { flags: 'a' });
    this.#standby = this.#recruit();
  }

  get atWork(): number {
    return this.#atWork.length;
  }

  /** Lets one more worker take work. @returns when it does, by the clock of this process @throws Error when it was killed before */
  async hire(): Promise<number> {
    const standby = this.#standby;
    this.#standby = this.#recruit();
    const member = await standby;
    this.#atWork.push(member);
    await Promise.race([member.standsBy, member.takesWork]);
    member.child.stdin?.write('go\n');
    return member.takesWork;
  }

  /** kill -9 of all that work; none is left but the one that stands by. */
  async killAll(): Promise<void> {
    const members = this.#atWork;
    this.#atWork = [];
    await Promise.all(members.map((member) => member.kill()));
  }

  /** Those that work are lost to Temporal: they stand still, or only their line is cut and they go on with their step. */
  loseAll(how: 'frozen' | 'cutOff'): void {
    for (const { child, line } of this.#atWork) {
      if (how === 'frozen') child.kill('SIGSTOP');
      // The server would go on giving work to who stands still for as long as the line is open.
      line.cut();
    }
    this.#lost.push(...this.#atWork);
    this.#atWork = [];
  }

  /** Those that were lost go on where they are, beside those that work now. */
  regain(): void {
    for (const { child, line } of this.#lost) {
      line.restore();
      child.kill('SIGCONT');
    }
  }

  /** Of those that were lost, none goes on any more. */
  async dismissLost(): Promise<void> {
    const members = this.#lost;
    this.#lost = [];
    await Promise.all(members.map((member) => member.kill()));
  }

  async end(): Promise<void> {
    const standby = await this.#standby;
    await Promise.all([this.killAll(), this.dismissLost(), standby.kill()]);
    await new Promise((resolve) => this.#log.end(resolve));
  }

  async #recruit(): Promise<CrewMember> {
    this.#count += 1;
    const number = this.#count;
    const line = await TemporalLine.to(this.#options.temporalPort);
    return new CrewMember(number, line, this.#options, this.#log);
  }
}

interface LogLine {
  readonly msg?: string;
  readonly step?: string;
  readonly activity?: string;
  readonly workflowId?: string;
  readonly attempt?: number;
  readonly outcome?: string;
  readonly error?: string;
  readonly reason?: string;
  readonly err?: { readonly message?: string };
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
  const { error, err, outcome, reason, workflowId = '', attempt = 0 } = line;
  const says = error ? `${error}: ${err?.message ?? ''}` : (outcome ?? reason ?? err?.message ?? '');
  return { what: what as StepLine['what'], step: line.step, workflowId, attempt, says };
}
