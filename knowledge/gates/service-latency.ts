import { millis } from '../spec/duration.ts';
import type { GateSettings } from '../spec/spec.ts';
import type { Verdict } from '../verdict.ts';
import type { Judged, Objection } from './judge.ts';
import { judge } from './judge.ts';
import { sayNode } from './say.ts';
import { unseenService } from './service-unseen.ts';
import type { ServiceInput, ServiceSeen } from './service-input.ts';

type Kind = 'read' | 'write';

/**
 * No coordinator is slower than the file's factor of what it was before the first change, and none is judged below the
 * floor. One that coordinated nothing before is compared with the slowest of the cluster. While two releases run, digests
 * and schemas of two kinds meet and latencies rise; they fall when the last node is done: whether that is waited for is the
 * operator's (`gates.service.onSlow`).
 *
 * @source metrics/ClientRequestMetrics.java: percentiles that decay within minutes; seed 001, gate 5; seed 003, S3-15
 */
export function serviceLatency(input: ServiceInput): Verdict {
  const { spec, nodes, releases } = input;
  const judged = nodes.flatMap((seen) => [compare(input, seen, 'read'), compare(input, seen, 'write')]);
  const slow = judged.flatMap(({ against }) => against);
  const hurries = spec.gates.service?.onSlow === 'hurry';
  const mixed =
    slow.length > 0 && releases.length > 1
      ? [
          `${releases.join(' and ')} run side by side: latencies rise meanwhile, and fall once one release is left`,
        ]
      : [];
  return judge('serviceLatency', {
    seen: [
      ...(hurries
        ? slow.map(({ found }) => `${found}: gone on all the same, as gates.service.onSlow says`)
        : []),
      ...mixed,
      ...judged.flatMap(({ seen }) => seen),
    ],
    against: [...unseenService(nodes), ...(hurries ? [] : slow)],
    standsFor: ['S1-G5', 'S3-15'],
  });
}

function compare({ spec, nodes }: ServiceInput, seen: ServiceSeen, kind: Kind): Judged {
  const who = sayNode(seen);
  if (!seen.now) return { seen: [], against: [] };
  const now = kind === 'read' ? seen.now.readP99Micros : seen.now.writeP99Micros;
  if (now === null) return { seen: [`${who} coordinated no ${kind}s lately`], against: [] };
  const own = p99Before(seen, kind);
  const before = own ?? slowest(nodes, kind);
  const limit = limitMillis(before, spec.gates);
  const was =
    own !== null
      ? `${sayMicros(own)} before`
      : before !== null
        ? `the slowest coordinator had ${sayMicros(before)} before`
        : 'not measured before';
  const found = `${who}: p99 of ${kind}s is ${sayMicros(now)}, ${was}, at most ${sayMicros(limit * 1_000)}`;
  if (now <= limit * 1_000) return { seen: [found], against: [] };
  return { seen: [], against: [tooSlow(who, found)] };
}

function tooSlow(who: string, found: string): Objection {
  return {
    found,
    remedy: `Wait until caches are warm and fewer releases run; if it stays so, look at \`nodetool tpstats\` and \`nodetool proxyhistograms\` on ${who}. gates.service.onSlow: hurry goes on regardless, gates.maxLatencyFactor allows more.`,
  };
}

function limitMillis(beforeMicros: number | null, gates: GateSettings): number {
  return Math.max(millis(gates.latencyFloor), ((beforeMicros ?? 0) / 1_000) * gates.maxLatencyFactor);
}

function p99Before({ before }: ServiceSeen, kind: Kind): number | null {
  return (kind === 'read' ? before?.readP99Micros : before?.writeP99Micros) ?? null;
}

function slowest(nodes: readonly ServiceSeen[], kind: Kind): number | null {
  const known = nodes.map((seen) => p99Before(seen, kind)).filter((micros) => micros !== null);
  return known.length > 0 ? Math.max(...known) : null;
}

function sayMicros(micros: number): string {
  return micros < 10_000 ? `${(micros / 1_000).toFixed(1)}ms` : `${Math.round(micros / 1_000)}ms`;
}
