/** Jobs on a test's host: what start-job, look-job and cancel-job are given, and what they answer. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import type { Host } from '../../../../activities/hosts/host.ts';
import { readSections } from '../../../../activities/hosts/sections.ts';
import { settingsOf } from '../../../../knowledge/spec/node-settings.ts';
import { healthySpec } from '../../../knowledge/gates/healthy-cluster.ts';
import { signalAll } from '../process-table.ts';
import { type Answer, type ChangeOptions, HostBench, until } from './host-bench.ts';

export interface StartOptions extends ChangeOptions {
  readonly id?: string;
  readonly request?: string;
  readonly seconds?: number;
  readonly lost?: 'restart' | 'keep';
  readonly bytes?: number;
  readonly java?: string;
  /** Default: work(). */
  readonly command?: readonly string[];
  /** Boot of the host, as Linux names each. */
  readonly boot?: string;
}

export const job = 'repair-1';

export class JobBench extends HostBench {
  constructor() {
    super();
    this.boot('boot-1');
    // Notes that it was begun, and ends when the file "go" is there, with the exit code in it.
    this.program(
      'work',
      `echo begun >>${this.path('begun')}; echo out; echo err >&2\nwhile [ ! -s ${this.path('go')} ]; do sleep 0.05; done\nexit "$(cat ${this.path('go')})"`,
    );
  }

  override end(): void {
    this.killJobs();
    super.end();
  }

  /** The host is booted: nothing of before runs. */
  boot(name: string): void {
    this.write('boot_id', `${name}\n`);
  }

  get environment() {
    return { ringlift_boot_id_file: this.path('boot_id') };
  }

  start(options: StartOptions = {}): Promise<Answer> {
    const { id = job, request = 'run/1', seconds = 60, lost = 'keep', bytes = 100_000 } = options;
    const args = [id, request, String(seconds), lost, String(bytes), options.java ?? '-'];
    return this.change('start-job', [...args, ...(options.command ?? [this.path('bin/work')])], {
      ...options,
      environment: { ...this.environment, ...options.environment },
    });
  }

  cancel(stop: readonly string[] = [], options: ChangeOptions & { readonly seconds?: number } = {}) {
    return this.change('cancel-job', [job, String(options.seconds ?? 20), '-', ...stop], {
      ...options,
      environment: this.environment,
    });
  }

  /** What look-job tells, a fact by its name, with both outputs. */
  async look(id = job, bytes = 1_000): Promise<Record<string, string>> {
    const { stdout } = await this.run('look-job', [this.state, id, String(bytes)], {
      environment: this.environment,
    });
    const sections = readSections('bench', stdout, ['job', 'out', 'err']);
    const lines = (sections['job']?.stdout ?? '').trimEnd().split('\n');
    const facts = lines.map((line) => line.split(/ (.*)/s).slice(0, 2) as [string, string]);
    return {
      ...Object.fromEntries(facts),
      stdout: sections['out']?.stdout ?? '',
      stderr: sections['err']?.stdout ?? '',
    };
  }

  /** Ends the work of the bench's program. */
  go(code = 0): void {
    this.write('go', `${code}\n`);
  }

  async untilEnded(id = job): Promise<Record<string, string>> {
    let seen: Record<string, string> = {};
    for (const from = Date.now(); seen['state'] !== 'ended';) {
      if (Date.now() - from > 20_000) throw new Error(`not ended: ${JSON.stringify(seen)}`);
      seen = await this.look(id);
    }
    await until(() => {
      const last = (words: string) => this.events.findLastIndex((event) => event.includes(words));
      return last('jobEnded') > Math.max(last('end started'), last('end restarted'));
    });
    return seen;
  }

  /** How many times the work was begun. */
  get begun(): number {
    return this.has('begun') ? this.read('begun').trim().split('\n').length : 0;
  }

  pidOf(id = job): number {
    return Number(this.read(`state/prod1/jobs/${id}/pid`).split(' ')[0]);
  }

  /** Processes of a job, runner and all. */
  pids(): number[] {
    const mark = `ringlift_job=${this.state}/jobs/`;
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name) && environmentOf(name).includes(mark))
      .map(Number);
  }

  /** The bench as activities know a host; what is run over a connection that ends here goes on there. */
  asHost(
    spec = healthySpec({
      stateFolder: this.path('state'),
      nodetool: { path: this.nodetool },
      java: {},
    }),
  ): Host {
    return {
      settings: settingsOf(spec, '10.0.0.1'),
      run: async (script, { args = [], input, signal }) => {
        signal?.throwIfAborted();
        const options = {
          environment: this.environment,
          ...(input === undefined ? {} : { input: String(input) }),
        };
        const { exitCode, ...said } = await this.run(script, args, options);
        return { exitCode: exitCode ?? 255, ...said, tookMillis: 1 };
      },
      connectThrough: () => Promise.reject(new Error('a bench has no ports')),
    };
  }

  killJobs(): void {
    signalAll(this.pids(), 'SIGKILL');
  }

  pastJobs(): string[] {
    const folder = `${this.state}/past-jobs`;
    return existsSync(folder) ? readdirSync(folder).toSorted() : [];
  }
}

function environmentOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8');
  } catch {
    return ''; // It ended meanwhile.
  }
}
