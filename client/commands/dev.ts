import type { ExitName } from '../exit-codes.ts';
import type { GlobalOptions } from '../global-options.ts';

export interface DevOptions extends Omit<GlobalOptions, 'color'> {
  readonly port?: number;
  readonly uiPort?: number;
  readonly headless?: boolean;
  readonly databaseFile?: string;
}

/** What the worker's room offers; it is loaded by name, so that the client stays free of it. */
interface DevRoom {
  runDev(options: DevOptions): Promise<void>;
}

/** Runs until it is told to stop (SIGINT or SIGTERM). */
export async function dev({ color: _, ...options }: DevOptions & GlobalOptions): Promise<ExitName> {
  const room = (await import(new URL('../../worker/dev.js', import.meta.url).href)) as DevRoom;
  await room.runDev(options);
  return 'ok';
}
