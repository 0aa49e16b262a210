import type { Preview } from '../../knowledge/messages.ts';
import type { Phase, Plan } from '../../knowledge/plan.ts';
import type { SettingChange } from '../../knowledge/setting-change.ts';
import type { Spec } from '../../knowledge/spec/spec.ts';
import { type Script, scriptedActivities } from './scripted-activities.ts';

/** Activities of a cluster that is brought to storage mode NONE by rolling restarts, with no CMS before. */
export function restartedScript(nodeCount = 3): Script {
  const script = scriptedActivities(nodeCount);
  const plain = { ...script.activities };
  Object.assign(script.activities, {
    lookAndPlan: async (input: { readonly spec: Spec }): Promise<Preview> => {
      const preview = await plain.lookAndPlan(input);
      return { ...preview, plan: withRestarts(preview.plan) };
    },
  });
  return script;
}

function withRestarts(plan: Plan): Plan {
  const before = plan.phases.filter(({ name }) => !['door', 'reconfigure', 'verify'].includes(name));
  return { ...plan, phases: [...before, restart(plan, 'UPGRADING'), restart(plan, 'NONE')] };
}

function restart({ nodes }: Plan, to: 'UPGRADING' | 'NONE'): Phase {
  const change: SettingChange = { setting: 'storageMode', to };
  const name = to === 'NONE' ? 'storageNone' : 'storageUpgrading';
  const [first] = nodes;
  return {
    name,
    steps: [
      ...(first ? [{ kind: 'soak', node: first.node, duration: '10ms', change } as const] : []),
      { kind: 'awaitApproval', door: name },
      ...nodes.map(({ node }) => ({ kind: 'restartNode', node, change }) as const),
    ],
  };
}
