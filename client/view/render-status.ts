import { sayHop } from '../../knowledge/say-hop.ts';
import type { NodeStatus, RunState, UpgradeStatus } from '../../knowledge/messages.ts';
import { sayMillis } from '../../knowledge/spec/duration.ts';
import { doorLines } from './door-lines.ts';
import { expectedEndOfNodes } from './expected-end.ts';
import { ledgerLines } from './ledger-lines.ts';
import { labelled, labelWidth, wrapParts, wrapWords } from './layout.ts';
import { nodeGrid } from './node-grid.ts';
import { makePaint, type Paint } from './paint.ts';
import { personLines } from './person-lines.ts';
import { makeClock, type Clock } from './say-time.ts';
import { shortDigest } from './short-digest.ts';
import { ringliftCommand } from './tool-commands.ts';
import { verdictLines } from './verdict-lines.ts';
import type { ViewOptions } from './view-options.ts';

const eventsShown = 5;
const eventsShownBriefly = 2;

/** How an upgrade stands, for people: what it does, how far it is, what it saw, what it waits for, what to type. */
export function renderStatus(status: UpgradeStatus, options: ViewOptions): string {
  const paint = makePaint(options.color);
  const clock = makeClock(options.now, options.timeZone);
  const { width } = options;
  const blocks = [
    [...header(status, options, paint, clock), ...nowLines(status, options, paint)],
    nodeGrid(status.nodes, width, paint),
    [
      ...(status.waiting ? [] : verdictLines(status.verdicts, width, paint)),
      ...ledgerLines(status.ledger, options, paint, clock),
    ],
    waitingLines(status, options, paint, clock),
    eventLines(status, options, paint, clock),
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

function header(status: UpgradeStatus, options: ViewOptions, paint: Paint, clock: Clock): readonly string[] {
  const { cluster, from, to, phase, nodes, startedAt, hop } = status;
  const goal = status.goesBack ? 'back' : 'done';
  const done = nodes.filter((node) => node.state === goal).length;
  const elapsed = sayMillis(Math.max(0, endOf(status, options.now) - Date.parse(startedAt)));
  const end = expectedEndOfNodes(status, options.now);
  const releases = from.length === 0 ? `to ${to}` : `${from.join(' and ')} → ${to}`;
  return wrapParts(
    [
      stateMark(status, paint),
      `${paint.strong(cluster)}  ${releases}`,
      ...(hop ? [sayHop(hop)] : []),
      ...(isOver(status.state) ? [] : [sayPhase(phase)]),
      ...(nodes.length === 0 ? [] : [`${done} of ${nodes.length} nodes${status.goesBack ? ' back' : ''}`]),
      isOver(status.state) ? `took ${elapsed}` : `${elapsed} so far`,
      ...(end === null ? [] : [`last node about ${clock.minute(end)}`]),
    ],
    options.width,
  );
}

/** Before there is a plan nobody knows how many phases there are. */
function sayPhase({ number, of, title }: UpgradeStatus['phase']): string {
  return of === 0 ? title : `phase ${number} of ${of}: ${title}`;
}

function stateMark({ state, waiting, window }: UpgradeStatus, paint: Paint): string {
  switch (state) {
    case 'running':
      return paint.good('● running');
    case 'paused':
      return window ? paint.warn('◷ outside of its windows') : paint.warn('‖ paused');
    case 'waiting':
      return waiting?.for === 'approval' ? paint.warn('▲ door') : paint.bad('✗ waits for you');
    case 'done':
      return paint.good('✓ done');
    case 'aborted':
      return paint.bad('■ aborted');
    case 'rolledBack':
      return paint.warn('↶ rolled back');
    case 'failed':
      return paint.bad('✗ failed');
  }
}

/** What is being done this moment, from the node's own workflow where it answered. */
function nowLines(
  status: UpgradeStatus,
  { nodes = {}, now, width }: ViewOptions,
  paint: Paint,
): readonly string[] {
  if (isOver(status.state) || status.waiting) return [];
  const running = status.nodes.flatMap((node) => {
    const own = nodes[node.node];
    return node.state === 'running' && own?.step ? [`${node.name}: ${sayNodeStep(own, own.step, now)}`] : [];
  });
  const lines = running.length > 0 ? running : status.step === null ? [] : [status.step];
  return labelled(
    'now',
    lines.flatMap((line) => wrapWords(line, width - labelWidth)).map((line) => paint.busy(line)),
  );
}

function sayNodeStep({ stepNumber, stepCount, stepSince }: NodeStatus, step: string, now: number): string {
  const millis = now - Date.parse(stepSince);
  const since = millis < 1_000 ? 'just begun' : `for ${sayMillis(millis)}`;
  return `${step} (step ${stepNumber} of ${stepCount}), ${since}`;
}

function waitingLines(
  status: UpgradeStatus,
  options: ViewOptions,
  paint: Paint,
  clock: Clock,
): readonly string[] {
  const { cluster, waiting, nodes, state, paused: by, window } = status;
  const resume = ringliftCommand(`resume ${cluster}`, options);
  if (window && !waiting) {
    const besides = by ? ` ${by.by} paused it besides: then it stands still until ${resume}` : '';
    const now = by ? '' : ` Now, all the same: ${resume}`;
    return wrapWords(
      `Nothing further is begun ${window.says}. It goes on by itself at ${clock.minute(window.opensAt)}.${now}${besides}`,
      options.width,
    );
  }
  const says =
    state === 'paused'
      ? `Nothing further is begun${by ? `: ${by.by} paused it at ${clock.minute(by.at)}` : ''}. Go on: ${resume}`
      : `It is paused besides, by ${by?.by ?? 'somebody'}: nothing further is begun until ${resume}`;
  const paused = state === 'paused' || by ? wrapWords(says, options.width) : [];
  if (!waiting) return paused;
  const lines =
    waiting.for === 'approval'
      ? doorLines(cluster, waiting, options, paint, clock)
      : personLines(cluster, waiting, nodes, options, paint, clock);
  return [...lines, ...paused];
}

function eventLines(
  { events }: UpgradeStatus,
  { width, brief = false }: ViewOptions,
  paint: Paint,
  clock: Clock,
): readonly string[] {
  const lines = events.slice(brief ? -eventsShownBriefly : -eventsShown).flatMap(({ at, says }) => {
    const time = clock.second(at);
    const short = says.replace(/sha256:[0-9a-f]{64}/g, (digest) => `sha256:${shortDigest(digest)}…`);
    const wrapped = wrapWords(short, width - labelWidth - time.length - 2);
    return (brief ? wrapped.slice(0, 1) : wrapped).map((line, index) =>
      index === 0 ? `${paint.quiet(time)}  ${line}` : `${' '.repeat(time.length + 2)}${line}`,
    );
  });
  return labelled('last', lines);
}

function isOver(state: RunState): boolean {
  return state !== 'running' && state !== 'waiting' && state !== 'paused';
}

/** An upgrade that is over no longer takes time: its last event was its end. */
function endOf(status: UpgradeStatus, now: number): number {
  const last = status.events.at(-1);
  return isOver(status.state) && last ? Date.parse(last.at) : now;
}
