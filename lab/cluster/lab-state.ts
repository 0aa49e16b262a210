/** lab.json: all that another process needs to find, use and end a running lab. */
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { ProcessIdentity } from '../machines/process-identity.ts';
import { releaseVersions } from '../releases/release-line.ts';
import { withLock } from '../toolchain/held-lock.ts';

const identity = z.strictObject({ pid: z.number().int().positive(), startTicks: z.string() });

const state = z.strictObject({
  mode: z.enum(['machines', 'processes']),
  clusterName: z.string(),
  release: z.enum(releaseVersions),
  slot: z.strictObject({ index: z.number().int(), lock: z.string() }),
  nodes: z.array(
    z.strictObject({
      name: z.string(),
      number: z.number().int(),
      address: z.string(),
      sshPort: z.number().int(),
      jmxPort: z.number().int(),
      dataCenter: z.string().default('dc1'),
      rack: z.string(),
      seed: z.boolean(),
      paths: z.strictObject({
        home: z.string(),
        releases: z.string(),
        data: z.string(),
        logs: z.string(),
        pidFile: z.string(),
        javaHome: z.string(),
      }),
    }),
  ),
  /** The base image that machines lie on; absent in mode `processes`. */
  baseFolder: z.string().optional(),
  /** By node name: a machine's init, or a process lab's sshd. A node without one is off. */
  running: z.record(z.string(), identity),
});

export type LabState = z.output<typeof state>;

export function stateFileOf(folder: string): string {
  return join(folder, 'lab.json');
}

export async function readLabState(folder: string): Promise<LabState> {
  const file = stateFileOf(folder);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new Error(`${folder}: no lab is here (no lab.json). Start one with lab up --folder ${folder}.`, {
      cause,
    });
  }
  return state.parse(JSON.parse(text));
}

/** The state as it is now in the file: another process may have powered a node on or off. */
export interface LabStore {
  read(): Promise<LabState>;
  /** Notes the first process of a node that was powered on, or that it is off. */
  setRunning(name: string, first: ProcessIdentity | undefined): Promise<void>;
}

export function labStore(folder: string): LabStore {
  return {
    read: () => readLabState(folder),
    setRunning: (name, first) =>
      withLock(`${stateFileOf(folder)}.lock`, async () => {
        const { running, ...rest } = await readLabState(folder);
        const others = Object.entries(running).filter(([other]) => other !== name);
        const now = first ? [...others, [name, first] as const] : others;
        await writeLabState(folder, { ...rest, running: Object.fromEntries(now) });
      }),
  };
}

/** Written beside and renamed: a reader never sees half of it. */
export async function writeLabState(folder: string, value: LabState): Promise<void> {
  const file = stateFileOf(folder);
  await writeFile(`${file}.new`, `${JSON.stringify(value, null, 2)}\n`);
  await rename(`${file}.new`, file);
}

export async function forgetLabState(folder: string): Promise<void> {
  for (const file of [stateFileOf(folder), `${stateFileOf(folder)}.lock`]) await rm(file, { force: true });
}
