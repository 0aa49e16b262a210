import { RingliftError } from '../errors.ts';
import type { PlannedNode } from '../plan.ts';
import type { Verdict } from '../verdict.ts';
import { cmsReplication } from './cms-replication.ts';
import { standingOf } from './door-input.ts';
import type { DoorInput } from './door-input.ts';
import { judge } from './judge.ts';
import { count } from './say.ts';

/**
 * The CMS that will be asked for fits the cluster. Cassandra chooses its members by rack: racks that are too few or too
 * unequal are warned about, they do not shut the gate.
 *
 * @source seed 004, "Reconfiguration anti-patterns"; 6.0 locator/CMSPlacementStrategy.java
 */
export function cmsPlacement(input: DoorInput): Verdict {
  const standing = standingOf(input);
  const standsFor = ['S4-17', 'S4-20'];
  try {
    const { words, perDataCenter, notes } = cmsReplication(input.spec, standing);
    const warnings = Object.entries(perDataCenter).flatMap(([dataCenter, members]) =>
      rackWarnings(
        dataCenter,
        members,
        standing.filter((place) => place.dataCenter === dataCenter),
      ),
    );
    return judge('cmsPlacement', {
      seen: [
        `nodetool cms reconfigure ${words.join(' ')} will be run`,
        ...[...notes, ...warnings].map((note) => `warning: ${note}`),
      ],
      against: [],
      standsFor,
    });
  } catch (error) {
    if (!(error instanceof RingliftError)) throw error;
    return judge('cmsPlacement', {
      seen: [],
      against: [{ found: error.message, remedy: error.parts.next }],
      standsFor,
    });
  }
}

function rackWarnings(dataCenter: string, members: number, nodes: readonly PlannedNode[]): string[] {
  const sizes = new Map<string, number>();
  for (const { rack } of nodes) sizes.set(rack, (sizes.get(rack) ?? 0) + 1);
  if (members < 2) return [];
  if (sizes.size === 1) {
    return [
      `all ${count(nodes.length, 'node')} of ${dataCenter} are in one rack: its loss takes ${members} CMS members`,
    ];
  }
  const [largest, size] = [...sizes].toSorted(([, one], [, other]) => other - one)[0] ?? ['', 0];
  return [
    ...(sizes.size < members
      ? [
          `${members} CMS members share the ${sizes.size} racks of ${dataCenter}: the loss of a rack takes more than one`,
        ]
      : []),
    ...(size * 2 > nodes.length && sizes.size > 2
      ? [
          `${largest} holds ${size} of ${count(nodes.length, 'node')} of ${dataCenter}: the racks are unbalanced`,
        ]
      : []),
  ];
}
