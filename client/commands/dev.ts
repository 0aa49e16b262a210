import type { ExitName } from '../exit-codes.ts';
import type { GlobalOptions } from '../global-options.ts';

/** What the worker's room offers; it is loaded by name, so that the client stays free of it. */
interface DevRoom {
  runDev(options: Omit<GlobalOptions, 'color'>): Promise<void>;
}

/** Runs until it is told to stop (SIGINT or SIGTERM). */
export async function dev({ color: _, ...options }: GlobalOptions): Promise<ExitName> {
  const room = (await import(new URL('../../worker/dev.js', import.meta.url).href)) as DevRoom;
  await room.runDev(options);
  return 'ok';
}
