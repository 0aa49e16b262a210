/** The container's command: a worker that is set up by its environment alone. */
import { runWorker } from './main.ts';

try {
  await runWorker();
  process.exit(0);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
