/** Cassandra on one simulated machine: what its process does from start to end, with its files and its log. */
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { factsOf } from '../../../knowledge/cassandra/releases.ts';
import { effectiveStorageMode, writtenFormat } from '../../../knowledge/cassandra/storage-mode.ts';
import type { ClusterModel } from '../model/cluster-model.ts';
import type { NodeModel } from '../model/node-model.ts';
import { uuidOf } from '../model/schema-model.ts';
import type { ProcessEvent, ProcessEventKind } from '../simulated-cluster.ts';
import { type Daemon, startDaemon } from './daemon.ts';
import { DataFolder } from './data-folder.ts';
import { InstalledRelease } from './installed-release.ts';
import type { Machine } from './machine.ts';
import { joinsAnew, whyNotToStart } from './start-checks.ts';
import { SystemLog } from './system-log.ts';
import { type Takes, takes } from './timings.ts';
import { javaOf } from '../release/java-home.ts';
import { serveCql } from '../cql/serve-cql.ts';

const metadataLog = { name: 'local_metadata_log', id: uuidOf('system.local_metadata_log') };

/** The process ended under work that it was asked for. */
export class ProcessEnded extends Error {}

export class Cassandra {
  readonly machine: Machine;
  readonly cluster: ClusterModel;
  readonly node: NodeModel;
  readonly installed: InstalledRelease;
  readonly data: DataFolder;
  readonly log: SystemLog;
  readonly takes: Takes;
  readonly events: ProcessEvent[] = [];
  readonly #clients = new Set<Duplex>();
  #daemon: Daemon | null = null;
  #starting: Promise<void> | null = null;
  /** Aborted with each process. */
  #life = new AbortController();
  #stopping = false;

  constructor(machine: Machine, cluster: ClusterModel, node: NodeModel, more: Partial<Takes> = {}) {
    this.machine = machine;
    this.cluster = cluster;
    this.node = node;
    this.installed = new InstalledRelease(machine);
    this.data = new DataFolder(machine.outside(machine.at('data')));
    const now = () => Date.now() + machine.clockOffsetMillis;
    this.log = new SystemLog(machine.outside(machine.at('logs', 'system.log')), now);
    this.takes = { ...takes, ...more };
  }

  get pid(): number | null {
    return this.#daemon?.pid ?? null;
  }

  /** Native transport's clients and nodetool's callers end with it. */
  get life(): AbortSignal {
    return this.#life.signal;
  }

  /** As a service does: it returns when there is a process, whatever becomes of it. Of two at once there is one process. */
  async start(): Promise<void> {
    if (this.#daemon) return;
    this.#starting ??= this.#begin().finally(() => (this.#starting = null));
    await this.#starting;
  }

  async #begin(): Promise<void> {
    const { node, installed } = this;
    node.release = installed.release;
    const daemon = await startDaemon(
      this.machine,
      this.machine.at(javaOf(node.line)),
      installed.home,
      installed.classes,
    );
    this.#daemon = daemon;
    this.#life = new AbortController();
    Object.assign(node, { mode: 'STARTING', serving: false, startedAt: Date.now(), missedFrom: null });
    this.#note('started');
    daemon.ended.then(() => this.#ended()).catch(() => undefined);
    this.#comeUp().catch((error: unknown) => {
      if (!(error instanceof ProcessEnded)) this.#die(error instanceof Error ? error.message : String(error));
    });
  }

  /** As its shutdown hook does: it drains, then the process ends. @returns once it is gone */
  async stop(): Promise<void> {
    const daemon = this.#daemon;
    if (!daemon) return;
    if (this.node.mode === 'NORMAL') await this.drain().catch(() => undefined);
    this.#stopping = true;
    daemon.kill();
    await daemon.ended;
    this.#stopping = false;
  }

  async kill(): Promise<void> {
    this.#daemon?.kill();
    await this.gone();
  }

  /** Settles once there is no process. */
  async gone(): Promise<void> {
    await this.#daemon?.ended;
  }

  /** @throws ProcessEnded when it does */
  async drain(): Promise<void> {
    const { node, log } = this;
    log.write('INFO', 'StorageService.java:4998', 'DRAINING: starting drain process', 'RMI');
    if (node.mode === 'DRAINED') {
      log.write('WARN', 'StorageService.java:5005', 'Cannot drain node (did it already happen?)', 'RMI');
      return;
    }
    node.mode = 'DRAINING';
    this.stopServing();
    log.write('INFO', 'Server.java:189', 'Stop listening for CQL clients', 'RMI');
    await this.work(this.takes.drain);
    this.data.renewCommitLog(this.commitLogVersion, '');
    node.mode = 'DRAINED';
    this.#note('drained');
    log.write('INFO', 'StorageService.java:5120', 'DRAINED', 'RMI');
  }

  /** Time passes for as long as the process lives. @throws ProcessEnded, or what aborts the other signal */
  async work(millis: number, other?: AbortSignal): Promise<void> {
    const signal = other ? AbortSignal.any([this.life, other]) : this.life;
    await sleep(millis, undefined, { signal }).catch(() => {
      if (this.life.aborted) throw new ProcessEnded();
      throw other?.reason;
    });
  }

  /** A connection to its native transport. */
  serve(client: Duplex): void {
    this.#clients.add(client);
    client.on('close', () => this.#clients.delete(client));
    serveCql(client, this.cluster, this.node);
  }

  stopServing(): void {
    this.node.serving = false;
    for (const client of this.#clients) client.destroy();
  }

  /** What it writes now, as gossip calls it. */
  get format(): string {
    return writtenFormat(this.node.line, this.node.storageMode);
  }

  get commitLogVersion(): number {
    const { line, storageMode } = this.node;
    return factsOf[line].writes[storageMode ?? 'always']?.commitLog ?? 7;
  }

  /** From 6.0 on each epoch of cluster metadata goes to the disk; here only the first few do, as if compacted. */
  noteEpoch(): void {
    const { node, data } = this;
    if (node.mode === 'DOWN' || node.major < 6) return;
    const written = data.sstables().filter(({ table }) => table === metadataLog.name).length;
    if (written < 3) data.flush('system', metadataLog, this.format, node.release);
  }

  /** What gossip tells of its files. */
  noteFiles(): void {
    const formats = new Set(this.data.sstables().map(({ format }) => format));
    this.node.sstableVersions = [...formats].toSorted();
    this.node.loadBytes = this.data.bytes();
  }

  async #comeUp(): Promise<void> {
    const { node, log } = this;
    const yaml = this.installed.yaml();
    const mode = yaml['storage_compatibility_mode'];
    log.write('INFO', 'CassandraDaemon.java:661', `Hostname: ${this.machine.name}`);
    log.write('INFO', 'CassandraDaemon.java:668', 'JVM vendor/version: OpenJDK 64-Bit Server VM/17.0.15');
    log.write('INFO', 'StorageService.java:700', `Cassandra version: ${node.release}`);
    node.storageMode = effectiveStorageMode(node.line, typeof mode === 'string' ? mode : null);
    node.settings = settingsIn(yaml);
    const problem = whyNotToStart(this);
    if (problem) return this.#die(problem);
    if (joinsAnew(this)) node.newHostId = uuidOf(`host ${node.position.number} once more`);
    this.#readSchema();
    await this.work(this.takes.toNormal);
    this.#flushSystemTables();
    node.mode = 'NORMAL';
    log.write('INFO', 'StorageService.java:2893', 'Node localhost/127.0.0.1:7000 state jump to NORMAL');
    await this.work(this.takes.toServing);
    node.serving = true;
    this.#note('serving');
    const place = `/${node.position.address}:9042`;
    log.write('INFO', 'PipelineConfigurator.java:131', `Starting listening for CQL clients on ${place}`);
    log.write('INFO', 'CassandraDaemon.java:776', 'Startup complete');
  }

  /**
   * A release before 6.0 does not understand what 6.0 made of system_schema: it skips it, and the users' keyspaces with
   * it. @source docs/decisions/0009
   */
  #readSchema(): void {
    const { node, data, log } = this;
    const newer = data
      .sstables()
      .filter(({ keyspace, table }) => keyspace === 'system_schema' && table === 'keyspaces')
      .some((sstable) => Number.parseInt(data.writtenBy(sstable), 10) >= 6);
    node.schemaLost = newer && node.major < 6;
    if (!node.schemaLost) return;
    const text = 'Corrupt sstable system_schema/keyspaces; skipping table';
    log.write('ERROR', 'ColumnFamilyStore.java:2050', text);
  }

  /** What a start itself writes: after a change of the release in the new one's format. */
  #flushSystemTables(): void {
    const { node, data } = this;
    const fresh = data.sstables().length === 0;
    for (const keyspace of this.cluster.schemaOf(node)) {
      for (const table of keyspace.tables) {
        const there = data
          .sstables()
          .some((each) => each.keyspace === keyspace.name && each.table === table.name);
        const isLocal = keyspace.strategy === 'LocalStrategy' && table.name !== 'compaction_history';
        if (!there || (isLocal && !fresh)) data.flush(keyspace.name, table, this.format, node.release);
      }
    }
    if (this.cluster.cms.isInitialized) this.noteEpoch();
    data.renewCommitLog(this.commitLogVersion, `written by ${node.release}\n`);
    this.noteFiles();
  }

  #die(message: string): void {
    this.log.write('ERROR', 'CassandraDaemon.java:887', message);
    this.#note('refusedToStart');
    this.#stopping = true;
    this.#daemon?.kill();
  }

  #ended(): void {
    const { node } = this;
    const wasUp = node.mode === 'NORMAL';
    this.#daemon = null;
    node.compactions.clear();
    this.stopServing();
    Object.assign(node, { mode: 'DOWN', startedAt: null, repairsRunning: 0 });
    node.missedFrom = wasUp && !this.#stopping ? Date.now() : null;
    if (this.events.at(-1)?.what !== 'refusedToStart') this.#note(this.#stopping ? 'stopped' : 'killed');
    this.#stopping = false;
    this.#life.abort();
  }

  #note(what: ProcessEventKind): void {
    this.events.push({ at: Date.now(), what, release: this.node.release });
  }
}

/** Of those that a restart may change. */
function settingsIn(yaml: Readonly<Record<string, unknown>>): Record<string, string | null> {
  const mode = yaml['storage_compatibility_mode'];
  const encryption = (yaml['server_encryption_options'] ?? {}) as Readonly<Record<string, unknown>>;
  const port =
    encryption['legacy_ssl_storage_port_enabled'] ?? encryption['enable_legacy_ssl_storage_port'] ?? false;
  return {
    storage_compatibility_mode: typeof mode === 'string' ? mode : null,
    server_encryption_options_legacy_ssl_storage_port: String(port),
  };
}
