import type { Phase, Plan, PlannedNode, Step } from '../plan.ts';
import type { Verdict } from '../verdict.ts';
import { describeNodeStep, describeStep } from './describe-step.ts';
import { nodeRunbook } from './node-upgrade.ts';
import { phaseTitles } from './phase-titles.ts';

export interface PrintPlanOptions {
  /** Verdicts of the preflight, when a look was just taken. */
  readonly verdicts?: readonly Verdict[];
  /** Print the steps below every node, not once below the first. */
  readonly expand?: boolean;
}

const idColumn = 100;

/** The plan as a numbered tree in the order of the runbooks: what is done, on which node, how it is undone, step ids. */
export function printPlan(plan: Plan, options: PrintPlanOptions = {}): string {
  const expanded = { done: false };
  const lines = [
    heading(plan),
    ...plan.phases.flatMap((phase, index) => phaseLines(plan, phase, index + 1, options, expanded)),
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
  return `${plan.cluster}: ${plan.nodes.length} nodes, ${where} · ${releases.join(' and ')} · to ${plan.to}${mode}`;
}

function phaseLines(
  plan: Plan,
  phase: Phase,
  number: number,
  options: PrintPlanOptions,
  expanded: { done: boolean },
): string[] {
  const mark = phase.name === 'door' ? '▲ ' : '';
  const verdicts = phase.name === 'preflight' ? (options.verdicts ?? []) : [];
  const lines = [row(2, `${number}`, `${mark}${phaseTitles[phase.name]}${gateCount(verdicts)}`, '', [])];
  for (const verdict of verdicts.filter((each) => !each.open)) lines.push(...shutLines(verdict));
  for (const [index, step] of phase.steps.entries()) {
    const { does, undo, standsFor } = describeStep(step);
    const label = `${number}.${index + 1}`;
    lines.push(row(4, label, `${subject(plan, step)}${does}`, undo, standsFor));
    if (step.kind === 'upgradeNode' && (options.expand || !expanded.done)) {
      expanded.done = true;
      lines.push(...nodeLines(label, options.expand ? '' : ' (each node alike)'));
    }
  }
  return lines;
}

function nodeLines(label: string, note: string): string[] {
  return nodeRunbook.map((kind, index) => {
    const { does, undo, standsFor } = describeNodeStep(kind);
    return row(6, `${label}.${index + 1}`, `${does}${index === 0 ? note : ''}`, undo, standsFor);
  });
}

function subject(plan: Plan, step: Step): string {
  if (!('node' in step)) return '';
  const node = plan.nodes.find((each) => each.node === step.node);
  const what = detail(step);
  return `${node ? placeName(node) : step.node}${what ? ` ${what}` : ''}: `;
}

function detail(step: Step): string {
  switch (step.kind) {
    case 'soak':
      return step.duration;
    case 'reconfigureCms':
      return step.replication.join(' ');
    case 'initializeCms':
      return step.ignore.map((node) => `--ignore ${node}`).join(' ');
    case 'takeSnapshot':
      return step.tag;
    default:
      return '';
  }
}

function placeName({ name, node, dataCenter, rack, isSeed }: PlannedNode): string {
  return `${name}${name === node ? '' : ` ${node}`} (${dataCenter} ${rack}${isSeed ? ', seed' : ''})`;
}

function gateCount(verdicts: readonly Verdict[]): string {
  if (verdicts.length === 0) return '';
  return `: ${verdicts.length} gates, ${verdicts.filter((verdict) => verdict.open).length} open`;
}

function shutLines(verdict: Verdict): string[] {
  const remedy = verdict.open ? [] : [`          do: ${verdict.remedy}`];
  return [
    row(6, '✗', `${verdict.gate}: ${verdict.evidence[0] ?? 'shut'}`, '', verdict.standsFor ?? []),
    ...verdict.evidence.slice(1, 6).map((line) => `          ${line}`),
    ...remedy,
  ];
}

function row(indent: number, label: string, text: string, undo: string, ids: readonly string[]): string {
  const left = `${' '.repeat(indent)}${label} ${text}${undo ? `  · undo: ${undo}` : ''}`;
  return ids.length === 0 ? left : `${left.padEnd(idColumn)}  ${ids.join(' ')}`;
}
