import type { GivenApproval, Waiting } from '../../knowledge/messages.ts';
import { sayMillis } from '../../knowledge/spec/duration.ts';
import { allOpen } from '../../knowledge/verdict.ts';
import { commandLines, labelled, labelWidth, wrapParts, wrapWords } from './layout.ts';
import type { Paint } from './paint.ts';
import { sayKind } from './say-kind.ts';
import type { Clock } from './say-time.ts';
import { shortDigest } from './short-digest.ts';
import { ringliftCommand, tctlCommand, temporalCommand } from './tool-commands.ts';
import { verdictLines } from './verdict-lines.ts';
import type { ViewOptions } from './view-options.ts';

export type DoorWaiting = Extract<Waiting, { for: 'approval' }>;

const factsInStatus = 8;

/** What stands before a person at a door: the warning, what was seen, who has said yes, and how to say it. */
export function doorLines(
  cluster: string,
  waiting: DoorWaiting,
  options: ViewOptions,
  paint: Paint,
  clock: Clock,
): readonly string[] {
  const { width } = options;
  const digest = shortDigest(waiting.evidence);
  return [
    ...doorFacts(cluster, waiting, options, paint, clock, factsInStatus),
    '',
    paint.strong('Approve'),
    ...indented(ringliftCommand(approveCommand(cluster, digest, waiting), options), width),
    ...(options.brief ? [] : elsewhere(cluster, digest, waiting, options, paint)),
    paint.strong('Turn it down'),
    ...indented(ringliftCommand(`reject ${cluster} --reason "..."`, options), width),
  ];
}

function approveCommand(cluster: string, digest: string, { toSign }: DoorWaiting): string {
  const signing = toSign === undefined ? '' : ' --sign KEYFILE';
  return `approve ${cluster} --evidence ${digest}${signing} --comment "..."`;
}

function elsewhere(
  cluster: string,
  digest: string,
  { toSign }: DoorWaiting,
  options: ViewOptions,
  paint: Paint,
): readonly string[] {
  const { width } = options;
  if (toSign !== undefined) {
    const text = "with Temporal's own tools, or in its Web UI, with what this prints as the payload:";
    const print = ringliftCommand(`approve ${cluster} --print --sign KEYFILE`, options);
    return [...wrapWords(text, width).map(paint.quiet), ...indented(print, width)];
  }
  const payload = { evidence: `sha256:${digest}` };
  return [
    ...wrapWords(
      "the same with Temporal's own tools, new and old; its Web UI takes the same payload:",
      width,
    ).map(paint.quiet),
    ...indented(temporalCommand(cluster, 'approve', payload, options), width),
    ...indented(tctlCommand(cluster, 'approve', payload, options), width),
  ];
}

/** What an approver must have seen: the warning, the facts behind the digest, the gates, the approvals so far. */
export function doorFacts(
  cluster: string,
  waiting: DoorWaiting,
  options: ViewOptions,
  paint: Paint,
  clock: Clock,
  mostFacts: number,
): readonly string[] {
  const { width, now } = options;
  const room = width - labelWidth;
  const facts = waiting.facts.slice(0, mostFacts).flatMap((fact) => wrapWords(fact, room));
  const more = waiting.facts.length > mostFacts ? [`and ${waiting.facts.length - mostFacts} more`] : [];
  const waited = sayMillis(Math.max(0, now - Date.parse(waiting.since)));
  const stands = `▲ ${cluster} stands at the door "${sayKind(waiting.door)}" and waits for a person.`;
  return [
    ...wrapWords(stands, width).map(paint.warn),
    ...wrapWords(waiting.warning, width - 2).map((line) => `  ${paint.strong(line)}`),
    ...labelled(
      'evidence',
      wrapParts([waiting.evidence, `read it: ${ringliftCommand(`evidence ${cluster}`, options)}`], room),
    ),
    ...labelled('', [...facts, ...more]),
    ...labelled('changed', changeLines(waiting, room, clock)),
    ...verdictLines(waiting.verdicts, width, paint),
    ...labelled('approvals', approvalLines(waiting, room, clock)),
    ...labelled('waits', [`since ${clock.minute(waiting.since)} (${waited})`]),
    ...(allOpen(waiting.verdicts)
      ? []
      : wrapWords(
          'A gate is shut: see to it first. It is looked at every minute; nothing can be approved until it opens.',
          width,
        ).map(paint.bad)),
  ];
}

function approvalLines(waiting: DoorWaiting, room: number, clock: Clock): readonly string[] {
  const counted = waiting.approvals.filter((approval) => isFor(approval, waiting.evidence));
  const lines = waiting.approvals.map((approval) => {
    const comment = approval.comment ? ` "${approval.comment}"` : '';
    const stale = isFor(approval, waiting.evidence) ? '' : ', void: the evidence has changed since';
    const signed = approval.signedWith ? `, signed ${approval.signedWith.slice(0, 19)}…` : '';
    return `${approval.by} ${clock.minute(approval.at)} (${approval.through}${signed}${stale})${comment}`;
  });
  const who = waiting.who.length === 0 ? [] : [`may approve: ${waiting.who.join(', ')}`];
  const count = `${counted.length} of ${waiting.required}${waiting.toSign === undefined ? '' : ', signed'}`;
  return [...wrapParts([count, ...who], room), ...lines.flatMap((line) => wrapWords(line, room))];
}

/** What came and went while it waited: whoever approved before approved something else. */
function changeLines({ changed }: DoorWaiting, room: number, clock: Clock): readonly string[] {
  if (!changed) return [];
  const lines = changed.difference.slice(0, factsInStatus).flatMap((fact) => wrapWords(fact, room));
  const more = changed.difference.length - factsInStatus;
  return [
    ...wrapWords(`${clock.minute(changed.at)}, what was approved before is void:`, room),
    ...lines,
    ...(more > 0 ? [`and ${more} more`] : []),
  ];
}

function isFor({ evidence }: GivenApproval, current: string): boolean {
  const plain = (digest: string) => digest.replace(/^sha256:/, '').toLowerCase();
  return plain(current).startsWith(plain(evidence));
}

function indented(command: string, width: number): readonly string[] {
  return commandLines(command, width - 2).map((line) => `  ${line}`);
}
