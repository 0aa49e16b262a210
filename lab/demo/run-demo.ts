import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { stringify } from 'yaml';
import { parseCmsDescribe } from '../../knowledge/nodetool/cms-describe.ts';
import { parseVersion } from '../../knowledge/nodetool/version.ts';
import { clusterWorkflowId, nodeWorkflowId } from '../../knowledge/messages.ts';
import { checksum } from '../cluster/checksum.ts';
import type { LabCluster } from '../cluster/lab-cluster.ts';
import type { LabMode } from '../cluster/lab-node.ts';
import { seedData } from '../cluster/seed-data.ts';
import { startLab } from '../cluster/start-lab.ts';
import { identify, signal } from '../machines/process-identity.ts';
import { releaseTarball } from '../releases/release-tarball.ts';
import type { Say } from '../toolchain/cache-folder.ts';
import { runProgram } from '../toolchain/run-program.ts';
import { findTemporal } from '../toolchain/temporal.ts';
import { type TrafficProcess, trafficOn } from '../traffic/traffic-process.ts';
import {
  type DemoFigures,
  type HistoryEvents,
  type ReportForFigures,
  missedGoals,
  nodeTimes,
  printFigures,
} from './figures.ts';
import { type Product, startProduct } from './product.ts';

export interface DemoOptions {
  readonly folder: string;
  /** Answer yes at the one-way door. */
  readonly approve: boolean;
  readonly mode?: LabMode;
  readonly rows: number;
  readonly say: Say;
  /** Shown the machines after the upgrade, before they are taken down. */
  readonly look?: (lab: LabCluster) => Promise<void>;
}

const source = '5.0.9';
const target = '6.0-alpha2';
const nodeCount = 3;
const approver = 'alice';

/**
 * Three real nodes, a Temporal server, a reader and writer, and the upgrade between them: what a person sees who tries
 * Ringlift for the first time. @returns 0 when every goal was met, 1 when one was missed, 6 when nobody approved
 */
export async function runDemo(options: DemoOptions): Promise<number> {
  const { folder, say, rows, mode } = options;
  const from = performance.now();
  await mkdir(folder, { recursive: true });
  say('1/7 Temporal and the releases');
  const temporal = await findTemporal(say);
  say(`    Temporal: ${temporal.path} (from ${temporal.from})`);
  const tarball = await releaseTarball(target, say);
  say(`    ${target}: ${tarball.file} (from ${tarball.from})`);
  say(`2/7 ${nodeCount} machines with Cassandra ${source} behind OpenSSH`);
  const lab = await startLab({ folder: join(folder, 'lab'), release: source, nodes: nodeCount, mode, say });
  try {
    // The workflows of an earlier demo would be found and taken for those of this one.
    await rm(join(folder, 'state'), { recursive: true, force: true });
    say(`    ${lab.mode}: ${lab.nodes.map(({ name, address }) => `${name} ${address}`).join(', ')}`);
    await seedData(lab, { rows });
    const checksumBefore = await checksum(lab);
    say(`3/7 keyspace shop with ${rows} orders, a reader and writer at LOCAL_QUORUM`);
    const spec = lab.specFor({ target, tarball });
    const file = join(folder, 'demo.yaml');
    await writeFile(file, stringify(spec));
    const product = await startProduct({ folder, temporal: temporal.path, user: approver });
    let traffic: TrafficProcess | null = null;
    try {
      traffic = await trafficOn(lab, { requestsPerSecond: 50 });
      const passed = await upgrade(product, String(spec.cluster), file, options);
      const report = await traffic.stop();
      traffic = null;
      if (!passed) return 6;
      say('7/7 Report');
      const read = await product.read('report', String(spec.cluster), '--json');
      await writeFile(join(folder, 'report.json'), read);
      await writeFile(join(folder, 'report.md'), await product.read('report', String(spec.cluster)));
      const figures: DemoFigures = {
        times: nodeTimes(JSON.parse(read) as ReportForFigures),
        checksumBefore,
        checksumAfter: await checksum(lab),
        requests: report.requests,
        failedRequests: report.failed,
        lostWrites: report.lost.length,
        ...(await atTheEnd(lab)),
        wallMillis: performance.now() - from,
        historyEvents: await historyEvents(temporal.path, product, lab, String(spec.cluster)),
      };
      await writeFile(join(folder, 'figures.json'), JSON.stringify(figures, null, 2));
      say(`\n${printFigures(figures)}\nreport              ${join(folder, 'report.md')}`);
      const missed = missedGoals(figures, target, nodeCount);
      for (const goal of missed) say(`missed: ${goal}`);
      await options.look?.(lab);
      return missed.length === 0 ? 0 : 1;
    } finally {
      // Nobody asks for its report any more, and reading everything back from a broken cluster takes its time.
      const left = traffic && identify(traffic.pid);
      if (left) signal(left, 'SIGKILL');
      await product.stop();
    }
  } finally {
    await lab.stop();
  }
}

/** @returns false when nobody opened the door */
async function upgrade(
  product: Product,
  cluster: string,
  file: string,
  options: DemoOptions,
): Promise<boolean> {
  const { say, approve } = options;
  say(`4/7 The plan (Temporal's Web UI: ${product.uiUrl})`);
  const planned = await product.show('plan', '-f', file);
  if (planned !== 0)
    throw new Error(`a gate is shut before anything was begun: ringlift plan exited with ${planned}`);
  say('5/7 The upgrade, up to the one-way door');
  const code = await product.show('start', '-f', file, '--watch', '--until-door');
  if (code !== 6) throw new Error(`the upgrade did not come to the door: ringlift start exited with ${code}`);
  const status = JSON.parse(await product.read('status', cluster, '--json')) as StatusAtDoor;
  const { waiting } = status.status ?? status;
  if (waiting?.for !== 'approval')
    throw new Error(`it waits for a person: ${waiting?.message ?? 'no reason given'}`);
  if (!approve && !(await answeredYes(`Open the one-way door of ${cluster}? Type its name: `, cluster))) {
    say(`Not approved. The machines are taken down; try again with --approve.`);
    return false;
  }
  say('6/7 Through the door');
  const comment = approve ? 'demo --approve' : 'approved in the demo';
  await product.show('approve', cluster, '--evidence', waiting.evidence ?? '', '--comment', comment);
  const ended = await product.show('status', cluster, '--watch', '--until-door');
  if (ended !== 0) throw new Error(`the upgrade did not end well: ringlift status exited with ${ended}`);
  return true;
}

interface Standing {
  readonly waiting?: { readonly for: string; readonly evidence?: string; readonly message?: string } | null;
}

type StatusAtDoor = Standing & { readonly status?: Standing };

async function answeredYes(question: string, expected: string): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(question);
  terminal.close();
  return answer.trim() === expected;
}

async function atTheEnd(lab: LabCluster): Promise<{ cmsMembers: number; releases: string[] }> {
  const releases = await Promise.all(
    lab.nodes.map(async ({ name }) => parseVersion((await lab.nodetool(name, 'version')).stdout).release),
  );
  const first = lab.nodes[0]?.name ?? '';
  const { members } = parseCmsDescribe((await lab.nodetool(first, 'cms', 'describe')).stdout);
  return { cmsMembers: members.length, releases };
}

async function historyEvents(
  temporal: string,
  product: Product,
  lab: LabCluster,
  cluster: string,
): Promise<HistoryEvents> {
  const count = async (workflow: string) => {
    const words = ['workflow', 'show', '-w', workflow, '-o', 'json', '--address', product.address];
    const { stdout } = await runProgram(temporal, words);
    return (JSON.parse(stdout) as { events: unknown[] }).events.length;
  };
  return {
    cluster: await count(clusterWorkflowId(cluster)),
    nodes: await Promise.all(lab.nodes.map(({ address }) => count(nodeWorkflowId(cluster, address)))),
  };
}
