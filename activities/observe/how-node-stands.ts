import type { NodeObservation } from '../../knowledge/observation.ts';
import type { NodeStanding, NodeTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import { allPlannedSettings, plannedSettings } from './host-of.ts';
import { lookAtNodes } from './look-at-cluster.ts';

/**
 * Looks at one node and at what its peers see of it: does it serve, is it down in every eye? What can't be seen is
 * neither. Changes nothing.
 */
export async function howNodeStands(context: ActivityContext, task: NodeTask): Promise<NodeStanding> {
  const { spec, plan, node } = task;
  const own = { views: ['version', 'net'], host: true, cql: true } as const;
  const peers = allPlannedSettings(task).filter(
    (each) => each.node !== node && !plan.down?.includes(each.node),
  );
  const [[seen], views] = await Promise.all([
    lookAtNodes(context, spec, [plannedSettings(task, node)], () => own),
    lookAtNodes(context, spec, peers, () => ({ views: ['ring'] })),
  ]);
  const states = views.map((viewer) => stateIn(viewer, node));
  const release = seen?.version?.release ?? null;
  const lacks = lacksOf(seen, states);
  const isDown = states.length > 0 && states.every((state) => state?.startsWith('D') === true);
  return {
    serves: lacks.length === 0,
    isDown,
    inHand: seen?.host?.lockedBy === context.owner,
    release,
    says:
      lacks.length === 0
        ? `it runs ${release ?? '?'} and serves`
        : `it does not serve: ${lacks.join('; ')}${isDown ? '; it is down in every eye' : ''}`,
  };
}

/** @returns what a node has in nodetool status of another one; null: that one did not tell, or not of it alone */
function stateIn(viewer: NodeObservation, node: string): string | null {
  const rows = viewer.ring?.nodes.filter(({ address }) => address === node) ?? [];
  return rows.length === 1 ? (rows[0]?.state ?? null) : null;
}

function lacksOf(seen: NodeObservation | undefined, states: readonly (string | null)[]): string[] {
  if (seen === undefined) return ['it was not looked at'];
  const others = states.filter((state) => state !== 'UN').map((state) => state ?? 'unknown');
  return [
    ...(seen.running === true ? [] : [seen.running === false ? 'no process runs' : sayUnseen(seen)]),
    ...(seen.running === true && seen.cql?.answers !== true ? ['CQL does not answer'] : []),
    ...(seen.running === true && seen.net?.mode !== 'NORMAL'
      ? [`its mode is ${seen.net?.mode ?? 'not known'}`]
      : []),
    ...(others.length > 0
      ? [`${others.length} of ${states.length} peers see it ${[...new Set(others)].join(' or ')}`]
      : []),
  ];
}

function sayUnseen({ problems }: NodeObservation): string {
  return problems.map(({ problem }) => problem).join('; ') || 'it could not be looked at';
}
