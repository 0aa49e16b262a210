import type { Ledger } from '../../knowledge/ledger.ts';
import { labelled, labelWidth, wrapWords } from './layout.ts';
import type { Paint } from './paint.ts';
import type { ViewOptions } from './view-options.ts';

/** What going back costs now, in a line or two; nothing where it was not looked at yet. */
export function ledgerLines(
  ledger: Ledger | null | undefined,
  { width }: ViewOptions,
  paint: Paint,
): readonly string[] {
  if (!ledger) return [];
  const lines = wrapWords(`going back now costs: ${ledger.says}`, width - labelWidth);
  return labelled('back', ledger.loses !== null || ledger.kind === 'none' ? lines.map(paint.warn) : lines);
}
