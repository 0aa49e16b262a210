/** Programs of this computer, run with a bare environment so that nothing of the caller's gets into a lab. */
import { runProgram, type ProgramResult } from '../toolchain/run-program.ts';

export interface CommandOptions {
  /** Added to the bare environment. */
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** Default two minutes; then the program is killed and CommandTimedOut thrown. */
  readonly timeoutMillis?: number;
}

export type CommandResult = ProgramResult;

export const bareEnvironment = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  LC_ALL: 'C.UTF-8',
} as const;

const anyExitCode = Array.from({ length: 256 }, (_, code) => code);

/** Any exit code is returned. */
export function runCommand(argv: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
  return run(argv, options, anyExitCode);
}

/** Standard output of a program that must succeed. */
export async function mustRun(argv: readonly string[], options: CommandOptions = {}): Promise<string> {
  return (await run(argv, options, [0])).stdout;
}

function run(argv: readonly string[], options: CommandOptions, allowedExitCodes: readonly number[]) {
  const variables = Object.entries({ ...bareEnvironment, ...options.env }).map(
    ([name, value]) => `${name}=${value}`,
  );
  const { input, timeoutMillis } = options;
  return runProgram('env', ['-i', ...variables, ...argv], { input, timeoutMillis, allowedExitCodes });
}
