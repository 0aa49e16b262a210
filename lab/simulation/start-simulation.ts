import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { configurationLineOf } from '../../knowledge/cassandra/dse-release.ts';
import { knownHostLine } from '../cluster/key-ring.ts';
import { Cassandra } from './machine/cassandra.ts';
import { type Ground, makeGround } from './machine/ground.ts';
import { installNode } from './machine/install-node.ts';
import { keyPair } from './machine/key-pair.ts';
import { Machine } from './machine/machine.ts';
import { readRemoteCommand } from './machine/remote-command.ts';
import { SimulatedHost } from './machine/simulated-host.ts';
import { SshServer } from './machine/ssh-server.ts';
import { type ToolCall, type ToolServer, startToolServer } from './machine/tool-server.ts';
import type { ClusterModel } from './model/cluster-model.ts';
import { makeCluster } from './model/make-cluster.ts';
import type { NodeModel } from './model/node-model.ts';
import { type Answer, refused, said } from './nodetool/answer.ts';
import { runNodetool } from './nodetool/run-nodetool.ts';
import { javasFrom } from './release/java-home.ts';
import { simulatedRelease } from './release/simulated-release.ts';
import type { CommandObserver, RemoteCommand, SimulatedCluster } from './simulated-cluster.ts';
import type { SimulationOptions } from './simulation-options.ts';
import { specFor } from './spec-for.ts';

const nativePort = 9042;

/** Starts all nodes of a cluster; they serve when it returns. */
export async function startSimulation(options: SimulationOptions = {}): Promise<SimulatedCluster> {
  const model = makeCluster(options);
  const ground = await makeGround(model.nodes.map(({ position }) => position.name));
  const simulation = new Simulation(model, ground, options);
  try {
    await simulation.begin();
    return simulation;
  } catch (error) {
    await simulation.stop();
    throw error;
  }
}

class Simulation implements SimulatedCluster {
  readonly nodes: SimulatedHost[] = [];
  readonly #model: ClusterModel;
  readonly #ground: Ground;
  readonly #options: SimulationOptions;
  readonly #observers: CommandObserver[] = [];
  readonly #commands: RemoteCommand[] = [];
  #tools: ToolServer | null = null;
  #tarball = { file: '', sha256: '' };

  constructor(model: ClusterModel, ground: Ground, options: SimulationOptions) {
    this.#model = model;
    this.#ground = ground;
    this.#options = options;
  }

  get folder(): string {
    return this.#ground.folder;
  }

  async begin(): Promise<void> {
    this.#tools = await startToolServer((call) => this.#answer(call));
    const clientKey = keyPair();
    writeFileSync(this.#file('id_ed25519'), clientKey.private, { mode: 0o600 });
    await Promise.all(this.#model.nodes.map((node) => this.#addNode(node, clientKey.public)));
    this.nodes.sort(
      (one, other) => one.cassandra.node.position.number - other.cassandra.node.position.number,
    );
    this.#model.cms.onCommit = () => this.nodes.forEach(({ cassandra }) => cassandra.noteEpoch());
    const { release, sha256, tarball } = await simulatedRelease(this.#options.target ?? '6.0-alpha2');
    this.#tarball = { file: this.#file(`apache-cassandra-${release}-bin.tar.gz`), sha256 };
    writeFileSync(this.#tarball.file, tarball);
    await Promise.all(this.nodes.map((host) => host.startCassandra()));
  }

  specFor(more?: Parameters<SimulatedCluster['specFor']>[0]) {
    const parts = {
      clusterName: this.#model.name,
      target: this.#options.target ?? '6.0-alpha2',
      tarball: this.#tarball,
      privateKeyFile: this.#file('id_ed25519'),
      knownHostsFile: this.#file('known_hosts'),
      javas: javasFrom(configurationLineOf(this.#options.release ?? '5.0.9') ?? '5.0'),
      nodes: this.nodes.map(({ name, address, sshd, machine }) => ({
        ...{ name, address, sshPort: sshd.port, folder: machine.folder },
        ...(existsSync(machine.outside(machine.at('etc'))) && { conf: machine.at('etc', 'cassandra') }),
      })),
    };
    return specFor(parts, more);
  }

  onCommand(observer: CommandObserver): () => void {
    this.#observers.push(observer);
    return () => {
      const at = this.#observers.indexOf(observer);
      if (at >= 0) this.#observers.splice(at, 1);
    };
  }

  node(name: string): SimulatedHost {
    const found = this.nodes.find((each) => each.name === name);
    if (found) return found;
    throw new RangeError(`no node ${name} in ${this.#model.name}`);
  }

  commands(): readonly RemoteCommand[] {
    return this.#commands;
  }

  async stop(): Promise<void> {
    this.#observers.length = 0;
    for (const host of this.nodes) host.hangNodetool(false);
    await Promise.all(this.nodes.map(({ sshd }) => sshd.down()));
    await Promise.all(this.nodes.map(({ machine }) => machine.powerOff()));
    await this.#tools?.close();
    await this.#ground.end();
  }

  async #addNode(node: NodeModel, clientKey: string): Promise<void> {
    const { position } = node;
    const machine = new Machine(this.#ground, position.name, this.#tools?.environment);
    await machine.powerOn();
    const cassandra = new Cassandra(machine, this.#model, node, this.#options.takes);
    const hostKey = keyPair();
    const sshd = new SshServer({
      address: position.address,
      hostKey: hostKey.private,
      clientKey,
      desk: {
        observers: () => this.#observers,
        note: (line) => this.#note(line, position.name),
        start: (line) => machine.shell(line),
        outside: (path) => machine.outside(path),
      },
      connect: (_host, port, take) => {
        if (port !== nativePort || !node.serving) return false;
        cassandra.serve(take());
        return true;
      },
    });
    await sshd.up();
    const line = knownHostLine({ address: position.address, sshPort: sshd.port }, hostKey.public);
    writeFileSync(this.#file('known_hosts'), line, { flag: 'a' });
    const state = machine.outside(machine.at('state', this.#model.name));
    mkdirSync(state, { recursive: true });
    await installNode(machine, position, await simulatedRelease(node.release), {
      clusterName: this.#model.name,
      nodeCount: this.#model.nodes.length,
      seeds: this.#model.nodes.filter((each) => each.position.isSeed).map((each) => each.position.address),
      storageMode: this.#options.storageMode ?? null,
    });
    this.nodes.push(new SimulatedHost(machine, cassandra, sshd, join(state, 'journal.jsonl')));
  }

  #note(line: string, node: string): RemoteCommand | null {
    const command = readRemoteCommand(line, node, this.#commands.length + 1);
    if (command) this.#commands.push(command);
    return command;
  }

  async #answer({ machine, tool, args, print }: ToolCall): Promise<Answer | null> {
    const host = this.node(machine);
    if (tool === 'nodetool') {
      await host.answers;
      return runNodetool(host.cassandra, { args, print });
    }
    if (tool !== 'service') return refused(`${tool} is not simulated`);
    await (args[0] === 'start' ? host.cassandra.start() : host.cassandra.stop());
    return said('');
  }

  #file(name: string): string {
    return join(this.#ground.folder, name);
  }
}
