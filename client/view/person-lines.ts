import type { Choice, NodeProgress, Waiting } from '../../knowledge/messages.ts';
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
    ...labelled('tried', waiting.tried === undefined ? [] : wrapWords(waiting.tried, room)),
    ...verdictLines(waiting.verdicts, width, paint),
    '',
    paint.strong('You can'),
    ...choicesOf(waiting).flatMap((each) => choiceLines(cluster, each, options, paint)),
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

/** An upgrade of an earlier release says only whether its step may be left out. */
function choicesOf({ choices, skippable }: PersonWaiting): readonly Choice[] {
  if (choices) return choices;
  return [
    { command: 'retry', needsReason: false, leadsTo: 'look and try again, once it is put right' },
    ...(skippable
      ? [{ command: 'skip', needsReason: true, leadsTo: 'go on without this step' } as const]
      : []),
    { command: 'abort', needsReason: true, leadsTo: 'end here; what was changed stays' },
  ];
}

function choiceLines(
  cluster: string,
  { command, with: more = {}, needsReason, leadsTo }: Choice,
  options: ViewOptions,
  paint: Paint,
): readonly string[] {
  const given = Object.entries(more).map(([key, value]) =>
    value === true ? ` --${key}` : ` --${key} ${quoted(String(value))}`,
  );
  const words = `${command} ${cluster}${given.join('')}${needsReason ? ' --reason "..."' : ''}`;
  const typed = ringliftCommand(words, options);
  if (`  ${padTo(typed, 44)} ${leadsTo}`.length <= options.width)
    return [`  ${padTo(typed, 44)} ${paint.quiet(leadsTo)}`];
  return [
    ...commandLines(typed, options.width - 2).map((line) => `  ${line}`),
    ...wrapWords(leadsTo, options.width - 4).map((line) => `    ${paint.quiet(line)}`),
  ];
}

/** As a POSIX shell wants it, where it is more than a plain word. */
function quoted(value: string): string {
  if (value === '...') return '"..."';
  if (/^[A-Za-z0-9_.:-]+$/.test(value)) return value;
  return value.includes("'") ? `"${value.replace(/[\\"$`]/g, String.raw`\$&`)}"` : `'${value}'`;
}
