/** Runs one program of this computer to its end. */
import { spawn } from 'node:child_process';

export interface CommandOptions {
  /** Default: a bare PATH and C locale, so that nothing of the caller's environment reaches a machine. */
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** The program gets KILL after it. Default two minutes. */
  readonly timeoutMillis?: number;
  readonly cwd?: string;
}

export interface CommandResult {
  /** 128 + n when a signal ended it; 124 when the limit passed. */
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export const bareEnvironment = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  LC_ALL: 'C.UTF-8',
} as const;

/** Any exit code is returned; throws only when the program can't be started. */
export function runCommand(argv: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
  const [program, ...args] = argv;
  if (program === undefined) throw new RangeError('no program to run');
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env: options.env ?? bareEnvironment, cwd: options.cwd });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    let timedOut = false;
    const limit = setTimeout(() => {
      timedOut = true;
      child.kill('SIGKILL');
      // What it started may hold the pipes open: the limit is one for the answer too.
      child.stdout.destroy();
      child.stderr.destroy();
    }, options.timeoutMillis ?? 120_000);
    child.stdout.on('data', (piece: Buffer) => out.push(piece));
    child.stderr.on('data', (piece: Buffer) => err.push(piece));
    child.on('error', (cause) => {
      clearTimeout(limit);
      reject(new Error(`${program} can not be started: ${cause.message}`, { cause }));
    });
    child.on('close', (code) => {
      clearTimeout(limit);
      const exitCode = timedOut ? 124 : (code ?? 128);
      resolve({ exitCode, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() });
    });
    child.stdin.on('error', () => {}); // It may end without reading its input; its exit code tells.
    child.stdin.end(options.input ?? '');
  });
}

/** Standard output of a program that must succeed. */
export async function mustRun(argv: readonly string[], options: CommandOptions = {}): Promise<string> {
  const { exitCode, stdout, stderr } = await runCommand(argv, options);
  if (exitCode === 0) return stdout;
  const said = (stderr.trim() || stdout.trim()).split('\n').slice(-8).join('\n');
  throw new Error(`\`${argv.join(' ')}\` ended with exit code ${exitCode}: ${said || 'it said nothing'}`);
}
