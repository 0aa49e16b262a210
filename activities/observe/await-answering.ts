import { RingliftError } from '../../knowledge/errors.ts';
import { parseStatusBinary } from '../../knowledge/nodetool/statusbinary.ts';
import { millis } from '../../knowledge/spec/duration.ts';
import type { NodeTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import type { Host } from '../hosts/host.ts';
import { askNodetool, problemOf, questionMillis } from '../hosts/nodetool.ts';
import type { Section } from '../hosts/sections.ts';

/**
 * Waits until a node whose host was booted answers nodetool and serves clients again.
 * @throws RingliftError NodeNotServing when the file's startLimit has passed
 */
export async function awaitAnswering(context: ActivityContext, task: NodeTask, host: Host): Promise<void> {
  const { startLimit } = task.spec.gates;
  const from = Date.now();
  for (;;) {
    const answers = await askNodetool(host, ['statusbinary'], questionMillis(host.settings), context.signal);
    const lack = lackIn(answers.get('statusbinary') as Section);
    if (lack === null) return;
    context.say(`waits until the node serves again: ${lack}`);
    if (Date.now() - from > millis(startLimit)) {
      throw new RingliftError('NodeNotServing', {
        where: host.settings.name,
        what: `it did not serve within ${startLimit}`,
        expected: 'nodetool statusbinary: running',
        found: lack,
        next: 'Start the node, look at its log, then retry.',
      });
    }
    await context.sleep(5_000);
  }
}

function lackIn(answer: Section): string | null {
  if (answer.exitCode !== 0) return problemOf(answer);
  return parseStatusBinary(answer.stdout) ? null : 'the native transport does not run';
}
