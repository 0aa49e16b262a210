import { createRequire } from 'node:module';
import { CommanderError } from 'commander';
import { RingliftError } from '../knowledge/errors.ts';
import { ClientFailure, exitCodeOf } from './client-failure.ts';
import { exitCodes } from './exit-codes.ts';
import { makeProgram } from './program.ts';

/** Runs one command line. @param args without node and the script @returns the exit code */
export async function main(args: readonly string[]): Promise<number> {
  // `ringlift plan | head` closes the pipe early: that is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  let code: number = exitCodes.ok.code;
  const program = makeProgram(versionOf(), (exit) => {
    code = exitCodes[exit].code;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    return failed(error);
  }
}

function failed(error: unknown): number {
  if (error instanceof CommanderError) {
    // It has printed its message, or the help that was asked for, already.
    return error.exitCode === 0 ? exitCodes.ok.code : exitCodes.badInput.code;
  }
  if (error instanceof ClientFailure || error instanceof RingliftError) {
    process.stderr.write(`${error.message}\n`);
  } else {
    const stack = error instanceof Error ? error.stack : String(error);
    process.stderr.write(`ringlift met something it doesn't know. Please report this text:\n${stack}\n`);
  }
  return exitCodeOf(error);
}

function versionOf(): string {
  const require = createRequire(import.meta.url);
  for (const path of ['../../package.json', '../package.json']) {
    try {
      const { name, version } = require(path) as { name?: string; version?: string };
      if (name === 'ringlift' && version !== undefined) return version;
    } catch {
      // Compiled, this file lies a folder deeper than its source.
    }
  }
  return 'unknown';
}
