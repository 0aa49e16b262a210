import { sayMillis } from '../../knowledge/spec/duration.ts';
import type { Verdict } from '../../knowledge/verdict.ts';
import { sayKind } from '../view/say-kind.ts';
import { shortDigest } from '../view/short-digest.ts';
import { plain, table } from './markdown.ts';
import type { Report, ReportFailure, ReportStep } from './report.ts';
import { day, time } from './say-moment.ts';

/** The timeline of the cluster, then that of each node in the order in which they were begun. */
export function printSteps({ steps, nodes }: Report): readonly string[] {
  const nameOf = (id: string) => nodes.find((node) => node.node === id)?.name ?? id;
  const groups = new Map<string, ReportStep[]>();
  for (const step of steps) {
    const title = step.node === null ? 'The cluster' : `${nameOf(step.node)} (${step.node})`;
    groups.set(title, [...(groups.get(title) ?? []), step]);
  }
  return [...groups].flatMap(([title, own], index) => [
    ...(index === 0 ? [] : ['']),
    `### ${plain(title)}`,
    '',
    ...timeline(own),
    ...own.flatMap(details),
  ]);
}

function timeline(steps: readonly ReportStep[]): readonly string[] {
  return table(
    ['at', 'took', 'phase', 'step', '', 'what came out', 'evidence'],
    steps.map((step) => [
      day(step.at),
      step.tookMillis === null ? '' : sayMillis(step.tookMillis),
      step.phase ?? '',
      plain(step.title),
      marks[step.state],
      `${plain(step.says)}${step.attempts > 1 ? ` (attempt ${step.attempts})` : ''}`,
      step.evidence === null ? '' : `\`${shortDigest(step.evidence)}\``,
    ]),
  );
}

const marks: Record<ReportStep['state'], string> = {
  done: '✓',
  alreadyDone: '✓ found done',
  failed: '✗',
  cancelled: '■',
  running: '▶',
};

/** Below the table: what was seen, and what went wrong, step by step. */
function details(step: ReportStep): readonly string[] {
  const lines = [
    ...step.facts.map((fact) => `- ${plain(fact)}`),
    ...step.verdicts.flatMap(verdict),
    ...(step.ledger ? [`- going back cost then: ${plain(step.ledger.says)}`] : []),
    ...step.failures.flatMap(failure),
  ];
  if (lines.length === 0) return [];
  const gates = step.verdicts.length === 0 ? '' : `, ${gateCount(step.verdicts)}`;
  return ['', `**${time(step.at)} ${plain(step.title)}**${gates}`, '', ...lines];
}

function gateCount(verdicts: readonly Verdict[]): string {
  return `${verdicts.filter((each) => each.open).length} of ${verdicts.length} gates open`;
}

function verdict(each: Verdict): readonly string[] {
  const ids = each.standsFor?.length ? ` (${each.standsFor.join(' ')})` : '';
  return [
    `- ${each.open ? '✓' : '✗'} ${sayKind(each.gate)}${ids}`,
    ...each.evidence.map((fact) => `  - ${plain(fact)}`),
    ...(each.open ? [] : [`  - to open it: ${plain(each.remedy)}`]),
  ];
}

function failure({ error, message, verdicts }: ReportFailure): readonly string[] {
  return [`- ✗ ${error}: ${plain(message)}`, ...verdicts.flatMap(verdict).map((line) => `  ${line}`)];
}
