/** Traffic beside a test: started, and asked for its report at the end. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { LabCluster } from '../cluster/lab-cluster.ts';
import { projectFolder } from '../toolchain/project-folder.ts';
import type { TrafficReport } from './traffic.ts';

export interface TrafficProcess {
  /** Has a JSON line (TrafficSecond) for each second. */
  readonly file: string;
  readonly pid: number;
  /** Ends it and waits until every acknowledged write was read back. */
  stop(): Promise<TrafficReport>;
}

export interface TrafficProcessOptions {
  readonly requestsPerSecond?: number;
  /** Default: traffic.jsonl in the lab's folder. */
  readonly file?: string;
  /** Clients of this data center alone; its keyspace and table must be there. Default: of all nodes, in dc1. */
  readonly dataCenter?: string;
}

/** Resolves once it has connected and its table is there. It ends by itself should this process die. */
export async function trafficOn(
  lab: LabCluster,
  options: TrafficProcessOptions = {},
): Promise<TrafficProcess> {
  const program = join(projectFolder(), 'dist/lab/traffic/main.js');
  if (!existsSync(program)) throw new Error(`${program} is missing: compile the project first`);
  const file = options.file ?? join(lab.folder, 'traffic.jsonl');
  const { dataCenter } = options;
  const nodes = lab.nodes.filter((node) => dataCenter === undefined || node.dataCenter === dataCenter);
  const contact = nodes.map(({ address }) => address).join(',');
  const local = dataCenter === undefined ? [] : ['--local', dataCenter, '--run', dataCenter];
  const child = spawn(
    process.execPath,
    [
      program,
      '--contact',
      contact,
      '--rate',
      String(options.requestsPerSecond ?? 50),
      '--file',
      file,
      ...local,
    ],
    { stdio: ['pipe', 'pipe', 'pipe'] },
  );
  const complaints: Buffer[] = [];
  child.stderr.on('data', (piece: Buffer) => complaints.push(piece));
  child.stdin.on('error', () => {}); // It may have ended already; its report or its absence tells.
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextLine = async (): Promise<string> => {
    const { value, done } = await lines.next();
    if (!done) return value as string;
    throw new Error(
      `traffic ended by itself: ${Buffer.concat(complaints).toString().trim() || 'it said nothing'}`,
    );
  };
  await nextLine();
  return {
    file,
    pid: child.pid!,
    async stop() {
      child.stdin.end();
      return JSON.parse(await nextLine()) as TrafficReport;
    },
  };
}
