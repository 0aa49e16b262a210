/** Real nodes that only go forward, over one hop or several: one lab of machines, one Temporal server, one worker. */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import {
  type UpgradeResult,
  type UpgradeStatus,
  clusterWorkflowId,
  defaultTaskQueue,
  workflowTypes,
} from '../../knowledge/messages.ts';
import type { SpecInput } from '../../knowledge/spec/spec.ts';
import { withCql } from '../../lab/cluster/cql-client.ts';
import type { LabCluster } from '../../lab/cluster/lab-cluster.ts';
import { seedData } from '../../lab/cluster/seed-data.ts';
import { startLab } from '../../lab/cluster/start-lab.ts';
import { type Product, startProduct } from '../../lab/demo/product.ts';
import { imageJavaHome } from '../../lab/machines/base-image.ts';
import type { ReleaseVersion } from '../../lab/releases/release-line.ts';
import { releaseTarball } from '../../lab/releases/release-tarball.ts';
import { findTemporal } from '../../lab/toolchain/temporal.ts';
import { makeWritesTable } from './dated-writes.ts';
import { removeFolder } from '../system/remove-folder.ts';

export interface ForwardOptions {
  readonly from: ReleaseVersion;
  /** Every release to go through, the target last. */
  readonly stops: readonly [ReleaseVersion, ...ReleaseVersion[]];
  /** What is done to the running nodes before anything is written to them. */
  readonly prepare?: (lab: LabCluster) => Promise<void>;
  readonly say: (line: string) => void;
}

export interface ForwardBench {
  readonly lab: LabCluster;
  readonly spec: SpecInput;
  /** Starts the upgrade and opens its door; called at the end of each hop. @throws Error when it waits for a person */
  readonly carry: (whole: (to: string) => Promise<void>) => Promise<UpgradeResult>;
  /** What each node says of itself over CQL. */
  readonly releases: () => Promise<string[]>;
  close(): Promise<void>;
}

export async function startForwardBench(options: ForwardOptions): Promise<ForwardBench> {
  const { from, stops, prepare, say } = options;
  const folder = await mkdtemp(join(tmpdir(), 'ringlift-forward-'));
  const tarballs = await tarballsOf(stops, say);
  const { path: temporal } = await findTemporal(say);
  const lab = await startLab({
    ...{ folder: join(folder, 'lab'), release: from, nodes: 3, mode: 'machines', say },
  });
  let product: Product | null = null;
  const close = async () => {
    await product?.stop();
    await lab.stop();
    await removeFolder(folder);
  };
  try {
    await chooseJavaByRelease(lab);
    await prepare?.(lab);
    await seedData(lab, { rows: 200 });
    await makeWritesTable(lab);
    product = await startProduct({ folder, temporal, user: 'alice' });
    const spec = specOf(lab, tarballs);
    const connection = await Connection.connect({ address: product.address });
    const workflows = new Client({ connection }).workflow;
    return {
      ...{ lab, spec },
      carry: (whole) => carry(workflows, spec, whole),
      releases: () => Promise.all(lab.nodes.map(({ address }) => releaseOf(address))),
      async close() {
        await connection.close();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

interface Tarball {
  readonly release: ReleaseVersion;
  readonly file: string;
  readonly sha256: string;
}

/** One after the other: making one takes all that a computer has. */
async function tarballsOf(stops: readonly ReleaseVersion[], say: (line: string) => void): Promise<Tarball[]> {
  const found: Tarball[] = [];
  for (const release of stops) {
    const { file, sha256 } = await releaseTarball(release, say);
    found.push({ release, file, sha256 });
  }
  return found;
}

/** As an operator's defaults do: the init script starts each release with a Java that it runs on. */
async function chooseJavaByRelease(lab: LabCluster): Promise<void> {
  for (const { name, paths } of lab.nodes) {
    const text = `case "$(readlink -f ${paths.home})" in
*-3.*|*-4.*) export JAVA_HOME=${paths.javaHome} ;;
*) export JAVA_HOME=${imageJavaHome} ;;
esac
`;
    const { exitCode, stderr } = await lab.exec(name, [
      ...['sh', '-c', 'printf %s "$1" >/etc/default/cassandra', 'defaults', text],
    ]);
    if (exitCode !== 0) throw new Error(`${name}: /etc/default/cassandra could not be written: ${stderr}`);
  }
}

function specOf(lab: LabCluster, tarballs: readonly Tarball[]): SpecInput {
  const target = tarballs.at(-1);
  const [first] = lab.nodes;
  if (!target || !first) throw new RangeError('there is no way without stops, and none without nodes');
  const old = ['3.11', '4.0', '4.1'].map((line) => [line, first.paths.javaHome] as const);
  const young = ['5.0', '6.0'].map((line) => [line, imageJavaHome] as const);
  return {
    ...lab.specFor({ target: target.release, tarball: { file: target.file, sha256: target.sha256 } }),
    ...(tarballs.length > 1 && { via: tarballs.slice(0, -1) }),
    java: Object.fromEntries([...old, ...young]),
    strategy: { canary: { soak: '1s' } },
  };
}

/** @throws Error when it waits for a person, or ends otherwise than done */
export async function carry(
  workflows: Client['workflow'],
  spec: SpecInput,
  whole: (to: string) => Promise<void>,
): Promise<UpgradeResult> {
  const workflowId = clusterWorkflowId(spec.cluster);
  await workflows.start(workflowTypes.cluster, {
    ...{ workflowId, taskQueue: defaultTaskQueue, args: [spec] },
  });
  const handle = workflows.getHandle(workflowId);
  const stops = [...(spec.via ?? []).map(({ release }) => release), spec.target];
  const to = (number: number) => stops[number - 1] ?? spec.target;
  let hop = 1;
  for (;;) {
    // Between one run and the next that goes on from it nobody answers.
    const status = await handle.query<UpgradeStatus>('status').catch(() => null);
    if (status === null) {
      await sleep(500);
      continue;
    }
    // Before a run has its plan it does not know which hop it is.
    const number = status.hop?.number ?? hop;
    if (number > hop) await whole(to(hop));
    hop = number;
    const { waiting, state } = status;
    if (state === 'done') {
      await whole(to(hop));
      return (await handle.result()) as UpgradeResult;
    }
    if (state === 'aborted' || state === 'failed') throw new Error(`it ended as ${state}`);
    if (waiting?.for === 'person')
      throw new Error(`it waits for a person at ${waiting.step}: ${waiting.message}`);
    if (waiting?.for === 'approval' && waiting.approvals.length === 0) {
      const approval = { by: 'alice', evidence: waiting.evidence, id: waiting.evidence };
      // A gate that is shut for a moment, or evidence that changed: it stands there again.
      await handle.executeUpdate('approve', { args: [approval] }).catch(() => undefined);
    }
    await sleep(1_000);
  }
}

function releaseOf(address: string): Promise<string> {
  return withCql([address], async (client) => {
    const { rows } = await client.execute('SELECT release_version FROM system.local', [], {
      prepare: false,
      // Of a driver that may ask any node, only this one knows it.
      host: client.hosts.values().find((host) => host.address.startsWith(`${address}:`)),
    });
    return String(rows[0]?.get('release_version'));
  });
}
