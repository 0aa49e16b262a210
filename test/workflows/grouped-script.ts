import type { Plan } from '../../knowledge/plan.ts';
import { type Script, scriptedActivities } from './scripted-activities.ts';

/** Those that go side by side. */
export const groupedNodes = ['10.0.0.2', '10.0.0.3', '10.0.0.4'] as const;

/** Five nodes: the canary, then three side by side, then the last one alone. */
export function grouped(): Script {
  const script = scriptedActivities(5);
  script.shape = (plan): Plan => ({
    ...plan,
    phases: plan.phases.map((phase) =>
      phase.name === 'roll'
        ? {
            name: 'rollInGroups',
            steps: [
              { kind: 'upgradeGroup', nodes: groupedNodes, level: 'LOCAL_QUORUM' },
              { kind: 'upgradeNode', node: '10.0.0.5' },
            ],
          }
        : phase,
    ),
  });
  return script;
}
