import type { Verdict } from '../verdict.ts';
import type { PreflightInput } from './gate-input.ts';
import { accordIn } from '../cassandra/accord.ts';
import type { Judged } from './judge.ts';
import { judge } from './judge.ts';
import { looked } from './looked.ts';
import { sayHowMany, sayNode } from './say.ts';

/**
 * Accord stays off: no node's cassandra.yaml turns it on. It is a matter of its own, once the upgrade is behind.
 *
 * @source seed 001, "Accord Consensus Protocol"; config/AccordConfig.java of 6.0-alpha2: enabled is false where the key is
 *   absent
 */
export function accordOff({ inventory }: PreflightInput): Verdict {
  const { nodes, unknown } = looked(inventory.nodes, []);
  const judged = nodes.map((seen): Judged => {
    const who = sayNode(seen);
    const text = seen.host?.configuration['cassandra.yaml'];
    if (text === undefined) {
      const remedy = `Make cassandra.yaml readable in the folder that install.conf names for ${who}.`;
      return { seen: [], against: [{ found: `${who}: its cassandra.yaml was not read`, remedy }] };
    }
    const accord = accordIn(text);
    if (accord === 'off') return { seen: ['accord is off'], against: [] };
    return {
      seen: [],
      against: [
        {
          found: `${who}: accord.enabled in its cassandra.yaml is ${accord}`,
          remedy: `Set accord.enabled: false on ${who} and restart it, unless its clients use transactions already; turn it on after the upgrade.`,
        },
      ],
    };
  });
  return judge('accordOff', {
    seen: sayHowMany(judged.flatMap(({ seen }) => seen)),
    against: [...unknown, ...judged.flatMap(({ against }) => against)],
    standsFor: ['S1-27'],
  });
}
