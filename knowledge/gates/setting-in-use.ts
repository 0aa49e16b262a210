import { runningSetting } from '../cassandra/change-setting.ts';
import { sayChange } from '../setting-change.ts';
import type { Verdict } from '../verdict.ts';
import type { NodeGateInput } from './gate-input.ts';
import { judge } from './judge.ts';
import { sayNode } from './say.ts';

/** The restarted process itself says that it runs with the changed setting: a file proves nothing of a process. */
export function settingInUse({ plan, node, change, settingInUse: seen }: NodeGateInput): Verdict {
  const standsFor = change?.setting === 'legacyPort' ? ['S0-13'] : ['S4-7'];
  const who = sayNode(plan.nodes.find((place) => place.node === node) ?? { node, name: node });
  if (!change || !seen) {
    const remedy = `Read system_views.settings on ${who} by cqlsh, or retry.`;
    const found = `${who}: system_views.settings did not tell what is in use`;
    return judge('settingInUse', { seen: [], against: [{ found, remedy }], standsFor });
  }
  const { row, wanted } = runningSetting(change);
  const says = `${who}: system_views.settings says ${row} ${seen.value ?? 'null'}`;
  if (seen.value?.toLowerCase() === wanted.toLowerCase())
    return judge('settingInUse', { seen: [says], against: [], standsFor });
  return judge('settingInUse', {
    seen: [],
    against: [
      {
        found: `${says}, wanted ${wanted}`,
        remedy: `Look whether cassandra.yaml on ${who} says ${sayChange(change)}, and whether the service starts with that file; mend it, then retry.`,
      },
    ],
    standsFor,
  });
}
