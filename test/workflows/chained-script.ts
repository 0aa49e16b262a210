import type { Activities } from '../../activities/activities.ts';
import type { Preview } from '../../knowledge/messages.ts';
import type { HopAhead, NodePlan, Plan } from '../../knowledge/plan.ts';
import { stopsOf } from '../../knowledge/spec/spec-of-hop.ts';
import type { Spec, SpecInput } from '../../knowledge/spec/spec.ts';
import { type Script, scriptedActivities } from './scripted-activities.ts';

export const chain: Partial<SpecInput> = {
  target: '5.0.9',
  via: ['4.0.7', '4.1.10'].map((release, index) => ({
    release,
    file: `/releases/${release}.tar.gz`,
    sha256: String(index + 1).repeat(64),
  })),
};

/** Activities of a cluster that runs 3.11.11: each look finds the hop after those whose last node was carried over. */
export function chainedScript(nodeCount = 2): Script {
  const script = scriptedActivities(nodeCount);
  const plain = { ...script.activities };
  Object.assign(script.activities, {
    lookAndPlan: async (input: { readonly spec: Spec }): Promise<Preview> => {
      const preview = await plain.lookAndPlan(input);
      return { ...preview, plan: hopOf(preview.plan, stopsOf(input.spec), wholeHops(script)) };
    },
    planNode: async (input: Parameters<Activities['planNode']>[0]): Promise<NodePlan> => {
      const plan = await plain.planNode(input);
      return { ...plan, from: input.plan.nodes[0]?.release ?? '', to: input.plan.to };
    },
  });
  return script;
}

/** The last step of a hop is the repair of its last node. */
function wholeHops({ calls }: Script): number {
  const last = calls.filter(({ name, input }) => {
    const { node, plan } = input as { readonly node?: string; readonly plan?: Plan };
    return name === 'repairNode' && node === plan?.nodes.at(-1)?.node;
  });
  return new Set(last.map(({ input }) => (input as { readonly plan: Plan }).plan.to)).size;
}

function hopOf(plan: Plan, stops: readonly string[], whole: number): Plan {
  const releases = ['3.11.11', ...stops];
  const [from = '', to = ''] = releases.slice(whole);
  const ahead = stops.slice(whole + 1).map((next, index): HopAhead => ({
    from: stops[whole + index] ?? '',
    to: next,
    storageMode: null,
    wayBack: 'change of binaries',
  }));
  const nodes = plan.nodes.map((node) => ({ ...node, release: from }));
  const [first = ''] = nodes.map(({ node }) => node);
  const phases = plan.phases
    .filter(({ name }) => !['door', 'reconfigure', 'verify'].includes(name))
    .toSpliced(1, 0, { name: 'leftovers', steps: [{ kind: 'rewriteLeftovers', node: first }] })
    .toSpliced(-1, 0, {
      name: 'rewrite',
      steps: nodes.map(({ node }) => ({ kind: 'rewriteSSTables', node })),
    });
  const hop = { number: whole + 1, of: stops.length, ahead };
  return { ...plan, nodes, to, tag: `ringlift-to-${to}`, storageMode: null, hop, leftovers: [first], phases };
}
