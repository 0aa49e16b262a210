// The worker of the build, with the real activities on hosts that never answer: the first attempt at one hangs for ever,
// as a node does, the second fails for good. Every attempt is a line of the file that is named by the first argument.
import { appendFileSync, readFileSync } from 'node:fs';
import { createActivities } from '../../dist/activities/index.js';
import { RingliftError } from '../../dist/knowledge/errors.js';
import { runWorker } from '../../dist/worker/main.js';

const [file] = process.argv.slice(2);

const hosts = {
  async get() {
    appendFileSync(file, `${Date.now()}\n`);
    if (readFileSync(file, 'utf8').trim().split('\n').length === 1) await new Promise(() => {});
    throw new RingliftError('HostKeyRefused', { where: 'n1', what: 'it went on', next: 'Nothing.' });
  },
  async close() {},
};
const evidence = { put: async () => 'sha256:0', get: async () => '' };

await runWorker({
  compose: () => ({ activities: createActivities({ hosts, evidence }), close: async () => {} }),
  onReady: () => process.stdout.write(`${Date.now()}\n`),
});
