import { spawn } from 'node:child_process';

export interface KeygenAnswer {
  /** Null: it did not run to its end. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Why it did not run to its end, in words. */
  readonly trouble: string | null;
}

const mostOutput = 64 * 1024;

export interface KeygenOptions {
  readonly signal?: AbortSignal;
  readonly program?: string;
  readonly limitMillis?: number;
}

/** Runs the worker's own ssh-keygen: no shell, nothing of the worker's environment but its PATH, a few seconds at most. */
export function sshKeygen(
  args: readonly string[],
  input: string,
  { signal, program = 'ssh-keygen', limitMillis = 10_000 }: KeygenOptions = {},
): Promise<KeygenAnswer> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      env: { PATH: process.env['PATH'], LC_ALL: 'C' },
      stdio: ['pipe', 'pipe', 'pipe'],
      timeout: limitMillis,
      killSignal: 'SIGKILL',
      signal,
    });
    const said = { stdout: '', stderr: '' };
    let trouble: string | null = null;
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (piece: string) => {
        said[name] = (said[name] + piece).slice(0, mostOutput);
      });
    }
    // It may end without reading what it was given.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    child.on('error', (error) => (trouble = `${program} could not be run: ${error.message}`));
    child.on('close', (exitCode, killedBy) => {
      if (killedBy !== null)
        trouble ??= `${program} was ended by ${killedBy}: its limit is ${limitMillis / 1_000} s`;
      resolve({ exitCode, ...said, trouble });
    });
  });
}
