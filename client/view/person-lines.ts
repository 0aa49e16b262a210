import type { NodeProgress, Waiting } from '../../knowledge/messages.ts';
import { sayMillis } from '../../knowledge/spec/duration.ts';
import { commandLines, labelled, labelWidth, padTo, wrapWords } from './layout.ts';
import type { Paint } from './paint.ts';
import type { Clock } from './say-time.ts';
import { ringliftCommand, temporalCommand } from './tool-commands.ts';
import { verdictLines } from './verdict-lines.ts';
import type { ViewOptions } from './view-options.ts';

export type PersonWaiting = Extract<Waiting, { for: 'person' }>;

/** What stands before a person when a step did not succeed: what happened, what was seen, what can be said now. */
export function personLines(
  cluster: string,
  waiting: PersonWaiting,
  nodes: readonly NodeProgress[],
  options: ViewOptions,
  paint: Paint,
  clock: Clock,
): readonly string[] {
  const { width, now } = options;
  const room = width - labelWidth;
  const name = nodes.find((node) => node.node === waiting.node)?.name ?? waiting.node;
  const waited = sayMillis(Math.max(0, now - Date.parse(waiting.since)));
  const where = `✗ ${cluster} waits for you: "${waiting.step}"${placeOf(waiting, name)} did not succeed.`;
  return [
    ...wrapWords(where, width).map(paint.bad),
    ...labelled('what', wrapWords(waiting.message, room)),
    ...labelled(
      'kind',
      wrapWords(`${waiting.error}, since ${clock.minute(waiting.since)} (${waited})`, room),
    ),
    ...verdictLines(waiting.verdicts, width, paint),
    '',
    paint.strong('You can'),
    ...choice(
      ringliftCommand(`retry ${cluster}`, options),
      'look and try again, once it is put right',
      width,
      paint,
    ),
    ...(waiting.skippable
      ? choice(
          ringliftCommand(`skip ${cluster} --reason "..."`, options),
          'go on without this step',
          width,
          paint,
        )
      : []),
    ...choice(
      ringliftCommand(`abort ${cluster} --reason "..."`, options),
      'end here; what was changed stays',
      width,
      paint,
    ),
    ...(options.brief ? [] : elsewhere(cluster, options, paint)),
  ];
}

function elsewhere(cluster: string, options: ViewOptions, paint: Paint): readonly string[] {
  const command = temporalCommand(cluster, 'retry', {}, options);
  return [
    paint.quiet("the same with Temporal's own tool, such as:"),
    ...commandLines(command, options.width - 2).map((line) => `  ${line}`),
  ];
}

/** Steps of a node bear its name in their title already. */
function placeOf({ step, node }: PersonWaiting, name: string | null): string {
  if (name === null || step === name || step.endsWith(` ${name}`))
    return node === null || node === name ? '' : ` (${node})`;
  return ` on ${name}${name === node ? '' : ` (${node})`}`;
}

function choice(command: string, means: string, width: number, paint: Paint): readonly string[] {
  const oneLine = `  ${padTo(command, 44)} ${means}`;
  if (oneLine.length <= width) return [`  ${padTo(command, 44)} ${paint.quiet(means)}`];
  return [`  ${command}`, `    ${paint.quiet(means)}`];
}
