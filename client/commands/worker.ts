import type { ExitName } from '../exit-codes.ts';
import type { GlobalOptions } from '../global-options.ts';

/** What the worker's room offers; it is loaded by name, so that the client stays free of it. */
interface WorkerRoom {
  runWorker(options: Omit<GlobalOptions, 'color'>): Promise<void>;
}

/** Runs until it is told to stop (SIGINT or SIGTERM). */
export async function worker({ color: _, ...options }: GlobalOptions): Promise<ExitName> {
  const room = (await import(new URL('../../worker/main.js', import.meta.url).href)) as WorkerRoom;
  await room.runWorker(options);
  return 'ok';
}
