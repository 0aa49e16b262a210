import { sayHop } from '../../knowledge/say-hop.ts';
import type { Ledger } from '../../knowledge/ledger.ts';
import { labelled, labelWidth, wrapWords } from './layout.ts';
import type { Paint } from './paint.ts';
import type { Clock } from './say-time.ts';
import type { ViewOptions } from './view-options.ts';

const freshMillis = 60_000;

/** What going back costs, in a line or two, and as of when; nothing where it was not looked at yet. */
export function ledgerLines(
  ledger: Ledger | null | undefined,
  { width, now }: ViewOptions,
  paint: Paint,
  clock: Clock,
): readonly string[] {
  if (!ledger) return [];
  const isFresh = now - Date.parse(ledger.at) < freshMillis;
  const when = isFresh ? 'now costs' : `costs, as of ${clock.minute(ledger.at)}`;
  const hop = ledger.hop ? ` (${sayHop(ledger.hop)})` : '';
  const lines = wrapWords(`${when}${hop}: ${ledger.says}`, width - labelWidth);
  return labelled(
    'going back',
    ledger.loses !== null || ledger.kind === 'none' ? lines.map(paint.warn) : lines,
  );
}
