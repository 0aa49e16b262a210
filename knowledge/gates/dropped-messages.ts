import { clientMessagesIn } from '../cassandra/client-messages.ts';
import type { ServiceView } from '../observation.ts';
import type { Verdict } from '../verdict.ts';
import type { Judged } from './judge.ts';
import { judge } from './judge.ts';
import { count, sayNode } from './say.ts';
import { gainOf } from './service-counters.ts';
import type { ServiceInput, ServiceSeen } from './service-input.ts';
import { unseenService } from './service-unseen.ts';

/**
 * No node dropped more reads and writes since the last look than the file allows: a replica that sheds load now would shed
 * more with another one down.
 *
 * @source metrics/DroppedMessageMetrics.java; seed 001, gate 5
 */
export function droppedMessages({ spec, nodes }: ServiceInput): Verdict {
  const judged = nodes.map((seen) => compare(seen, spec.gates.maxDroppedMessages));
  return judge('droppedMessages', {
    seen: judged.flatMap(({ seen }) => seen),
    against: [...unseenService(nodes), ...judged.flatMap(({ against }) => against)],
    standsFor: ['S1-G5'],
  });
}

function compare(seen: ServiceSeen, allowed: number): Judged {
  const who = sayNode(seen);
  if (!seen.now) return { seen: [], against: [] };
  const gain = gainOf(seen.now, seen.earlier, droppedOf);
  if (gain === null) {
    return {
      seen: [],
      against: [
        {
          found: `${who}: its dropped messages were read once only`,
          remedy: 'Look again: counters tell something when they are read twice.',
        },
      ],
    };
  }
  const total = droppedOf(seen.now);
  const found = `${who}: ${count(gain.count, 'read or write')} dropped since the last look, ${total} since its start, at most ${allowed} allowed`;
  if (gain.count <= allowed) return { seen: [found], against: [] };
  const which = clientMessagesIn(seen.now.dropped).map(([type, times]) => `${type} ${times}`);
  return {
    seen: [],
    against: [
      {
        found: `${found} (${which.join(', ')})`,
        remedy: `Find out what overloads ${who} (\`nodetool tpstats\`, gc.log, disk), let it recover, then look again.`,
      },
    ],
  };
}

function droppedOf({ dropped }: ServiceView): number {
  return clientMessagesIn(dropped).reduce((sum, [, times]) => sum + times, 0);
}
