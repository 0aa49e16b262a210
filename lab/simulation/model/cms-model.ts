/** Transactional cluster metadata as 6.0-alpha2 keeps it: gossip until `cms initialize`, then epochs and members. */
import { isBefore } from '../../../knowledge/cassandra/release-line.ts';
import type { NodeModel } from './node-model.ts';
import { type Keyspace, keyspace } from './schema-model.ts';

export interface LogEntry {
  readonly epoch: bigint;
  readonly kind: string;
}

interface Reconfiguration {
  readonly replication: Readonly<Record<string, number>>;
  additions: NodeModel[];
}

/** What nodetool says is refused; the text as the nodes word it. */
export class CmsRefusal extends Error {
  /** nodetool's exit code: 2 where the node's exception is none of nodetool's own kinds. */
  readonly exitCode: 1 | 2;

  constructor(message: string, exitCode: 1 | 2 = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

const gossipEpoch = -9223372036854775807n;

/** What it needs to know of the cluster around it. */
interface CmsSurroundings {
  readonly nodes: readonly NodeModel[];
  dataCenterSizes(): ReadonlyMap<string, number>;
}

export class CmsModel {
  readonly #cluster: CmsSurroundings;
  readonly log: LogEntry[] = [];
  members: readonly NodeModel[] = [];
  identifier = 0;
  replication: Readonly<Record<string, number>> = {};
  /** Each time that somebody asked for an initialization, whatever came of it. */
  readonly requests: { readonly node: NodeModel; readonly at: number }[] = [];
  /** Who began an initialization that did not end. */
  initiator: NodeModel | null = null;
  #attempts = 0;
  #reconfiguration: Reconfiguration | null = null;
  /** Called after each epoch: nodes write it to their disks. */
  onCommit: () => void = () => undefined;

  constructor(cluster: CmsSurroundings) {
    this.#cluster = cluster;
  }

  get isInitialized(): boolean {
    return this.identifier !== 0;
  }

  get epoch(): bigint {
    return this.log.at(-1)?.epoch ?? gossipEpoch;
  }

  get additions(): readonly NodeModel[] {
    return this.#reconfiguration?.additions ?? [];
  }

  /** @source `system_cluster_metadata -> Replication class: MetaStrategy {dc1=1}` of a real 6.0-alpha2 */
  keyspace(): Keyspace {
    return keyspace('system_cluster_metadata', 'MetaStrategy', this.replication);
  }

  /**
   * Looks at all nodes and says that the migration has begun; `finishInitialization` ends it.
   * @throws CmsRefusal in the words of real nodes
   */
  beginInitialization(initiator: NodeModel, ignored: readonly string[]): void {
    this.requests.push({ node: initiator, at: Date.now() });
    if (this.isInitialized)
      throw new CmsRefusal("Can't upgrade from gossip since CMS is already initialized");
    if (ignored.includes(initiator.position.address))
      throw new CmsRefusal(
        `Can't ignore local host /${initiator.position.address}:7000 when doing CMS migration`,
      );
    const { nodes } = this.#cluster;
    const unknown = ignored.filter((address) => !nodes.some(({ position }) => position.address === address));
    if (unknown.length > 0) {
      throw new CmsRefusal(
        `Ignored host(s) [${unknown.map(withPort).join(', ')}] don't exist in the cluster`,
      );
    }
    const asked = nodes.filter(({ position }) => !ignored.includes(position.address));
    const old = asked.find(({ line }) => isBefore(line, '6.0'));
    if (old) {
      throw new CmsRefusal(
        `All nodes are not yet upgraded - ${placeOf(old)} is running NodeVersion{cassandraVersion=${old.release}, serializationVersion=-1}`,
      );
    }
    if (this.initiator) throw new CmsRefusal(`Migration already initiated by ${placeOf(this.initiator)}`);
    const silent = asked.filter(({ mode }) => mode !== 'NORMAL');
    if (silent.length > 0) {
      throw new CmsRefusal(
        `Did not get response from [${silent.map(placeOf).join(', ')}] - not continuing with migration. Ignore down hosts with --ignore <host>`,
      );
    }
    this.initiator = initiator;
    this.#attempts += 1;
  }

  finishInitialization(): void {
    const { initiator } = this;
    if (!initiator) return;
    const { dataCenter, number } = initiator.position;
    this.identifier = 2130713400 + number;
    this.members = [initiator];
    this.replication = { [dataCenter]: 1 };
    this.initiator = null;
    for (const kind of ['PRE_INITIALIZE_CMS', 'INITIALIZE_CMS', 'TRIGGER_SNAPSHOT']) this.#commit(kind);
  }

  /** @throws CmsRefusal when that node began none */
  abortInitialization(initiator: string): void {
    if (this.initiator?.position.address === initiator) {
      this.initiator = null;
      return;
    }
    const token = `00000000-0000-0000-0000-${String(this.#attempts).padStart(12, '0')}`;
    const current = this.initiator
      ? `Initiator{initiator=${placeOf(this.initiator)}, initToken=${token}}`
      : 'null';
    throw new CmsRefusal(
      `Current initiator [${current}] does not match provided /${initiator}:7000 - run this command on a node where initialization has not yet been cleared, with the correct expected initiator`,
    );
  }

  /** @param words `3`, or `dc1:3 dc2:3` @throws CmsRefusal when there are not enough nodes */
  prepareReconfiguration(words: readonly string[]): void {
    if (words.length === 0) throw new CmsRefusal('Replication factor is empty');
    const sizes = this.#cluster.dataCenterSizes();
    const first = [...sizes.keys()].toSorted()[0] ?? '';
    const replication = Object.fromEntries(
      words.map((word): [string, number] => {
        const [dataCenter, members] = word.includes(':') ? word.split(':') : [first, word];
        return [dataCenter ?? first, Number(members)];
      }),
    );
    const wanted = Object.entries(replication).flatMap(([dataCenter, members]) => {
      const there = this.#cluster.nodes.filter(({ position }) => position.dataCenter === dataCenter);
      if (there.length < members)
        throw new CmsRefusal(
          `There are not enough nodes in ${dataCenter} datacenter to satisfy replication factor`,
          2,
        );
      const up = there.filter(({ mode }) => mode === 'NORMAL');
      const sooner = this.members.filter((each) => up.includes(each));
      return [...sooner, ...up.filter((each) => !sooner.includes(each))].slice(0, members);
    });
    // Nodes that are down are passed over, as long as a majority of the members is found. @source PrepareCMSReconfiguration.java
    const asked = Object.values(replication).reduce((sum, members) => sum + members, 0);
    if (wanted.length < Math.floor(asked / 2) + 1)
      throw new CmsRefusal('Too many nodes are currently DOWN to safely perform the reconfiguration');
    const additions = wanted.filter((each) => !this.members.includes(each));
    this.#reconfiguration = { replication, additions };
    this.#commit('PREPARE_COMPLEX_CMS_RECONFIGURATION');
  }

  /** One member more; false once all are in. */
  advanceReconfiguration(): boolean {
    const under = this.#reconfiguration;
    if (!under) return false;
    const [next, ...rest] = under.additions;
    this.#commit('ADVANCE_CMS_RECONFIGURATION');
    if (!next) {
      this.replication = under.replication;
      this.#reconfiguration = null;
      return false;
    }
    this.members = [...this.members, next].toSorted((a, b) => a.position.number - b.position.number);
    under.additions = rest;
    return true;
  }

  get isReconfiguring(): boolean {
    return this.#reconfiguration !== null;
  }

  cancelReconfiguration(): void {
    if (!this.#reconfiguration) {
      throw new CmsRefusal(
        'Can not commit transformation: "INVALID"(Can not cancel reconfiguration since there does not seem to be any in-flight).',
      );
    }
    this.#reconfiguration = null;
    this.#commit('CANCEL_CMS_RECONFIGURATION');
  }

  /** Members are 3 or more, or as many as the cluster has nodes. */
  get needsReconfiguration(): boolean {
    return !this.isInitialized || this.members.length < Math.min(3, this.#cluster.nodes.length);
  }

  /** @throws Error while there is no CMS: 6.0 then changes no schema */
  commitSchemaChange(): void {
    if (!this.isInitialized)
      throw new Error('Can not commit transformation: the cluster is running in gossip mode');
    this.#commit('SCHEMA_CHANGE');
  }

  #commit(kind: string): void {
    this.log.push({ epoch: this.log.length === 0 ? 1n : this.epoch + 1n, kind });
    this.onCommit();
  }
}

export function placeOf({ position }: NodeModel): string {
  return withPort(position.address);
}

function withPort(address: string): string {
  return `/${address}:7000`;
}
