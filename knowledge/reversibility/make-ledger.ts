import type { Ledger, NodeWayBack, WayBackKind } from '../ledger.ts';
import { canaryReplacement } from '../cassandra/canary-replacement.ts';
import type { Release } from '../topology.ts';
import { type CmsState, cmsState } from './cms-state.ts';
import { isUpgraded, judgeNode } from './judge-node.ts';
import type { NodeFacts } from './node-facts.ts';
import { type Loss, type Replication, lossOf, restoredAmong } from './loss.ts';
import { toSeconds } from './say-lost.ts';
import type { CmsView } from '../observation.ts';

export interface LedgerFacts {
  readonly nodes: readonly (NodeFacts & { readonly cms: CmsView | null })[];
}

/** Cheapest first. */
const kinds: readonly WayBackKind[] = [
  'nothing',
  'binaries',
  'systemSchema',
  'restorePoint',
  'snapshot',
  'rebuild',
  'none',
];

/** Negative: the first costs less. */
export function compareWaysBack(one: WayBackKind, other: WayBackKind): number {
  return kinds.indexOf(one) - kinds.indexOf(other);
}

/** Each node's own way back, before anything is known of replicas. */
export function judgeNodes({ nodes }: LedgerFacts): NodeWayBack[] {
  const cms = cmsOf({ nodes });
  const former = formerRelease(nodes);
  const ways = nodes.map((node) => judgeNode({ ...node, before: node.before ?? former }, cms));
  return nobodyToStreamFrom(ways) ? ways.map(withoutWayBack) : withReplacement(ways);
}

/** The only node that was carried over may have another way than its own back. */
function withReplacement(ways: NodeWayBack[]): NodeWayBack[] {
  const [canary, ...more] = ways.filter(({ kind }) => kind !== 'nothing');
  if (canary === undefined || more.length > 0 || canary.kind === 'none') return ways;
  const { to, release } = canary;
  const replacement = to === null || release === null ? null : canaryReplacement(to, release);
  if (replacement === null) return ways;
  return ways.map((way) => (way === canary ? { ...way, facts: [...way.facts, replacement] } : way));
}

/** The ledger of the cluster from the ways of all of its nodes. */
export function makeLedger(at: string, nodes: readonly NodeWayBack[], replication: Replication): Ledger {
  const back = nodes.filter(({ kind }) => kind !== 'nothing');
  const kind =
    back
      .map((node) => node.kind)
      .toSorted(compareWaysBack)
      .at(-1) ?? 'nothing';
  const stay = nodes.filter((node) => node.kind === 'nothing');
  const loss = kind === 'none' ? { loses: null, refilledSince: null } : lossOf(back, stay, replication);
  return { at, kind, says: sayLedger(kind, back, loss), nodes, loses: loss.loses };
}

function cmsOf({ nodes }: LedgerFacts): CmsState {
  return cmsState(nodes.map((node) => ({ ...node, metadataLog: node.files?.metadataLog ?? null })));
}

/** What an upgraded node ran before, where only its peers still tell: the one release that others are on. */
function formerRelease(nodes: readonly NodeFacts[]): Release | null {
  const others = nodes.filter((node) => !isUpgraded(node)).map(({ release }) => release);
  const before = nodes.flatMap((node) => (node.before === null ? [] : [node.before]));
  const found = [...new Set([...others, ...before])];
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** A cluster of which every node would have to be emptied has nothing left to go back to. */
function nobodyToStreamFrom(ways: readonly NodeWayBack[]): boolean {
  return ways.length > 0 && ways.every(({ kind }) => kind === 'rebuild');
}

function withoutWayBack(way: NodeWayBack): NodeWayBack {
  return { ...way, kind: 'none', says: `there is no way back: no node has a restore point or a snapshot` };
}

function sayLedger(kind: WayBackKind, back: readonly NodeWayBack[], loss: Loss): string {
  if (back.length === 0) return 'nothing: no node was upgraded';
  if (kind === 'none') return back.find((node) => node.kind === 'none')?.says ?? 'there is no way back';
  const steps = kinds.flatMap((each) => {
    const count = back.filter((node) => node.kind === each).length;
    return count === 0 ? [] : [sayStep(each, count)];
  });
  return [steps.join(', '), ...sayLoss(loss, restoredAmong(back).length)].join('; ');
}

function sayStep(kind: WayBackKind, count: number): string {
  const nodes = `${count} ${count === 1 ? 'node' : 'nodes'}`;
  switch (kind) {
    case 'binaries':
      return `change of binaries on ${nodes}`;
    case 'systemSchema':
      return `change of binaries with system_schema put back on ${nodes}`;
    case 'restorePoint':
      return `the restore point of ${nodes} put back`;
    case 'snapshot':
      return `the snapshot of ${nodes} put back`;
    case 'rebuild':
      return `${nodes} emptied and streamed anew from other replicas`;
    case 'nothing':
    case 'none':
      return '';
  }
}

function sayLoss({ loses, refilledSince }: Loss, restored: number): string[] {
  if (restored === 0) return ['nothing is lost'];
  return [
    ...(refilledSince === null
      ? []
      : [
          `writes since ${toSeconds(refilledSince)} come back by repair from replicas that are not restored, but for those that these missed`,
        ]),
    ...(loses === null ? [] : [`lost: ${loses}`]),
  ];
}
