import type { Verdict } from '../verdict.ts';
import type { Judged } from './judge.ts';
import { judge } from './judge.ts';
import { sayNode } from './say.ts';
import { errorsOf, gainOf } from './service-counters.ts';
import type { ServiceInput, ServiceSeen } from './service-input.ts';
import { unseenService } from './service-unseen.ts';

/**
 * No coordinator fails its clients more often than it did before the first change, and the file's allowance beyond: by
 * timeouts, unavailables and failures since the last look. What no tool of a release tells (nodetool of 3.x) is said and
 * not judged: Jolokia would tell it.
 *
 * @source metrics/ClientRequestMetrics.java: Timeouts, Unavailables, Failures, of 3.11.19 to 6.0-alpha2
 */
export function clientErrors({ spec, nodes }: ServiceInput): Verdict {
  const allowed = spec.gates.service?.maxErrorsPerMinute ?? 0;
  const judged = nodes.map((seen) => compare(seen, allowed));
  return judge('clientErrors', {
    seen: judged.flatMap(({ seen }) => seen),
    against: [...unseenService(nodes), ...judged.flatMap(({ against }) => against)],
    standsFor: ['S1-G5', 'S4-30'],
  });
}

function compare(seen: ServiceSeen, allowed: number): Judged {
  const who = sayNode(seen);
  const { now, earlier, before } = seen;
  if (!now) return { seen: [], against: [] };
  if (now.errors === null) {
    return {
      seen: [`${who}: nodetool of its release does not tell clients' errors; jolokia in the file would`],
      against: [],
    };
  }
  const gain = gainOf(now, earlier, errorsOf);
  if (gain === null) {
    return {
      seen: [],
      against: [
        {
          found: `${who}: its clients' errors were read once only`,
          remedy: 'Look again: counters tell something when they are read twice.',
        },
      ],
    };
  }
  const limit = allowed + (before?.errorsPerMinute ?? 0);
  const rate = gain.count / gain.minutes;
  const found = `${who}: ${sayRate(rate)} clients' errors a minute, ${sayBefore(before?.errorsPerMinute)}, at most ${sayRate(limit)}`;
  if (rate <= limit) return { seen: [found], against: [] };
  const { timeouts, unavailables, failures } = now.errors;
  const since = `since its start: ${timeouts} timeouts, ${unavailables} unavailables, ${failures} failures`;
  return {
    seen: [],
    against: [
      {
        found: `${found} (${since})`,
        remedy: `Find out what fails clients of ${who}: consistency levels that need a replica more than is up, or a node that is overloaded (\`nodetool tpstats\`); allow more by gates.service.maxErrorsPerMinute.`,
      },
    ],
  };
}

function sayBefore(rate: number | null | undefined): string {
  return rate === null || rate === undefined ? 'not measured before' : `${sayRate(rate)} before`;
}

function sayRate(rate: number): string {
  return Number.isInteger(rate) ? `${rate}` : rate.toFixed(1);
}
