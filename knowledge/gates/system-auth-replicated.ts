import type { NodeObservation } from '../observation.ts';
import type { KeyspaceReplication } from '../topology.ts';
import type { Verdict } from '../verdict.ts';
import type { PreflightInput } from './gate-input.ts';
import { judge } from './judge.ts';
import type { Objection } from './judge.ts';
import { asksForLogin } from './logins.ts';
import { looked } from './looked.ts';
import { count, sayList, sayNode } from './say.ts';
import { dataCenterOf } from './with-settings.ts';
import { yamlOf } from './yaml-of.ts';

/**
 * Where clients log in, `system_auth` has replicas to lose: at least three, or as many as nodes, in every data center.
 * It comes with one replica, and while the node that holds a role is restarted that role can log in nowhere. Without
 * authentication nothing is read from it.
 *
 * @source auth/AuthKeyspace.java (default replication factor 1)
 */
export function systemAuthReplicated({ inventory }: PreflightInput): Verdict {
  const { nodes, unknown } = looked(inventory.nodes, ['host', 'ring']);
  const yamls = nodes.filter(({ host }) => host !== null).map((seen) => ({ seen, ...yamlOf(seen) }));
  const unread = yamls.flatMap(({ objection }) => objection ?? []);
  const guarded = yamls.filter(({ yaml }) => yaml !== null && asksForLogin(yaml));
  const keyspace = inventory.keyspaces.find((each) => each.keyspace === 'system_auth');
  const places = sizesOf(nodes);
  return judge('systemAuthReplicated', {
    seen: [
      ...(keyspace && nodes.length > 0
        ? [`system_auth: ${sayReplication(keyspace)}; ${saySizes(places)}`]
        : []),
      ...sayAuthentication(
        guarded.map(({ seen }) => sayNode(seen)),
        yamls.length,
      ),
    ],
    against: [...unknown, ...unread, ...(guarded.length > 0 ? objectionsTo(keyspace, places) : [])],
    standsFor: ['S1-G5', 'S4-30'],
  });
}

function sizesOf(nodes: readonly NodeObservation[]): Map<string, number> {
  const sizes = new Map<string, number>();
  for (const dataCenter of nodes.map(dataCenterOf)) {
    if (dataCenter !== undefined) sizes.set(dataCenter, (sizes.get(dataCenter) ?? 0) + 1);
  }
  return sizes;
}

function objectionsTo(
  keyspace: KeyspaceReplication | undefined,
  sizes: ReadonlyMap<string, number>,
): Objection[] {
  if (!keyspace) {
    return [
      {
        found: 'the replication of system_auth is not known',
        remedy:
          "Make CQL answer: `SELECT * FROM system_schema.keyspaces WHERE keyspace_name = 'system_auth'`.",
      },
    ];
  }
  const few = [...sizes].filter(
    ([dataCenter, size]) => replicasIn(keyspace, dataCenter, sizes) < Math.min(3, size),
  );
  return few.map(([dataCenter, size]) => ({
    found: `system_auth has ${count(replicasIn(keyspace, dataCenter, sizes), 'replica')} in ${dataCenter}, which has ${count(size, 'node')}: expected at least ${Math.min(3, size)} in each data center`,
    remedy: remedyFor(keyspace, sizes),
  }));
}

/** SimpleStrategy knows no data centers: over several of them it promises nothing to any. */
function replicasIn(
  { strategy, replicas }: KeyspaceReplication,
  dataCenter: string,
  sizes: ReadonlyMap<string, number>,
): number {
  if (strategy === 'NetworkTopologyStrategy') return replicas[dataCenter] ?? 0;
  return strategy === 'SimpleStrategy' && sizes.size === 1 ? (replicas['*'] ?? 0) : 0;
}

function remedyFor(keyspace: KeyspaceReplication, sizes: ReadonlyMap<string, number>): string {
  const wanted = [...sizes]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, size]) => `'${name}': ${Math.max(Math.min(3, size), replicasIn(keyspace, name, sizes))}`);
  return `Before any node is upgraded, run \`ALTER KEYSPACE system_auth WITH replication = {'class': 'NetworkTopologyStrategy', ${wanted.join(', ')}};\`, then \`nodetool repair -full system_auth\` on every node.`;
}

function sayReplication({ strategy, replicas }: KeyspaceReplication): string {
  const each = Object.entries(replicas).map(([place, number]) => `${place} ${number}`);
  return [strategy, ...each].join(' ');
}

function saySizes(sizes: ReadonlyMap<string, number>): string {
  return [...sizes].map(([name, size]) => `${name} has ${count(size, 'node')}`).join(', ');
}

function sayAuthentication(guarded: readonly string[], judged: number): string[] {
  if (judged === 0) return [];
  return [
    guarded.length === 0
      ? 'authentication is off: nobody logs in by system_auth'
      : `authentication is on at ${sayList(guarded)}`,
  ];
}
