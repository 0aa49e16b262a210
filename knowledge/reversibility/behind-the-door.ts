import type { Ledger } from '../ledger.ts';
import type { PlanContext } from '../plan.ts';

/** The ledger from `cms initialize` on: for no node is there a way back. */
export function ledgerBehindTheDoor(at: string, { nodes, to }: Pick<PlanContext, 'nodes' | 'to'>): Ledger {
  const says = 'there is no way back: the CMS is initialized';
  return {
    at,
    kind: 'none',
    says,
    nodes: nodes.map(({ node, name }) => ({
      ...{ node, name, says },
      release: to,
      to: null,
      kind: 'none',
      facts: ['cms describe on every node'],
      since: null,
    })),
    loses: null,
  };
}
