import { millis, sayMillis } from '../spec/duration.ts';
import type { Verdict } from '../verdict.ts';
import type { Judged } from './judge.ts';
import { judge } from './judge.ts';
import { sayNode } from './say.ts';
import type { ServiceInput, ServiceSeen } from './service-input.ts';
import { unseenService } from './service-unseen.ts';

/**
 * No node stood still for longer than the file allows since the last look. Of collectors that work beside the application
 * (ZGC, Shenandoah) Cassandra counts whole cycles as if they were pauses: they are told and not judged.
 *
 * @source service/GCInspector.java: duration of a notification; AndResetStats counts anew from each time it is read
 */
export function gcPauses({ spec, nodes }: ServiceInput): Verdict {
  const allowed = millis(spec.gates.service?.maxGcPause ?? '2s');
  const judged = nodes.map((seen) => compare(seen, allowed));
  return judge('gcPauses', {
    seen: judged.flatMap(({ seen }) => seen),
    against: [...unseenService(nodes), ...judged.flatMap(({ against }) => against)],
    standsFor: ['S1-6', 'S1-G5'],
  });
}

function compare(seen: ServiceSeen, allowed: number): Judged {
  const who = sayNode(seen);
  if (!seen.now) return { seen: [], against: [] };
  const { gc, countsPauses: arePauses } = seen.now;
  const over = `in ${sayMillis(gc.intervalMillis)}`;
  if (!arePauses) {
    return {
      seen: [
        `${who}: its collector works beside the application, ${sayMillis(gc.totalMillis)} ${over}: no pauses to judge`,
      ],
      against: [],
    };
  }
  const found = `${who}: the longest pause of its collector was ${sayMillis(gc.longestMillis)} ${over}, at most ${sayMillis(allowed)}`;
  if (gc.longestMillis <= allowed) return { seen: [found], against: [] };
  return {
    seen: [],
    against: [
      {
        found,
        remedy: `Look at gc.log and the heap of ${who}; wait until it is calm, or allow more by gates.service.maxGcPause.`,
      },
    ],
  };
}
