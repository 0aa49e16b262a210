import { RingliftError } from '../errors.ts';
import type { Inventory } from '../inventory.ts';
import type { NodeObservation } from '../observation.ts';
import type { NodeId } from '../topology.ts';
import { sayNode } from './say.ts';

export interface Initiator {
  readonly node: NodeId;
  readonly name: string;
  /** Why this one, one fact a line. */
  readonly why: readonly string[];
}

/**
 * The node that runs `cms initialize` and becomes the first member: Up/Normal in every eye, seeing every other one
 * Up/Normal, and up the longest, so never the one that was restarted last (unless it is the only one). The same
 * inventory gives the same node; ties go to the lowest address.
 *
 * @source seed 004, phase 2, step 1; "Initial CMS node needs to be fully joined" in 6.0 ClusterMetadataService.java
 * @param leaveOut nodes that are down for ever or about to be decommissioned
 * @throws RingliftError PreconditionChanged when no node is fit for it
 */
export function chooseInitiator(inventory: Inventory, leaveOut: readonly NodeId[] = []): Initiator {
  const nodes = inventory.nodes.filter(({ node }) => !leaveOut.includes(node));
  const upIn = new Map(nodes.map((viewer) => [viewer.node, upInTheEyesOf(viewer)]));
  const sees = (viewer: NodeId, other: NodeId) => upIn.get(viewer)?.has(other) ?? false;
  const fit = nodes
    .filter(({ node }) => nodes.every((other) => sees(node, other.node) && sees(other.node, node)))
    .map((seen) => ({ seen, since: upSince(seen) }))
    // A node that did not tell its start may be the youngest: it comes last.
    .toSorted(
      (one, other) =>
        (one.since ?? Infinity) - (other.since ?? Infinity) || compareWords(one.seen.node, other.seen.node),
    );
  const [first] = fit;
  if (!first) throw noneFit(inventory, nodes);
  const { seen, since } = first;
  return {
    node: seen.node,
    name: seen.name,
    why: [
      `${sayNode(seen)} is Up/Normal in the eyes of all ${nodes.length} and sees them all Up/Normal`,
      since === null
        ? 'no node told when its process started: the lowest address was taken'
        : `its process has run since ${new Date(since).toISOString()}, the longest of ${fit.length}`,
    ],
  };
}

function upInTheEyesOf({ ring }: NodeObservation): ReadonlySet<NodeId> {
  return new Set(ring?.nodes.filter(({ state }) => state === 'UN').map(({ address }) => address));
}

/** Milliseconds since 1970 at which the process started, by the host's clock; null: not told. */
function upSince({ at, host, info }: NodeObservation): number | null {
  const started = Date.parse(host?.processStartedAt ?? '');
  if (Number.isFinite(started)) return started;
  const looked = Date.parse(at);
  const uptime = info?.uptimeSeconds ?? null;
  return uptime === null || !Number.isFinite(looked) ? null : looked - uptime * 1_000;
}

/** By code units, so that no machine's locale has a say. */
function compareWords(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

function noneFit(inventory: Inventory, nodes: readonly NodeObservation[]): RingliftError {
  return new RingliftError('PreconditionChanged', {
    where: inventory.cluster,
    what: 'no node is fit to run `cms initialize`',
    expected: 'a node that is Up/Normal in every eye and sees every other node Up/Normal',
    found: `none of ${nodes.length}`,
    next: 'Run `nodetool status` on every node, bring all of them to UN, then plan again.',
  });
}
