import { clientMessagesIn } from '../cassandra/client-messages.ts';
import type { NodeObservation } from '../observation.ts';
import { millis } from '../spec/duration.ts';
import type { GateSettings } from '../spec/spec.ts';
import type { Verdict } from '../verdict.ts';
import { silentOnCql } from './cql-answers.ts';
import type { NodeGateInput } from './gate-input.ts';
import { judge } from './judge.ts';
import type { Judged, Objection } from './judge.ts';
import { looked } from './looked.ts';
import { sayNode } from './say.ts';

/**
 * The changed node serves: its native transport runs and answers, reads are within the file's factor of what the node
 * itself needed before (and never judged below the floor), and it drops no client's message.
 *
 * @source seed 001, gate 5; measured: UN comes seconds before CQL answers
 */
export function servesClients({ spec, plan, node, observations, before }: NodeGateInput): Verdict {
  const place = plan.nodes.find((each) => each.node === node) ?? { node, name: node };
  const { nodes, unknown } = looked(observations, ['cql', 'info', 'threadPools', 'latency'], [place]);
  const judged = nodes.flatMap((seen) => [
    transport(seen),
    lightRead(seen, before?.readMillis ?? null, spec.gates),
    p99('read', seen, seen.latency?.readP99Micros ?? null, before?.readP99Micros ?? null, spec.gates),
    p99('write', seen, seen.latency?.writeP99Micros ?? null, before?.writeP99Micros ?? null, spec.gates),
    droppedMessages(seen, spec.gates.maxDroppedMessages),
  ]);
  return judge('servesClients', {
    seen: judged.flatMap(({ seen }) => seen),
    against: [...unknown, ...judged.flatMap(({ against }) => against)],
    standsFor: ['S1-G5', 'S4-30'],
  });
}

function transport(seen: NodeObservation): Judged {
  const who = sayNode(seen);
  const off: Objection[] =
    seen.info === null || seen.info.nativeTransportActive === true
      ? []
      : [
          {
            found: `${who}: its native transport is ${seen.info.nativeTransportActive === false ? 'off' : 'untold'} by nodetool info`,
            remedy: `Run \`nodetool enablebinary\` on ${who}, and see start_native_transport in its cassandra.yaml.`,
          },
        ];
  const answers = seen.cql?.answers === true ? [`${who} answered a CQL query`] : [];
  return { seen: answers, against: [...off, ...silentOnCql(seen)] };
}

function lightRead(seen: NodeObservation, before: number | null, settings: GateSettings): Judged {
  const who = sayNode(seen);
  if (seen.cql?.answers !== true) return { seen: [], against: [] };
  const { readMillis, detail } = seen.cql;
  // It answered; a cluster without a user's table has nothing to measure.
  if (readMillis === null) return { seen: [`${who}: no light read was timed: ${detail}`], against: [] };
  return compare(who, 'a light read took', readMillis, before, settings);
}

function p99(
  kind: 'read' | 'write',
  seen: NodeObservation,
  micros: number | null,
  before: number | null,
  settings: GateSettings,
): Judged {
  const who = sayNode(seen);
  if (seen.latency === null) return { seen: [], against: [] };
  if (micros === null) return { seen: [`${who}: no ${kind}s coordinated since its start`], against: [] };
  return compare(
    who,
    `p99 of ${kind}s is`,
    micros / 1_000,
    before === null ? null : before / 1_000,
    settings,
  );
}

/** Without a measure of before only the floor is left to judge by. */
function compare(
  who: string,
  what: string,
  now: number,
  before: number | null,
  { latencyFloor, maxLatencyFactor }: GateSettings,
): Judged {
  const limit = Math.max(millis(latencyFloor), (before ?? 0) * maxLatencyFactor);
  const was = before === null ? 'not measured before' : `${sayLatency(before)} before`;
  const line = `${who}: ${what} ${sayLatency(now)}, ${was}, at most ${sayLatency(limit)}`;
  if (now <= limit) return { seen: [line], against: [] };
  const remedy = `Wait for the caches of ${who} to warm up; if it stays slow, look at \`nodetool tpstats\`, \`nodetool proxyhistograms\` and its gc.log, or raise gates.maxLatencyFactor in the file.`;
  return { seen: [], against: [{ found: line, remedy }] };
}

function sayLatency(value: number): string {
  return `${value < 10 ? value.toFixed(1) : Math.round(value)}ms`;
}

function droppedMessages(seen: NodeObservation, limit: number): Judged {
  const who = sayNode(seen);
  if (!seen.threadPools) return { seen: [], against: [] };
  const dropped = clientMessagesIn(seen.threadPools.dropped);
  const total = dropped.reduce((sum, [, times]) => sum + times, 0);
  const line = `${who}: ${total} reads and writes dropped since its start, at most ${limit} allowed`;
  if (total <= limit) return { seen: [line], against: [] };
  const which = dropped.map(([type, times]) => `${type} ${times}`).join(', ');
  const remedy = `Find out what overloads ${who} (\`nodetool tpstats\`, gc.log, disk), let it recover, then look again.`;
  return { seen: [], against: [{ found: `${line} (${which})`, remedy }] };
}
