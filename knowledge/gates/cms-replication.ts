import { RingliftError } from '../errors.ts';
import type { Spec } from '../spec/spec.ts';
import type { NodePlace } from '../topology.ts';
import { count } from './say.ts';

export interface CmsReplication {
  /** The arguments of `nodetool cms reconfigure`. */
  readonly words: readonly string[];
  readonly members: number;
  /** Members that each data center will hold; data centers without any are not in it. */
  readonly perDataCenter: Readonly<Record<string, number>>;
  /** What a person should know of it, one sentence each. */
  readonly notes: readonly string[];
}

type Place = Pick<NodePlace, 'dataCenter'>;

/**
 * What the file's `cms.replication` asks of this cluster, as words for `nodetool cms reconfigure`. By size it is 3
 * members up to 12 nodes, 5 up to 50, 7 beyond and wherever there are several data centers; never more than nodes, and
 * spread over the data centers as evenly as it goes. Over several data centers the number is kept odd: an even number
 * bears no more losses than the odd one below it.
 *
 * @source seed 004, phase 3; 6.0 CMSAdmin.java, ReplicationParams.java (a plain number goes to the first data center by
 *   name alone), CMSPlacementStrategy.java ("There are not enough nodes in %s datacenter")
 * @throws RingliftError InvalidSpec when a data center is unknown or has too few nodes
 */
export function cmsReplication(spec: Pick<Spec, 'cms'>, nodes: readonly Place[]): CmsReplication {
  const sizes = sizesOf(nodes);
  const asked = spec.cms.replication;
  if (asked === 'bySize') return described(spreadBySize(sizes), sizes.size > 1);
  if (typeof asked === 'number') return plainNumber(asked, sizes);
  const perDataCenter = new Map(Object.entries(asked).toSorted(([one], [other]) => (one < other ? -1 : 1)));
  for (const [dataCenter, members] of perDataCenter) refuseTooMany(dataCenter, members, sizes);
  return described(perDataCenter, true);
}

/** Node counts by data center, in the order of Java's String.compareTo. */
function sizesOf(nodes: readonly Place[]): Map<string, number> {
  const sizes = new Map<string, number>();
  for (const dataCenter of nodes.map((node) => node.dataCenter).toSorted()) {
    sizes.set(dataCenter, (sizes.get(dataCenter) ?? 0) + 1);
  }
  return sizes;
}

function spreadBySize(sizes: ReadonlyMap<string, number>): Map<string, number> {
  const nodes = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  const wanted = Math.min(sizes.size > 1 ? 7 : membersBySize(nodes), nodes);
  const members = sizes.size > 1 && wanted % 2 === 0 ? wanted - 1 : wanted;
  const bySize = [...sizes].toSorted(([, one], [, other]) => other - one);
  const spread = new Map([...sizes.keys()].map((dataCenter) => [dataCenter, 0]));
  for (let placed = 0; placed < members;) {
    for (const [dataCenter, size] of bySize) {
      const has = spread.get(dataCenter) ?? 0;
      if (placed === members || has === size) continue;
      spread.set(dataCenter, has + 1);
      placed += 1;
    }
  }
  return new Map([...spread].filter(([, has]) => has > 0));
}

function membersBySize(nodes: number): number {
  if (nodes <= 12) return 3;
  return nodes <= 50 ? 5 : 7;
}

function plainNumber(members: number, sizes: ReadonlyMap<string, number>): CmsReplication {
  const dataCenter = [...sizes.keys()][0] ?? '';
  refuseTooMany(dataCenter, members, sizes);
  const { notes, ...rest } = described(new Map([[dataCenter, members]]), false);
  const alone = `A plain number puts all ${members} CMS members into ${dataCenter}, the first data center by name: without it no schema or topology change is possible. Name members by data center to spread them.`;
  return { ...rest, notes: sizes.size > 1 ? [alone, ...notes] : notes };
}

function described(members: ReadonlyMap<string, number>, byDataCenter: boolean): CmsReplication {
  const total = [...members.values()].reduce((sum, each) => sum + each, 0);
  const bears = Math.floor((total - 1) / 2);
  return {
    words: byDataCenter ? [...members].map(([name, each]) => `${name}:${each}`) : [String(total)],
    members: total,
    perDataCenter: Object.fromEntries(members),
    notes: [
      ...(total % 2 === 0
        ? [
            `${total} CMS members is an even number: it bears the loss of ${bears}, no more than ${total - 1} would.`,
          ]
        : []),
      ...(total === 1
        ? ['One CMS member is a single point of failure for every schema and topology change.']
        : []),
    ],
  };
}

function refuseTooMany(dataCenter: string, members: number, sizes: ReadonlyMap<string, number>): void {
  const size = sizes.get(dataCenter);
  if (size !== undefined && size >= members) return;
  throw new RingliftError('InvalidSpec', {
    where: 'cms.replication',
    what: `it asks for more CMS members in ${dataCenter || 'the cluster'} than it has nodes`,
    expected: `at most ${count(size ?? 0, 'member')} there`,
    found: String(members),
    next: `Set cms.replication to what the data centers ${[...sizes].map(([name, has]) => `${name} (${count(has, 'node')})`).join(', ')} can hold, or to "bySize".`,
  });
}
