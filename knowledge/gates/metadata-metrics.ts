import type { MetadataMetrics } from '../jmx/metadata-metrics.ts';
import type { NodeId } from '../topology.ts';
import type { Verdict } from '../verdict.ts';
import { type Objection, judge } from './judge.ts';
import { count, sayList, sayNode } from './say.ts';

/** What one node said, by `cms describe` first and by its metrics after that. */
export interface MetadataMetricsSeen {
  readonly node: NodeId;
  readonly name: string;
  readonly through: 'nodetool' | 'jolokia';
  /** Null: they could not be read, and `problem` says why. */
  readonly metrics: MetadataMetrics | null;
  readonly problem: string | null;
  /** Epoch of `cms describe`; null: it was not read. */
  readonly describedEpoch: string | null;
}

/**
 * The metrics of cluster metadata can be read on every node, and are those of this CMS: as many members as were asked for,
 * all of them reachable, nothing to reconfigure, an epoch that has got as far as `cms describe` had. A counter that alerts
 * are advised on and this release does not have is said.
 *
 * @source seed 004, "Monitoring" as corrected: MBeans of type TCM; metrics/TCMMetrics.java of 6.0-alpha2
 */
export function metadataMetrics(
  nodes: readonly MetadataMetricsSeen[],
  { members }: { readonly members: number },
): Verdict {
  const told = nodes.flatMap(({ metrics }) => metrics ?? []);
  const epochs = [...new Set(told.map(({ epoch }) => epoch))].toSorted((one, other) => one - other);
  const absent = [...new Set(told.flatMap((each) => each.absent))];
  return judge('metadataMetrics', {
    seen: [
      ...(told.length === 0
        ? []
        : [
            `${count(told.length, 'node')}: metrics of type TCM read by ${sayList([...new Set(nodes.map(({ through }) => through))])}: epoch ${epochs.join(' and ')}`,
          ]),
      ...(absent.length > 0
        ? [`not there, so no alert can be set on it: ${sayList(absent)}`]
        : told.length > 0
          ? ['every metric is there that an alert is advised on: the guide and the report list them']
          : []),
    ],
    against: nodes.flatMap((seen) => objectionsTo(seen, members)),
    standsFor: ['S4-28'],
  });
}

function objectionsTo(seen: MetadataMetricsSeen, members: number): Objection[] {
  const who = sayNode(seen);
  const { metrics, problem, through, describedEpoch } = seen;
  if (metrics === null) {
    return [
      {
        found: `${who}: its metrics of cluster metadata could not be read: ${problem ?? 'it was not asked'}`,
        remedy:
          through === 'jolokia'
            ? `Make the Jolokia agent of ${who} answer for the MBeans org.apache.cassandra.metrics:type=TCM.`
            : `Run \`nodetool sjk mxdump -q org.apache.cassandra.metrics:type=TCM,*\` on ${who}, and mend what keeps it from listing them.`,
      },
    ];
  }
  const objections: (Objection | false)[] = [
    metrics.cmsSize !== members && {
      found: `${who}: CMSSize is ${metrics.cmsSize}, asked for ${members}`,
      remedy: 'Run `nodetool cms reconfigure --status`; if it stopped, `nodetool cms reconfigure --resume`.',
    },
    metrics.unreachableMembers > 0 && {
      found: `${who}: UnreachableCMSMembers is ${metrics.unreachableMembers}`,
      remedy: `Bring the members of the CMS up that ${who} sees down (\`nodetool status\` there).`,
    },
    metrics.needsReconfiguration && {
      found: `${who}: NeedsCMSReconfiguration is 1`,
      remedy: 'Run `nodetool cms reconfigure --status`; if it stopped, `nodetool cms reconfigure --resume`.',
    },
    isBehind(metrics.epoch, describedEpoch) && {
      found: `${who}: the metric Epoch is ${metrics.epoch}, \`cms describe\` said ${describedEpoch ?? 'nothing'} before`,
      remedy: `Look again; if it stays, look for "Stopping log processing" in the system.log of ${who}.`,
    },
  ];
  return objections.filter((objection) => objection !== false);
}

function isBehind(epoch: number, described: string | null): boolean {
  return described === null || BigInt(Math.trunc(epoch)) < BigInt(described);
}
