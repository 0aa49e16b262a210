import { stringify } from 'yaml';
import type { PhaseName } from '../../knowledge/plan.ts';
import { phaseTitles } from '../../knowledge/procedures/phase-titles.ts';
import { printPlan } from '../../knowledge/procedures/print-plan.ts';
import { sayMillis } from '../../knowledge/spec/duration.ts';
import { codeBlock, plain, table } from './markdown.ts';
import { printAlerts } from './print-alerts.ts';
import { printService } from './print-service.ts';
import { printSteps } from './print-steps.ts';
import type { Report, ReportWord } from './report.ts';
import { day, sayTook } from './say-moment.ts';

/** The report as Markdown: what a change record or an auditor gets. */
export function printReport(report: Report): string {
  const sections = [
    head(report),
    section('What people said', people(report)),
    section('Approvals taken', approvals(report)),
    section('Hops', hops(report)),
    section('Nodes', nodes(report)),
    section('Service before and after', printService(report)),
    section('What to be alerted by', printAlerts(report)),
    section('Phases', phases(report)),
    section('Times of waiting for a person', waits(report)),
    section('What was done', printSteps(report)),
    section('The plan', report.plan ? codeBlock(printPlan(report.plan)) : []),
    section('The file', report.spec ? codeBlock(stringify(report.spec), 'yaml') : []),
  ];
  return `${sections.flatMap((lines) => (lines.length > 0 ? [lines.join('\n')] : [])).join('\n\n')}\n`;
}

function head(report: Report): readonly string[] {
  const { cluster, from, to, state, says, startedAt, endedAt, startedBy, workflowId, runIds, missing } =
    report;
  return [
    `# Upgrade of ${plain(cluster)}${from.length > 0 ? ` from ${from.join(' and ')}` : ''} to ${to}: ${state}`,
    '',
    ...(says ? [plain(says), ''] : []),
    ...table(
      ['', ''],
      [
        ['started', `${day(startedAt)} by ${startedBy || 'unknown'}`],
        ['ended', endedAt ? `${day(endedAt)}, after ${sayTook(startedAt, endedAt)}` : 'not yet'],
        [
          report.state === 'rolledBack' ? 'nodes back' : 'nodes done',
          `${nodesAtGoal(report)} of ${report.nodes.length}`,
        ],
        ...goingBack(report),
        ['workflow', `\`${workflowId}\``],
        [runIds.length === 1 ? 'run' : 'runs', runIds.map((id) => `\`${id}\``).join('\n')],
      ],
    ),
    '',
    'All times are UTC. Made from the history that Temporal keeps of this upgrade.',
    ...missing.map((what) => `\n**Not in this report:** ${plain(what)}`),
  ];
}

function nodesAtGoal({ nodes: all, state }: Report): number {
  return all.filter((node) => node.state === (state === 'rolledBack' ? 'back' : 'done')).length;
}

/** As it was at the last look. */
function goingBack({ steps }: Report): readonly (readonly string[])[] {
  const ledger = steps.findLast((step) => step.ledger !== null)?.ledger;
  return ledger ? [['going back costs', `${plain(ledger.says)} (as of ${day(ledger.at)})`]] : [];
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`## ${title}`, '', ...lines];
}

function people({ people: words }: Report): readonly string[] {
  if (words.length === 0) return ['Nobody said anything to it.'];
  return table(
    ['when', 'who', 'what', 'why', 'answer', 'through', 'client'],
    words.map((word) => [
      day(word.at),
      plain(word.by),
      [word.command, ...word.asks.map(plain), ...(word.evidence ? [`\`${word.evidence}\``] : [])].join('\n'),
      plain(word.reason || word.comment),
      answer(word),
      word.through,
      plain(word.identity),
    ]),
  );
}

function answer({ answer: said, refused, through }: ReportWord): string {
  if (said === null) return through === 'signal' ? 'a signal gets none' : 'none yet';
  return `${refused ? '✗ refused: ' : ''}${plain(said)}`;
}

function approvals({ approvals: taken }: Report): readonly string[] {
  if (taken === null || taken.length === 0) return [];
  return table(
    ['when', 'who', 'evidence', 'comment', 'through'],
    taken.map(({ at, by, evidence, comment, through, signedWith }) => [
      day(at),
      plain(by),
      `\`${evidence}\``,
      plain(comment),
      signedWith ? `${through}, signed with \`${signedWith}\`` : through,
    ]),
  );
}

function hops({ hops: all = [], endedAt }: Report): readonly string[] {
  if (all.length === 0) return [];
  return table(
    ['hop', 'from', 'to', 'begun', 'took', 'state'],
    all.map(({ number, of, from, to, startedAt, endedAt: end, whole }) => [
      `${number} of ${of}`,
      from.join(' and '),
      to,
      day(startedAt),
      sayTook(startedAt, end ?? endedAt),
      whole ? 'whole' : 'not whole',
    ]),
  );
}

function nodes({ nodes: all }: Report): readonly string[] {
  if (all.length === 0) return [];
  return table(
    ['node', 'address', 'place', 'release', 'state', 'begun', 'took', 'runs'],
    all.map((node) => [
      plain(node.name),
      node.node,
      plain(`${node.dataCenter} ${node.rack}`),
      node.to === null || node.to === node.from ? node.from : `${node.from} → ${node.to}`,
      node.state,
      node.startedAt === null ? '' : day(node.startedAt),
      node.tookMillis === null ? '' : sayMillis(node.tookMillis),
      node.runs === 0 ? '' : `${node.runs}`,
    ]),
  );
}

function phases({ phases: all, endedAt }: Report): readonly string[] {
  if (all.length === 0) return [];
  return table(
    ['phase', 'begun', 'took'],
    all.map(({ name, since, until }) => [
      phaseTitles[name as PhaseName] ?? name,
      day(since),
      sayTook(since, until ?? endedAt),
    ]),
  );
}

function waits({ waits: all, endedAt }: Report): readonly string[] {
  if (all.length === 0) return [];
  return table(
    ['since', 'until', 'took', 'phase'],
    all.map(({ since, until, phase }) => [
      day(since),
      until === null ? 'still' : day(until),
      sayTook(since, until ?? endedAt),
      phase,
    ]),
  );
}
