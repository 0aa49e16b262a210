// A worker of the build, with everything loaded, that takes work once it reads "go" and ends with whoever started it.
import { createInterface } from 'node:readline';
import { runWorker } from '../../dist/worker/main.js';
import '../../dist/worker/composition.js';

const lines = createInterface({ input: process.stdin });
lines.once('line', () => {
  runWorker().then(
    () => process.exit(0),
    (error) => {
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
      process.exit(1);
    },
  );
});
lines.once('close', () => process.exit(0));
process.stdout.write('{"msg":"stands by"}\n');
