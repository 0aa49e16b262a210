/** The process `ringlift worker` and the container's command: a worker set up by its environment, nothing else. */
import { runWorker } from './main.ts';
import { readSettings } from './settings.ts';

try {
  await runWorker({ settings: readSettings(process.env) });
  process.exit(0);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
