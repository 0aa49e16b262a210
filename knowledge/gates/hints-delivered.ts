import type { Verdict } from '../verdict.ts';
import type { Judged } from './judge.ts';
import { judge } from './judge.ts';
import { count, sayBytes, sayNode } from './say.ts';
import type { ServiceInput, ServiceSeen } from './service-input.ts';
import { unseenService } from './service-unseen.ts';

/**
 * Before the next node is touched, writes that nodes missed while they were down are there: no hints wait for a node that
 * is up. A replica that lacks them would be the only one left of what the next node holds. Hints for nodes that are down,
 * or that nobody knows any more, are told and not waited for.
 *
 * @source hints/HintsDispatchTrigger.java: delivered within 10 s of a node's return, throttled by hinted_handoff_throttle;
 *   hints/HintsDescriptor.java: the name of a file says whom it is for
 */
export function hintsDelivered({ spec, nodes }: ServiceInput): Verdict {
  const allowed = spec.gates.service?.maxHintBytes ?? 0;
  const judged = nodes.map((seen) => waiting(seen, allowed));
  return judge('hintsDelivered', {
    seen: judged.flatMap(({ seen }) => seen),
    against: [...unseenService(nodes), ...judged.flatMap(({ against }) => against)],
    standsFor: ['S1-17', 'S4-4'],
  });
}

function waiting(seen: ServiceSeen, allowed: number): Judged {
  const who = sayNode(seen);
  if (!seen.now) return { seen: [], against: [] };
  const { up } = seen;
  if (up === null && seen.now.hints.length > 0) {
    const found = `${who}: hints for ${count(seen.now.hints.length, 'node')} wait there, and whether these are up is not known: its ring was not read`;
    return {
      seen: [],
      against: [
        {
          found,
          remedy: `Run \`nodetool status\` on ${who}, mend what keeps it from answering, then look again.`,
        },
      ],
    };
  }
  const mine = seen.now.hints.filter(({ hostId }) => up?.[hostId] !== undefined);
  const others = seen.now.hints.filter(({ hostId }) => up?.[hostId] === undefined);
  const bytes = mine.reduce((sum, hints) => sum + hints.bytes, 0);
  const rest = others.map(
    ({ hostId, files }) => `${who}: ${count(files, 'file')} of hints for ${hostId}, which it does not see up`,
  );
  if (bytes <= allowed)
    return {
      seen: [`${who}: ${sayBytes(bytes)} of hints wait for nodes that are up`, ...rest],
      against: [],
    };
  return {
    seen: rest,
    against: mine.map((hints) => ({
      found: `${who}: ${sayBytes(hints.bytes)} of hints wait for ${up?.[hints.hostId]}, which is up`,
      remedy: `Wait until ${who} has delivered them; if they stay, look at \`nodetool statushandoff\`, hinted_handoff_throttle and its log for HintsDispatcher. gates.service.maxHintBytes allows some.`,
    })),
  };
}
