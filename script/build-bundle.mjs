// Puts into dist/ what the compiler does not: the workflows as one bundle, so that a worker starts without bundling,
// the shell scripts that the activities run on hosts, and the lab's templates of releases. Run after tsc.
import { cp, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode } from '@temporalio/worker';

const root = new URL('../', import.meta.url);
const path = (name) => fileURLToPath(new URL(name, root));

const quiet = () => undefined;
const logger = {
  log: quiet,
  trace: quiet,
  debug: quiet,
  info: quiet,
  warn: console.warn,
  error: console.error,
};

const { code } = await bundleWorkflowCode({ workflowsPath: path('dist/workflows/index.js'), logger });
await writeFile(path('dist/workflow-bundle.js'), code);
for (const folder of ['activities/hosts/remote', 'lab/releases/template']) {
  await rm(path(`dist/${folder}`), { recursive: true, force: true });
  await cp(path(folder), path(`dist/${folder}`), { recursive: true });
}
console.log(`dist/workflow-bundle.js: ${Math.round(code.length / 1024)} KiB`);
