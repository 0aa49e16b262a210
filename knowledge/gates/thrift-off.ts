import { isBefore, lineOf } from '../cassandra/release-line.ts';
import type { NodeObservation } from '../observation.ts';
import type { Verdict } from '../verdict.ts';
import type { PreflightInput } from './gate-input.ts';
import { judge } from './judge.ts';
import type { Objection } from './judge.ts';
import { looked } from './looked.ts';
import { count, sayNode } from './say.ts';

/**
 * No node of 3.x serves Thrift, whatever its cassandra.yaml says of `start_rpc`: `nodetool enablethrift` switches it on as
 * well. 4.0 has none, and its clients would find nothing.
 *
 * @source NEWS.txt of 4.0; tools/nodetool/Info.java of 3.11.19 (`Thrift active`)
 */
export function thriftOff({ inventory }: PreflightInput): Verdict {
  const { nodes, unknown } = looked(inventory.nodes, ['version', 'info']);
  const old = nodes.filter(isOld);
  return judge('thriftOff', {
    seen:
      old.length === 0 ? [] : [`${count(old.length, 'node')} of 3.x: Thrift is off unless told otherwise`],
    against: [...unknown, ...old.flatMap(objectionTo)],
    standsFor: ['S1-1', 'S3-4'],
  });
}

function isOld({ version }: NodeObservation): boolean {
  const line = version && lineOf(version.release);
  return line != null && isBefore(line, '4.0');
}

function objectionTo(seen: NodeObservation): Objection[] {
  if (seen.info === null || seen.info.thriftActive === false) return [];
  const who = sayNode(seen);
  if (seen.info.thriftActive === null) {
    return [
      {
        found: `${who}: nodetool info does not tell whether Thrift is active`,
        remedy: `Run \`nodetool statusthrift\` on ${who}: it must say "not running".`,
      },
    ];
  }
  return [
    {
      found: `${who} serves Thrift`,
      remedy: `Move the clients of ${who} to CQL, then run \`nodetool disablethrift\` there and set start_rpc: false in its cassandra.yaml.`,
    },
  ];
}
