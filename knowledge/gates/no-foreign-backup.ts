import type { NodeObservation } from '../observation.ts';
import type { Verdict } from '../verdict.ts';
import type { NodeGateInput } from './gate-input.ts';
import { type Objection, judge } from './judge.ts';
import { looked } from './looked.ts';
import { awayFrom } from './others-of.ts';
import { count, sayNode } from './say.ts';

/**
 * Snapshots that an upgrade makes by itself, or a node: Ringlift's, Cassandra's own of the system keyspaces at the first
 * start of a new release, those before compactions where they are configured, and those of a sequential repair, which
 * bear its session's id.
 *
 * @source db/SystemKeyspace.java (snapshotOnVersionChange), repair/RepairMessageVerbHandler.java of 3.11 to 6.0-alpha2,
 *   service/snapshot/SnapshotOptions.java of 6.0-alpha2
 */
const own = /^ringlift-|^\d+-(upgrade|compact)(-|$)|^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** `truncated-1700000000000-cart`; from 6.0 on `1700000000000-truncated-cart`. */
const ofDefinition = /^(\d+-)?(truncated|dropped)-/;

/**
 * No snapshot of somebody else's has appeared since the upgrade began: a backup at work holds files that a rewriting
 * wants to be rid of, and one of a node that is half upgraded restores nothing. A snapshot that Cassandra took by itself
 * tells of a TRUNCATE or a DROP.
 */
export function noForeignBackup(input: NodeGateInput, since: string): Verdict {
  const { plan, observations } = input;
  const away = awayFrom(input);
  const standing = plan.nodes.filter(({ node }) => !away.includes(node));
  const { nodes, unknown } = looked(observations, ['host'], standing);
  return judge('noForeignBackup', {
    seen:
      nodes.length === 0
        ? []
        : [`snapshots of ${count(nodes.length, 'node')}: none of others since ${since}`],
    against: [...unknown, ...nodes.flatMap((seen) => objectionsTo(seen, since))],
    standsFor: ['S0-8', 'S4-32'],
  });
}

function objectionsTo(seen: NodeObservation, since: string): Objection[] {
  const who = sayNode(seen);
  return (seen.host?.snapshots ?? [])
    .filter(({ name, madeAt }) => !own.test(name) && Date.parse(madeAt) > Date.parse(since))
    .map(({ name, madeAt }) => ({
      found: `${who}: snapshot ${name} appeared at ${madeAt}, and the upgrade began at ${since}`,
      remedy: ofDefinition.test(name)
        ? `Find out who truncated or dropped a table while that was forbidden; then \`nodetool clearsnapshot -t ${name}\` on ${who}, or abort and start again: what is there then is known.`
        : `Find out which backup runs on ${who}, and name it in the file's actors next time; once it has ended, \`nodetool clearsnapshot -t ${name}\`, or abort and start again: what is there then is known.`,
    }));
}
