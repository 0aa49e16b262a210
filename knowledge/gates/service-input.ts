/** What the gates on service judge: how every node serves now, a moment ago, and before the first change. */
import type { ServiceView } from '../observation.ts';
import type { Spec } from '../spec/spec.ts';
import type { NodeId, Release } from '../topology.ts';

export interface ServiceInput {
  readonly spec: Spec;
  /** Every node that must have been looked at. */
  readonly nodes: readonly ServiceSeen[];
  /** Releases that run now, as the nodes told. */
  readonly releases: readonly Release[];
}

export interface ServiceSeen {
  readonly node: NodeId;
  readonly name: string;
  /** Null: it could not be read. */
  readonly now: ServiceView | null;
  /** The look before, by which counters are compared; null: there was none. */
  readonly earlier: ServiceView | null;
  /** Null: nothing was kept of before. */
  readonly before: ServiceBaseline | null;
  /** Why something is null; empty: nothing is. */
  readonly problems: readonly string[];
  /** Host ids of nodes that this one sees up, with their names; null: its ring was not read, or tells no host ids. */
  readonly up: Readonly<Record<string, string>> | null;
}

/** How a node served before the first change; kept on its host. */
export interface ServiceBaseline {
  /** ISO 8601, by the worker's clock. */
  readonly at: string;
  readonly release: Release;
  readonly readP99Micros: number | null;
  readonly writeP99Micros: number | null;
  /** Clients' errors a minute; null: not told. */
  readonly errorsPerMinute: number | null;
  readonly longestGcMillis: number | null;
  readonly dataBytes: number | null;
}
