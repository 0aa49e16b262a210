import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const project = fileURLToPath(new URL('../../..', import.meta.url));

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface BuiltRinglift {
  readonly folder: string;
  /** Runs the command line as a person's shell would, without a terminal. */
  run(args: readonly string[], environment?: Readonly<Record<string, string>>): Promise<Ran>;
  remove(): Promise<void>;
}

/** The command line as it is shipped, compiled from the sources of now into a folder of its own. */
export async function buildRinglift(): Promise<BuiltRinglift> {
  const folder = await mkdtemp(join(tmpdir(), 'ringlift-built-'));
  const settings = {
    extends: join(project, 'tsconfig.json'),
    compilerOptions: {
      rootDir: project,
      outDir: join(folder, 'dist'),
      typeRoots: [join(project, 'node_modules/@types')],
    },
    include: [join(project, 'client'), join(project, 'knowledge')],
  };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(settings));
  const built = await runProgram(join(project, 'node_modules/.bin/tsc'), ['-p', folder]);
  if (built.code !== 0) throw new Error(`the command line does not compile:\n${built.stdout}`);
  await cp(join(project, 'bin'), join(folder, 'bin'), { recursive: true });
  await cp(join(project, 'package.json'), join(folder, 'package.json'));
  await symlink(join(project, 'node_modules'), join(folder, 'node_modules'));
  return {
    folder,
    run: (args, environment) => runProgram(join(folder, 'bin/ringlift'), args, environment),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

export function runProgram(
  program: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  const clean = { ...process.env, TEMPORAL_ADDRESS: undefined, NO_COLOR: undefined };
  const options = { env: { ...clean, RINGLIFT_USER: 'dba-lead', ...environment }, timeout: 60_000 };
  return new Promise((resolve) => {
    execFile(program, args, options, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code ?? -1) : 0, stdout, stderr });
    });
  });
}
