// Puts into dist/ what the compiler does not: the workflows as one bundle, so that a worker starts without bundling,
// and the shell scripts that the activities run on hosts. Run after tsc.
import { cp, writeFile } from 'node:fs/promises';
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
await cp(path('activities/hosts/remote'), path('dist/activities/hosts/remote'), { recursive: true });
console.log(`dist/workflow-bundle.js: ${Math.round(code.length / 1024)} KiB`);
