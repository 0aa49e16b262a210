import type { Verdict } from '../../knowledge/verdict.ts';
import { labelled, labelWidth, wrapParts, wrapWords } from './layout.ts';
import type { Paint } from './paint.ts';
import { sayKind } from './say-kind.ts';

const mostFacts = 6;

/** One line for what is open; what is shut is told in full, with what opens it. */
export function verdictLines(verdicts: readonly Verdict[], width: number, paint: Paint): readonly string[] {
  if (verdicts.length === 0) return [];
  const opened = verdicts.filter((verdict) => verdict.open);
  const count = `${opened.length} of ${verdicts.length} open${opened.length > 0 ? ':' : ''}`;
  const names = opened.map(({ gate }, index) => `${sayKind(gate)}${index < opened.length - 1 ? ',' : ''}`);
  const color = opened.length === verdicts.length ? paint.good : paint.warn;
  const head = wrapParts([color(count), ...names], width - labelWidth, ' ');
  return [...labelled('gates', head), ...shutLines(verdicts, width, paint)];
}

function shutLines(verdicts: readonly Verdict[], width: number, paint: Paint): readonly string[] {
  const room = width - labelWidth - 2;
  return verdicts.flatMap((verdict) => {
    if (verdict.open) return [];
    const more = verdict.evidence.length - mostFacts;
    const facts = verdict.evidence.slice(0, mostFacts).flatMap((fact) => wrapWords(fact, room));
    const rest = more > 0 ? [paint.quiet(`and ${more} more`)] : [];
    const remedy = wrapWords(`do: ${verdict.remedy}`, room).map(paint.warn);
    const head = `${' '.repeat(labelWidth)}${paint.bad(`✗ ${sayKind(verdict.gate)}`)}`;
    return [head, ...labelled('', [...facts, ...rest, ...remedy], labelWidth + 2)];
  });
}
