import type { PlannedWayBack, RollbackPlan } from '../rollback-plan.ts';
import { describeRollbackStep } from './describe-rollback-step.ts';
import { describeStep } from './describe-step.ts';
import { rollbackRunbook } from './node-rollback.ts';
import { phaseTitles } from './phase-titles.ts';
import { placeName, row } from './print-plan.ts';

export interface PrintRollbackOptions {
  /** Print the steps below every node, not once below the first. */
  readonly expand?: boolean;
}

/** The plan of a way back as a numbered tree: which nodes in which order, what each takes and why, what it costs. */
export function printRollback(plan: RollbackPlan, { expand = false }: PrintRollbackOptions = {}): string {
  const { back, repairs, loses, ledger, remarks } = plan;
  const lines = [
    heading(plan),
    ...(back.length > 0 ? [`  1 ${phaseTitles.rollback}`] : []),
    ...back.flatMap((way, index) => [
      ...wayLines(plan, way, `1.${index + 1}`),
      ...(expand || index === 0 ? stepLines(plan, `1.${index + 1}`) : []),
    ]),
    ...(repairs.length > 0 ? repairLines(plan, back.length > 0 ? 2 : 1) : []),
    `  It costs: ${ledger.says}`,
    loses === null ? '  Nothing is lost for good.' : `  LOST for good: ${loses}`,
    ...remarks.map((remark) => `  · ${remark}`),
  ];
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

function heading({ context, back }: RollbackPlan): string {
  const releases = [...new Set(back.flatMap(({ to }) => to ?? []))].join(' and ');
  const goes = back.length === 1 ? 'nodes goes' : 'nodes go';
  const all = `${context.cluster}: ${back.length} of ${context.nodes.length} ${goes} back from ${context.to}`;
  return back.length === 0
    ? `${context.cluster}: no node goes back, repairs are owed`
    : `${all} to ${releases}`;
}

function wayLines({ context }: RollbackPlan, way: PlannedWayBack, label: string): string[] {
  const place = context.nodes.find(({ node }) => node === way.node);
  return [
    `    ${label} ${place ? placeName(place) : way.name}`,
    `        ${way.says}`,
    ...way.facts.map((fact) => `          ${fact}`),
  ];
}

function stepLines({ context }: RollbackPlan, label: string): string[] {
  return rollbackRunbook.map((kind, index) => {
    const step = describeRollbackStep(kind, context.method);
    return row(6, `${label}.${index + 1} ${step.does}`, step);
  });
}

function repairLines({ context, repairs }: RollbackPlan, number: number): string[] {
  return [
    `  ${number} ${phaseTitles.repair}, as soon as no other release runs`,
    row(6, describeStep({ kind: 'repairNode' }).does, { undo: 'none needed', standsFor: ['S1-R7', 'S1-22'] }),
    ...repairs.map((node, index) => {
      const place = context.nodes.find((each) => each.node === node);
      return `    ${number}.${index + 1} ${place ? placeName(place) : node}`;
    }),
  ];
}
