import { saySSTables } from '../cassandra/older-sstables.ts';
import { sameRelease } from '../cassandra/release-name.ts';
import { leftoversOf } from '../procedures/leftovers.ts';
import type { Verdict } from '../verdict.ts';
import type { PreflightInput } from './gate-input.ts';
import { judge } from './judge.ts';
import type { Objection } from './judge.ts';
import { looked } from './looked.ts';
import { sayNode } from './say.ts';

/**
 * Before a hop of a chain no node has sstables that are older than what it writes: the hop before is whole, and the next
 * release can read all that is there. Where the plan rewrites them first, that step proves it. What a node writes that
 * runs the hop's release already is rewritten at its end.
 *
 * @source NEWS.txt of 4.0, "Upgrading"; "Detected unreadable sstables" of StartupChecks; seed 003
 */
export function sstablesRewritten({ spec, inventory, plan }: PreflightInput): Verdict {
  const { nodes, unknown } = looked(inventory.nodes, ['version', 'host']);
  const judged = nodes.map((seen): { seen: string[]; against: Objection[] } => {
    const release = seen.version?.release;
    if (release === undefined) return { seen: [], against: [] };
    const who = sayNode(seen);
    if (sameRelease(release, spec.target))
      return {
        seen: [`${who} runs ${release}: what is older there is rewritten at the end of the hop`],
        against: [],
      };
    const left = leftoversOf(inventory, seen, release);
    if (left === null) {
      const remedy = `See that every data folder of ${who} can be listed, then look again.`;
      return { seen: [], against: [{ found: `${who}: which sstables it has is not known`, remedy }] };
    }
    if (Object.keys(left).length === 0)
      return { seen: [`${who}: no sstable is older than what ${release} writes`], against: [] };
    const found = `${who} has sstables older than what ${release} writes: ${saySSTables(left)}`;
    if (plan?.leftovers?.includes(seen.node))
      return { seen: [`${found}; the plan rewrites them first`], against: [] };
    return {
      seen: [],
      against: [
        {
          found,
          remedy: `Run nodetool upgradesstables on ${who} until it is done, or plan again: the plan then does it.`,
        },
      ],
    };
  });
  return judge('sstablesRewritten', {
    seen: judged.flatMap(({ seen }) => seen),
    against: [...unknown, ...judged.flatMap(({ against }) => against)],
    standsFor: ['S3-7', 'S0-18'],
  });
}
