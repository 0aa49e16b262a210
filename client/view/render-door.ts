import type { Ledger } from '../../knowledge/ledger.ts';
import { doorFacts, type DoorWaiting } from './door-lines.ts';
import { ledgerLines } from './ledger-lines.ts';
import { makePaint } from './paint.ts';
import { makeClock } from './say-time.ts';
import type { ViewOptions } from './view-options.ts';

/** What an approver is about to approve, every fact of it, and the way back that they give up. */
export function renderDoor(
  cluster: string,
  waiting: DoorWaiting,
  options: ViewOptions,
  ledger?: Ledger | null,
): string {
  const clock = makeClock(options.now, options.timeZone);
  const paint = makePaint(options.color);
  const lines = doorFacts(cluster, waiting, options, paint, clock, waiting.facts.length);
  return `${[...lines, ...ledgerLines(ledger, options, paint, clock)].join('\n')}\n`;
}
