import type { Ledger } from '../ledger.ts';
import type { Phase, PhaseName, Plan, PlannedNode, Step } from '../plan.ts';
import { costs, forecastWaysBack, sayForecast } from '../reversibility/forecast.ts';
import type { Verdict } from '../verdict.ts';
import { describeNodeStep } from './describe-node-step.ts';
import { describeRestartStep } from './describe-restart-step.ts';
import { describeStep } from './describe-step.ts';
import { restartRunbook } from './node-restart.ts';
import { runbookOf } from './node-upgrade.ts';
import { phaseTitles } from './phase-titles.ts';
import type { StepDescription } from './step-description.ts';

export interface PrintPlanOptions {
  /** Verdicts of the preflight, when a look was just taken. */
  readonly verdicts?: readonly Verdict[];
  /** What going back costs at this moment, when it was looked at. */
  readonly ledger?: Ledger | undefined;
  /** Print the steps below every node, not once below the first. */
  readonly expand?: boolean;
}

/** Columns at which the way back and the ids of the runbooks' steps stand, where the text leaves room. */
const columns = { undo: 68, ids: 109 };
/** Phases that end a way back. */
const oneWay: readonly PhaseName[] = ['door', 'storageUpgrading'];
/** A shut gate's evidence may be long: the report has all of it. */
const evidenceShown = 6;

/** The plan as a numbered tree in the order of the runbooks: what is done, on which node, how it is undone, step ids. */
export function printPlan(plan: Plan, options: PrintPlanOptions = {}): string {
  const steps = plan.phases.flatMap((phase) => phase.steps);
  const first = [steps.find(carriesNodes), steps.find(({ kind }) => kind === 'restartNode')];
  const lines = [
    heading(plan),
    ...chainLines(plan),
    ...plan.phases.flatMap((phase, index) => [
      ...phaseLines(plan, phase, index + 1),
      ...(phase.name === 'preflight' ? verdictLines(options.verdicts ?? []) : []),
      ...stepLines(plan, phase, index + 1, (step) => options.expand === true || first.includes(step)),
    ]),
    ...sayForecast(forecastWaysBack(plan), plan).map((line) => `  ${line}`),
    ...(options.ledger ? ledgerLines(options.ledger) : []),
    ...plan.remarks.map((remark) => `  · ${remark}`),
  ];
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

function heading(plan: Plan): string {
  const centers = new Map<string, Set<string>>();
  for (const { dataCenter, rack } of plan.nodes) {
    centers.set(dataCenter, (centers.get(dataCenter) ?? new Set()).add(rack));
  }
  const where = [...centers].map(([center, racks]) => `${center} (${[...racks].join(' ')})`).join(', ');
  const releases = [...new Set(plan.nodes.map((node) => node.release))];
  const mode = plan.storageMode ? ` · storage_compatibility_mode ${plan.storageMode}` : '';
  const count = `${plan.nodes.length} ${plan.nodes.length === 1 ? 'node' : 'nodes'}`;
  return `${plan.cluster}: ${count}, ${where} · ${releases.join(' and ')} · to ${plan.to}${mode}`;
}

/** The whole chain: this hop is planned below, those after it once their turn comes. */
function chainLines({ hop, to, nodes }: Plan): string[] {
  if (!hop) return [];
  const from = [...new Set(nodes.map(({ release }) => release))].join(' and ');
  const ahead = hop.ahead.map((next, index) => {
    const mode = next.storageMode === null ? '' : ` in ${next.storageMode}`;
    return `    hop ${hop.number + index + 1}: ${next.from} to ${next.to}${mode}; going back then costs ${costs[next.wayBack]}`;
  });
  return [
    `  hop ${hop.number} of ${hop.of}, planned now: ${from === to ? `what is left to do on ${to}` : `${from} to ${to}; what going back costs stands below`}`,
    ...ahead,
    ...(ahead.length > 0
      ? ['    Each hop is planned when the one before it is whole; going back undoes one hop, the last.']
      : []),
  ];
}

/** Where all steps of a phase are of one kind, its line says once what each of them does. */
function phaseLines(plan: Plan, phase: Phase, number: number): string[] {
  const title = `${oneWay.includes(phase.name) ? '▲ ' : ''}${phaseTitles[phase.name]}`;
  const shared = sharedKind(phase);
  if (shared === null) return [`  ${number} ${title}`];
  const { does, undo, standsFor } = describeStep({ kind: shared });
  const tag = phase.steps[0]?.kind === 'takeSnapshot' ? ` ${plan.tag}` : '';
  return [`  ${number} ${title}${tag}`, row(6, does, { undo, standsFor })];
}

function sharedKind({ steps }: Phase): Step['kind'] | null {
  const [first, ...rest] = steps;
  return first && rest.length > 0 && rest.every(({ kind }) => kind === first.kind) ? first.kind : null;
}

function stepLines(plan: Plan, phase: Phase, number: number, expanded: (step: Step) => boolean): string[] {
  const shared = sharedKind(phase);
  return phase.steps.flatMap((step, index) => {
    const label = `${number}.${index + 1}`;
    const own = subject(plan, step);
    const line =
      shared === null
        ? row(4, `${label} ${own ? `${own}: ` : ''}${describeStep(step).does}`, describeStep(step))
        : `    ${label} ${own}`;
    if (step.kind === 'awaitApproval') return [line, ...(step.asks ?? []).map((asked) => `        ${asked}`)];
    if (step.kind === 'pauseActors') return [line, ...step.actors.map((actor) => `        ${actor}`)];
    return expanded(step) ? [line, ...turnLines(plan, step, label)] : [line];
  });
}

function carriesNodes({ kind }: Step): boolean {
  return kind === 'upgradeNode' || kind === 'upgradeGroup';
}

/** What is done in a node's turn; empty: the step is no turn. */
function turnLines({ method, carriesData }: Plan, step: Step, label: string): string[] {
  const upgrade = carriesNodes(step) ? runbookOf(carriesData === true) : [];
  const restart = step.kind === 'restartNode' ? restartRunbook : [];
  const told = [
    ...upgrade.map((kind) => describeNodeStep(kind, method)),
    ...restart.map((kind) => describeRestartStep(kind)),
  ];
  return told.map((each, index) => row(6, `${label}.${index + 1} ${each.does}`, each));
}

function subject(plan: Plan, step: Step): string {
  if (step.kind === 'upgradeGroup') return groupName(plan, step.nodes);
  if (!('node' in step)) return '';
  const node = plan.nodes.find((each) => each.node === step.node);
  return [node ? placeName(node) : step.node, detail(step)].filter(Boolean).join(' ');
}

/** `n2 and n5 (dc1 rack2)`, or each with its own place. */
function groupName({ nodes }: Plan, group: readonly string[]): string {
  const places = group.flatMap((id) => nodes.filter(({ node }) => node === id));
  const racks = new Map<string, string[]>();
  for (const { name, dataCenter, rack } of places) {
    const key = `${dataCenter} ${rack}`;
    racks.set(key, [...(racks.get(key) ?? []), name]);
  }
  return [...racks].map(([rack, names]) => `${names.join(', ')} (${rack})`).join(' with ');
}

function detail(step: Step): string {
  switch (step.kind) {
    case 'soak':
      return step.duration;
    case 'reconfigureCms':
      return step.replication.join(' ');
    case 'initializeCms':
      return step.ignore.map((node) => `--ignore ${node}`).join(' ');
    default:
      return '';
  }
}

export function placeName({ name, node, dataCenter, rack, isSeed }: PlannedNode): string {
  return `${name}${name === node ? '' : ` ${node}`} (${dataCenter} ${rack}${isSeed ? ', seed' : ''})`;
}

function verdictLines(verdicts: readonly Verdict[]): string[] {
  if (verdicts.length === 0) return [];
  const shut = verdicts.filter((verdict) => !verdict.open);
  return [
    `      ${verdicts.length} gates, ${verdicts.length - shut.length} open`,
    ...shut.flatMap((verdict) => [
      `      ✗ ${verdict.gate} (${(verdict.standsFor ?? []).join(' ')})`,
      ...verdict.evidence.slice(0, evidenceShown).map((line) => `          ${line}`),
      ...(verdict.open ? [] : [`          do: ${verdict.remedy}`]),
    ]),
  ];
}

/** Each node that has a way back has a line with what it was read from. */
function ledgerLines({ says, nodes, groups = [], hop }: Ledger): string[] {
  const own = nodes.filter(({ kind }) => kind !== 'nothing');
  return [
    `  Going back now${hop ? ` from hop ${hop.number} of ${hop.of}` : ''} costs: ${says}`,
    ...own.flatMap((node) => [
      `    ${node.name}: ${node.says}`,
      ...node.facts.map((fact) => `        ${fact}`),
    ]),
    ...groups.flatMap((group) => [
      `    ${group.count} nodes (${group.names.join(', ')}${group.count > group.names.length ? ', ...' : ''}): ${group.says}`,
      ...group.facts.map((fact) => `        ${fact}`),
    ]),
  ];
}

/** Text that is longer than its column pushes what follows onto a line of its own. */
export function row(
  indent: number,
  text: string,
  { undo, standsFor }: Pick<StepDescription, 'undo' | 'standsFor'>,
): string {
  const back = `undo: ${undo}`;
  const ids = standsFor.join(' ');
  const left = `${' '.repeat(indent)}${text}`;
  const right = `${back.padEnd(columns.ids - columns.undo)}${ids}`;
  if (left.length < columns.undo) return `${left.padEnd(columns.undo)}${right}`;
  return `${left}\n${' '.repeat(columns.undo)}${right}`;
}
