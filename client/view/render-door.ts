import { doorFacts, type DoorWaiting } from './door-lines.ts';
import { makePaint } from './paint.ts';
import { makeClock } from './say-time.ts';
import type { ViewOptions } from './view-options.ts';

/** What an approver is about to approve, every fact of it. */
export function renderDoor(cluster: string, waiting: DoorWaiting, options: ViewOptions): string {
  const clock = makeClock(options.now, options.timeZone);
  const lines = doorFacts(cluster, waiting, options, makePaint(options.color), clock, waiting.facts.length);
  return `${lines.join('\n')}\n`;
}
