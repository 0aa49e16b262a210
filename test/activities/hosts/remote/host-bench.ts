/**
 * A host for one test: a temporary folder with an installation, folders of data, a fake nodetool and fake JVMs, on
 * which the scripts of remote/ run for real, by `sh`, as whoever runs the tests.
 */
import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { commandLineOf } from '../../../../activities/hosts/remote-script.ts';
import { isRunning, signalAll } from '../process-table.ts';

export interface Answer {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly input?: string;
  /** Set in the environment of the script. */
  readonly environment?: Readonly<Record<string, string>>;
  /** As over SSH: the script is led by `timeout`, and tells its process group. */
  readonly limitSeconds?: number;
  readonly onOutput?: (piece: string) => void;
  /** The whole script is killed just before its so manieth command that changes files. */
  readonly cutOffAt?: number;
  /** A command of the shell that runs just before the script's so manieth command that changes files. */
  readonly befalls?: { readonly at: number; readonly command: string };
}

export interface ChangeOptions extends RunOptions {
  readonly owner?: string;
  readonly fence?: number;
}

export interface JournalLine {
  readonly at: string;
  readonly event: string;
  readonly result: string;
  readonly step: string;
  readonly fence: number;
}

export const owner = 'default/cassandra-upgrade/prod1';
export const tag = 'ringlift-prod1-to-6.0-alpha2';

const changingCommands = ['chmod', 'chown', 'cp', 'ln', 'mkdir', 'mv', 'rm', 'rmdir', 'sync', 'tar'];

export class HostBench {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'ringlift-bench-')));
  readonly state = join(this.folder, 'state/prod1');
  readonly releases = join(this.folder, 'opt');
  readonly home = join(this.releases, 'cassandra');
  readonly old = join(this.releases, 'apache-cassandra-5.0.9');
  readonly new = join(this.releases, 'apache-cassandra-6.0-alpha2');
  /** Outside of the release, as packages have it. */
  readonly conf = join(this.folder, 'etc/cassandra');
  readonly log = join(this.folder, 'log/system.log');
  readonly nodetool = join(this.folder, 'bin/nodetool');
  readonly jdk = join(this.folder, 'jdk');
  readonly #pids: number[] = [];

  constructor() {
    this.write('opt/apache-cassandra-5.0.9/bin/cassandra', '#!/bin/sh\n');
    this.write('etc/cassandra/cassandra.yaml', 'cluster_name: prod1\n');
    this.write('log/system.log', '');
    symlinkSync(this.old, this.home);
    mkdirSync(join(this.jdk, 'bin'), { recursive: true });
    copyFileSync(realpathSync('/bin/sh'), join(this.jdk, 'bin/java'));
    execFileSync('mkfifo', [join(this.folder, 'never')]);
    this.answerNodetool('');
  }

  /** Ends what runs here still, and leaves nothing. */
  end(): void {
    signalAll([...this.#pids, ...this.#left()].filter(isRunning), 'SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }

  path(...names: string[]): string {
    return join(this.folder, ...names);
  }

  write(name: string, text: string, mode = 0o644): string {
    const file = this.path(name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    chmodSync(file, mode);
    return file;
  }

  read(name: string): string {
    return readFileSync(this.path(name), 'utf8');
  }

  has(name: string): boolean {
    return existsSync(this.path(name));
  }

  /** An executable script of the host. */
  program(name: string, body: string): string {
    return this.write(`bin/${name}`, `#!/bin/sh\n${body}\n`, 0o755);
  }

  /** A nodetool that notes its arguments, one call a line, and then runs the body. */
  answerNodetool(body: string): void {
    this.program('nodetool', `echo "\${JAVA_HOME:-none}|$*" >>${this.path('nodetool.log')}\n${body}`);
  }

  /** `JAVA_HOME|arguments` of every call. */
  get nodetoolCalls(): string[] {
    return this.has('nodetool.log') ? this.read('nodetool.log').trim().split('\n') : [];
  }

  run(script: string, args: readonly string[], options: RunOptions = {}): Promise<Answer> {
    const line = commandLineOf(script, args, false, options.limitSeconds);
    return new Promise((resolve, reject) => {
      const given = { ...process.env, ...options.environment };
      const { cutOffAt, befalls } = options;
      const cut = {
        ...(cutOffAt !== undefined && this.#counting(cutOffAt, 'kill -s KILL 0', given['PATH'])),
        ...(befalls && this.#counting(befalls.at, befalls.command, given['PATH'])),
      };
      const child = spawn('sh', ['-c', line], {
        env: { ...given, ...cut },
        // An own process group, which what cuts it off kills as a whole.
        detached: true,
      });
      const said = { stdout: '', stderr: '' };
      child.stdout.setEncoding('utf8').on('data', (piece: string) => {
        said.stdout += piece;
        options.onOutput?.(piece);
      });
      child.stderr.setEncoding('utf8').on('data', (piece: string) => (said.stderr += piece));
      // A script that does not read its input closes it.
      child.stdin.on('error', () => undefined).end(options.input ?? '');
      child.on('error', reject).on('close', (exitCode) => resolve({ exitCode, ...said }));
    });
  }

  /** A changing script: under the lock of this upgrade, with a journal entry. */
  change(script: string, args: readonly string[] = [], options: ChangeOptions = {}): Promise<Answer> {
    const { fence = 1 } = options;
    const entry = JSON.stringify({ step: script, upgrade: 'prod1 "quoted"', fence });
    return this.run(script, [this.state, options.owner ?? owner, String(fence), entry, ...args], options);
  }

  get journal(): JournalLine[] {
    const text = this.read('state/prod1/journal.jsonl');
    return text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as JournalLine);
  }

  /** What the journal says happened, without times. */
  get events(): string[] {
    return this.journal.map(({ step, event, result }) => [step, event, result].filter(Boolean).join(' '));
  }

  /** Words of a process that looks like a node of this host; a path of another host makes another's. */
  jvmWords(conf = this.conf, before = ''): string[] {
    const wait = `${before} exec 3<>${this.path('never')}; read -r _ <&3`;
    return [
      join(this.jdk, 'bin/java'),
      ...['-c', wait, '-Xmx64M', `-Dcassandra.config=file://${conf}/cassandra.yaml`],
      'org.apache.cassandra.service.CassandraDaemon',
    ];
  }

  async startJvm(words: readonly string[] = this.jvmWords()): Promise<number> {
    const [program = '', ...args] = words;
    const child = spawn(program, args, { stdio: 'ignore' });
    const pid = child.pid;
    if (pid === undefined) throw new Error(`${program} did not start`);
    this.#pids.push(pid);
    await until(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('\0'));
    return pid;
  }

  /** Runs a changing script cut off before its first command, its second and so on; true once it reached its end. */
  async changeCutOff(at: number, script: string, args: readonly string[], options: ChangeOptions = {}) {
    const { exitCode } = await this.change(script, args, { ...options, cutOffAt: at });
    if (exitCode !== null && exitCode !== 0) throw new Error(`${script} refused with ${exitCode}`);
    return exitCode === 0;
  }

  /** An environment in which commands that change files count, and at the given count something befalls them. */
  #counting(count: number, befalls: string, path = ''): Record<string, string> {
    const counter = this.write('count', '0');
    for (const name of changingCommands) {
      const body = [
        `count=$(($(cat ${counter}) + 1)); echo $count >${counter}`,
        'PATH=${PATH#*:}',
        `[ $count -ne ${count} ] || { ${befalls}; }`,
        `exec ${name} "$@"`,
      ];
      this.write(`cut/${name}`, `#!/bin/sh\n${body.join('\n')}\n`, 0o755);
    }
    return { PATH: `${this.path('cut')}:${path}` };
  }

  /** Processes that name this folder in their arguments: started by scripts, and left. */
  #left(): number[] {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
      .filter((name) => {
        try {
          return readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(this.folder);
        } catch {
          return false; // It ended meanwhile.
        }
      })
      .map(Number);
  }
}

export async function until(isSo: () => boolean, limitMillis = 20_000): Promise<void> {
  for (const from = Date.now(); !isSo();) {
    if (Date.now() - from > limitMillis) throw new Error('waited in vain');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
