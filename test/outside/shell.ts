import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { runProgram } from '../../lab/toolchain/run-program.ts';

/** Where a person types: a folder of its own, with the programs on PATH and the server's address in the environment. */
export interface Shell {
  /** Writes one JSON value into a file of this folder. */
  write(file: string, content: unknown): Promise<void>;
  /** Runs a line as it stands in the guide, quotes and all. @returns what it printed; throws when it failed */
  run(line: string): Promise<string>;
  /** Runs a line that must fail. @returns what it said */
  refused(line: string): Promise<string>;
}

export async function openShell(
  folder: string,
  address: string,
  programs: Readonly<Record<string, string>>,
): Promise<Shell> {
  const bin = join(folder, 'bin');
  await mkdir(bin, { recursive: true });
  for (const [name, path] of Object.entries(programs)) await symlink(path, join(bin, name));
  const options = { cwd: folder, env: environment(folder, bin, address) };
  return {
    write: (file, content) => writeFile(join(folder, file), JSON.stringify(content)),
    run: async (line) => (await runProgram('sh', ['-c', line], options)).stdout,
    refused: async (line) => {
      const { stdout, stderr } = await runProgram('sh', ['-c', line], { ...options, allowedExitCodes: [1] });
      return stdout + stderr;
    },
  };
}

/** Nothing of the profile of whoever runs the tests: both programs would read another server's address from it. */
function environment(folder: string, bin: string, address: string): Record<string, string | undefined> {
  const own = Object.keys(process.env).filter((name) => name.startsWith('TEMPORAL_'));
  return {
    ...Object.fromEntries(own.map((name) => [name, undefined])),
    PATH: [bin, process.env['PATH']].join(delimiter),
    HOME: folder,
    XDG_CONFIG_HOME: undefined,
    TEMPORAL_ADDRESS: address,
    TEMPORAL_CLI_ADDRESS: address,
  };
}
