import { isBefore } from '../../../knowledge/cassandra/release-line.ts';
import { dseReleaseOf } from '../../../knowledge/cassandra/dse-release.ts';
import { CmsModel } from './cms-model.ts';
import { type NodeModel, noticeMillis } from './node-model.ts';
import {
  type Keyspace,
  type Schema,
  isSystem,
  schemaVersionOf,
  systemKeyspaces,
  uuidOf,
} from './schema-model.ts';

/** Where a 6.0 node stands that knows no cluster metadata yet. */
const gossipSchemaVersion = '00000000-0000-0000-8000-000000000001';

/** Everything that the nodes of one cluster have in common, and how each sees the others. */
export class ClusterModel {
  readonly name: string;
  readonly nodes: readonly NodeModel[];
  readonly cms: CmsModel;
  /** The users' keyspaces; system ones come with each node's release. */
  userSchema: Schema;
  /** `keyspace.table` to its rows, as JSON: what the smoke test wrote. */
  readonly rows = new Map<string, Map<string, Readonly<Record<string, unknown>>>>();

  constructor(name: string, nodes: readonly NodeModel[], userSchema: Schema) {
    this.name = name;
    this.nodes = nodes;
    this.userSchema = userSchema;
    this.cms = new CmsModel(this);
  }

  /** @throws RangeError for an address that no node has */
  at(address: string): NodeModel {
    const found = this.nodes.find(({ position }) => position.address === address);
    if (found) return found;
    throw new RangeError(`no node of ${this.name} has the address ${address}`);
  }

  /** Every node is up to itself, also when it is drained. */
  isUp(node: NodeModel, viewer: NodeModel): boolean {
    if (node === viewer) return true;
    if (node.mode === 'NORMAL') return true;
    return node.missedFrom !== null && Date.now() - node.missedFrom < noticeMillis;
  }

  hostIdOf(node: NodeModel, viewer: NodeModel): string {
    return isBefore(viewer.line, '6.0') ? (node.newHostId ?? node.position.hostId) : directoryId(node);
  }

  /** What the node's own schema holds. */
  schemaOf(node: NodeModel): Schema {
    const metadata = this.cms.isInitialized && !isBefore(node.line, '6.0') ? [this.cms.keyspace()] : [];
    return [...systemKeyspaces(node.line), ...metadata, ...(node.schemaLost ? [] : this.userSchema)];
  }

  keyspaceOf(node: NodeModel, name: string): Keyspace | undefined {
    return this.schemaOf(node).find((each) => each.name === name);
  }

  schemaVersionOf(node: NodeModel): string {
    // Columns that 4.0 gave to system_schema count: beside 4.0 a node of 3.x shows another version (recorded).
    // DSE 5.0 and 5.1 differ from each other (seed 003), and here each from 3.11.
    const { line = '3.x' } = dseReleaseOf(node.release) ?? {};
    if (isBefore(node.line, '4.0')) return uuidOf(`${line} ${schemaVersionOf(this.schemaOf(node))}`);
    if (isBefore(node.line, '6.0')) return schemaVersionOf(this.schemaOf(node));
    if (!this.cms.isInitialized) return gossipSchemaVersion;
    return `00000000-0000-0000-0000-${this.cms.epoch.toString(16).padStart(12, '0')}`;
  }

  dataCenterSizes(): Map<string, number> {
    const sizes = new Map<string, number>();
    for (const { position } of this.nodes)
      sizes.set(position.dataCenter, (sizes.get(position.dataCenter) ?? 0) + 1);
    return sizes;
  }

  /** @throws Error as a 6.0 node words it, for as long as the CMS is not there, or a node of another line is */
  changeSchema(asked: NodeModel, change: (schema: Schema) => Schema): void {
    if (!isBefore(asked.line, '6.0')) this.cms.commitSchemaChange();
    this.userSchema = change(this.userSchema).filter((each) => !isSystem(each));
  }
}

/** Host ids of 6.0 are made from the number that a node has in the directory (measured). */
export function directoryId({ position }: NodeModel): string {
  return `6d194555-f6eb-41d0-c000-${position.number.toString(16).padStart(12, '0')}`;
}
