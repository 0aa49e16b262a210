import { sameRelease } from '../cassandra/release-name.ts';
import { RingliftError } from '../errors.ts';
import type { NodeWayBack } from '../ledger.ts';
import type { Inventory } from '../inventory.ts';
import type { PlanContext, PlannedNode } from '../plan.ts';
import type { Replication } from '../reversibility/loss.ts';
import { lossOf } from '../reversibility/loss.ts';
import { makeLedger } from '../reversibility/make-ledger.ts';
import type { BackNote, PlannedWayBack, RollbackPlan } from '../rollback-plan.ts';
import type { Spec } from '../spec/spec.ts';
import type { NodeId } from '../topology.ts';
import { comparePlaces, isNamed } from './order-nodes.ts';
import { plannedDown, plannedNode } from './planned-node.ts';
import { undoneTarget } from './undone-target.ts';

/** What lies on a node's host, and what its files say: all that its way back is planned from. */
export interface RollbackFacts {
  readonly way: NodeWayBack;
  /** A way back was begun here and not finished. */
  readonly note: BackNote | null;
  /** Our own lock is on the host, and the node does not serve. */
  readonly inHand: boolean;
  /** When its restore point was made; null: there is none. ISO 8601. */
  readonly madeAt: string | null;
}

/** The members, and the names of the upgrade that is undone: what every step needs to know. */
export function rollbackContext(spec: Spec, inventory: Inventory): PlanContext {
  const nodes = inventory.nodes.map((seen) => plannedNode(spec, inventory, seen));
  const down = (inventory.down ?? []).map((node) => plannedDown(spec, inventory, node));
  const to = undoneTarget(spec, inventory, nodes);
  return {
    cluster: spec.cluster,
    at: inventory.at,
    to,
    storageMode: null,
    tag: `ringlift-${spec.cluster}-to-${to}`,
    ...(spec.install.method !== 'tarball' && { method: spec.install.method }),
    nodes: [...nodes, ...down].toSorted(comparePlaces),
    schemaDigest: inventory.schemaDigest,
    ...(down.length > 0 && { down: down.map(({ node }) => node) }),
    ...(inventory.inHand && { inHand: inventory.inHand }),
  };
}

/**
 * The way back of all upgraded nodes, or of one. What an earlier run left half done comes first, then the others in the
 * reverse order of their upgrade. Pure: the same facts give the same plan.
 * @param only address or name of one node
 * @throws RingliftError RollbackRefused when a node has no way back that Ringlift goes, with what is left
 */
export function planClusterRollback(
  context: PlanContext,
  facts: readonly RollbackFacts[],
  replication: Replication,
  only?: string,
): RollbackPlan {
  const chosen = only === undefined ? null : nodeNamed(context, only);
  const back = facts
    .filter(({ way }) => chosen === null || way.node === chosen.node)
    .filter(goesBack)
    .toSorted(laterFirst)
    .map(wayOf);
  const repairs = repairsOf(back, facts);
  if (back.length + repairs.length === 0 || (chosen && back.length === 0)) throw nothingToDo(context, chosen);
  refuseWithoutWay(context, back);
  const others = facts.map(({ way }) => way).filter(({ node }) => !back.some((each) => each.node === node));
  const ledger = makeLedger(context.at ?? '', [...back, ...others.filter(isBack)], replication);
  const { loses } = lossOf(back, others, replication);
  return {
    format: 1,
    context,
    back,
    repairs,
    ledger: { ...ledger, loses },
    loses,
    remarks: remarksOf(context, back, others),
  };
}

function nodeNamed({ cluster, nodes }: PlanContext, name: string): PlannedNode {
  const found = nodes.find((node) => isNamed(node, name));
  if (found) return found;
  throw new RingliftError('RollbackRefused', {
    where: cluster,
    what: 'there is no such node in the ring',
    expected: `a name or an address such as ${nodes[0]?.name ?? 'cass-1'} or ${nodes[0]?.node ?? '10.0.0.1'}`,
    found: name,
    next: 'Give --node the name or the address that ringlift status shows.',
  });
}

/** Upgraded, or half way in either direction. */
function goesBack({ way, note, inHand }: RollbackFacts): boolean {
  return way.kind !== 'nothing' || note !== null || inHand;
}

function isBack({ kind }: NodeWayBack): boolean {
  return kind === 'nothing';
}

function laterFirst(one: RollbackFacts, other: RollbackFacts): number {
  return (
    Number(isHalfDone(other)) - Number(isHalfDone(one)) ||
    Date.parse(other.madeAt ?? '1970-01-01') - Date.parse(one.madeAt ?? '1970-01-01') ||
    other.way.node.localeCompare(one.way.node, 'en', { numeric: true })
  );
}

function isHalfDone({ note, inHand }: RollbackFacts): boolean {
  return note !== null || inHand;
}

/** What was begun is gone on with, whatever the files say of it half way. */
function wayOf(facts: RollbackFacts): PlannedWayBack {
  const { way, note } = facts;
  const halfDone = isHalfDone(facts);
  if (note === null) return { ...way, halfDone };
  const says = `its way back to ${note.release} (${note.way}) was begun and is gone on with`;
  return { ...way, kind: note.way, to: note.release, since: note.since, says, halfDone };
}

function nothingToDo({ cluster, to, nodes }: PlanContext, chosen: PlannedNode | null): RingliftError {
  return new RingliftError('RollbackRefused', {
    where: cluster,
    what: `${chosen?.name ?? 'no node'} was ${chosen ? 'not ' : ''}upgraded: there is nothing to go back from`,
    expected: `a node that runs ${to}, or was left half way`,
    found: chosen?.release ?? [...new Set(nodes.map(({ release }) => release))].join(' and '),
    next: 'Nothing needs to be done. Does the file name the target that is to be undone?',
  });
}

function refuseWithoutWay({ cluster, to }: PlanContext, back: readonly PlannedWayBack[]): void {
  const closed = back.filter(({ kind }) => kind === 'none');
  if (closed.length > 0) {
    throw new RingliftError('RollbackRefused', {
      where: cluster,
      what: 'there is no way back any more',
      found: [...new Set(closed.map(({ says }) => says))].join('; '),
      next: `What is left: stay on ${to} and mend forward (a node that can't be mended is replaced by a fresh one of ${to}); or build another cluster of the old release from the snapshots, without what was written since. Once the CMS is initialized, its metadata can't be given back to gossip (TCM design: not supported).`,
    });
  }
  const emptied = back.filter(({ kind }) => kind === 'rebuild');
  if (emptied.length > 0) {
    throw new RingliftError('RollbackRefused', {
      where: cluster,
      what: 'a node has neither a restore point nor a snapshot to go back to',
      found: emptied.map(({ name, says }) => `${name}: ${says}`).join('; '),
      next: `Leave it on ${to} (ringlift rollback --node for the others), or replace it by a fresh node of the old release by hand, one at a time, while its replicas are up.`,
    });
  }
  const unknown = back.filter(({ to: release }) => release === null);
  if (unknown.length === 0) return;
  throw new RingliftError('RollbackRefused', {
    where: cluster,
    what: 'what a node ran before is not known',
    found: unknown.map(({ name }) => name).join(', '),
    next: 'Its restore point names the folder of its old release: look there, and go back by hand.',
  });
}

/** Those that get data put back now, and those that still owe a repair since an earlier time. */
function repairsOf(back: readonly PlannedWayBack[], facts: readonly RollbackFacts[]): NodeId[] {
  const now = back
    .filter(({ kind }) => kind === 'restorePoint' || kind === 'snapshot')
    .map(({ node }) => node);
  const earlier = facts.filter(({ way }) => way.owesRepairSince !== undefined).map(({ way }) => way.node);
  return [...new Set([...now, ...earlier])];
}

function remarksOf(
  context: PlanContext,
  back: readonly PlannedWayBack[],
  others: readonly NodeWayBack[],
): string[] {
  const staying = others.filter(({ kind }) => kind !== 'nothing');
  const names = staying.map(({ name }) => name).join(', ');
  return [
    ...(staying.length > 0
      ? [
          `${names} stay on ${context.to}: until they are back too, no repair, no schema change, bootstrap, decommission or move.`,
        ]
      : ['Until all are back: no repair, schema change, bootstrap, decommission or move.']),
    ...(back.some(({ release }) => release !== null && sameRelease(release, context.to))
      ? [
          'What is live is set aside, not deleted: ringlift rollback --forget-aside deletes it, once you say so.',
        ]
      : []),
    'Find the cause before another attempt: the logs of the new release are kept on each node.',
  ];
}
