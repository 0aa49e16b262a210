/** An application in small: writes rows at a fixed pace, reads them back, and remembers what it was promised. */
import { appendFile } from 'node:fs/promises';
import type { Client } from 'cassandra-driver';
import { cqlClient } from '../cluster/cql-client.ts';
import { dataCenter } from '../cluster/lab-node.ts';
import { newTally, type Tally, type TrafficSummary } from './tally.ts';

export interface TrafficOptions {
  readonly addresses: readonly string[];
  /** Reads and writes together. */
  readonly requestsPerSecond: number;
  /** Gets a JSON line for each second. */
  readonly file: string;
  /** Names the rows of this run: runs do not see each other's. */
  readonly run: string;
  /** Data center of the clients. Default: dc1. */
  readonly local?: string;
}

export interface TrafficReport extends TrafficSummary {
  /** Writes that the cluster said it had. */
  readonly acknowledged: number;
  /** Of those, the ones that were not there at the end; should be none. */
  readonly lost: readonly number[];
}

export interface Traffic {
  /** Ends the requests, then reads every acknowledged write back. */
  stop(): Promise<TrafficReport>;
}

const write = 'INSERT INTO shop.traffic (run, number, value) VALUES (?, ?, ?)';
const read = 'SELECT value FROM shop.traffic WHERE run = ? AND number = ?';

/** Connects, makes the table where it is missing, and starts. All at LOCAL_QUORUM with the driver's default retries. */
export async function startTraffic({
  addresses,
  requestsPerSecond,
  file,
  run,
  local = dataCenter,
}: TrafficOptions): Promise<Traffic> {
  const client = cqlClient(addresses, { localDataCenter: local });
  await client.connect();
  await makeTable(client, Math.min(3, addresses.length));
  const tally = newTally();
  const acknowledged: number[] = [];
  const open = new Set<Promise<void>>();
  let number = 0;

  const request = async (): Promise<void> => {
    // Write and read by turns, the reads anywhere in what was written so far.
    const known =
      number % 2 === 1 ? acknowledged[Math.floor(Math.random() * acknowledged.length)] : undefined;
    const wanted = number++;
    if (known !== undefined) return timed(tally, () => mustRead(client, run, known));
    return timed(tally, async () => {
      await client.execute(write, [run, wanted, valueOf(run, wanted)]);
      acknowledged.push(wanted);
    });
  };

  let second = Date.now();
  const pace = setInterval(() => {
    const one = request().finally(() => open.delete(one));
    open.add(one);
  }, 1_000 / requestsPerSecond);
  const flush = async () => {
    const line = tally.takeSecond(second);
    second = Date.now();
    if (line) await appendFile(file, `${JSON.stringify(line)}\n`);
  };
  const seconds = setInterval(() => void flush(), 1_000);

  return {
    async stop() {
      clearInterval(pace);
      await Promise.all(open);
      clearInterval(seconds);
      await flush();
      const lost = await missing(client, run, acknowledged);
      await client.shutdown();
      return { ...tally.summary(), acknowledged: acknowledged.length, lost };
    },
  };
}

/** No schema change where the table is there: it would be refused or harmful while releases are mixed. */
async function makeTable(client: Client, replicas: number): Promise<void> {
  const found = await client.execute(
    "SELECT table_name FROM system_schema.tables WHERE keyspace_name = 'shop' AND table_name = 'traffic'",
  );
  if (found.rowLength > 0) return;
  const replication = `{'class': 'NetworkTopologyStrategy', '${dataCenter}': ${replicas}}`;
  const unprepared = { prepare: false };
  await client.execute(
    `CREATE KEYSPACE IF NOT EXISTS shop WITH replication = ${replication}`,
    [],
    unprepared,
  );
  const columns = 'run text, number int, value text, PRIMARY KEY ((run, number))';
  await client.execute(`CREATE TABLE IF NOT EXISTS shop.traffic (${columns})`, [], unprepared);
}

async function timed(tally: Tally, work: () => Promise<void>): Promise<void> {
  const began = performance.now();
  const took = () => Math.round((performance.now() - began) * 10) / 10;
  try {
    await work();
    tally.count(Date.now(), took());
  } catch (error) {
    tally.count(Date.now(), took(), textOf(error));
  }
}

async function mustRead(client: Client, run: string, number: number): Promise<void> {
  const value: unknown = (await client.execute(read, [run, number])).first()?.get('value');
  if (value !== valueOf(run, number))
    throw new Error(`row lost: an acknowledged write read back as ${String(value)}`);
}

async function missing(client: Client, run: string, acknowledged: readonly number[]): Promise<number[]> {
  const lost: number[] = [];
  for (let from = 0; from < acknowledged.length; from += 32) {
    const part = acknowledged.slice(from, from + 32);
    const readable = await Promise.all(part.map((number) => isReadable(client, run, number)));
    lost.push(...part.filter((_, index) => !readable[index]));
    // The lab is gone: nobody is left to be asked for the rest.
    if (readable.every((each) => !each) && client.getState().getConnectedHosts().length === 0)
      return [...lost, ...acknowledged.slice(from + 32)];
  }
  return lost;
}

/** A few attempts: a read that times out says nothing about the row. */
async function isReadable(client: Client, run: string, number: number): Promise<boolean> {
  for (let attempt = 1; attempt <= 5; attempt++) {
    try {
      await mustRead(client, run, number);
      return true;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
  return false;
}

function valueOf(run: string, number: number): string {
  return `${run}/${number}/${'x'.repeat(number % 200)}`;
}

/** One line, with the hosts' own errors where the driver tried several. */
function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const inner = (error as { innerErrors?: Record<string, Error> }).innerErrors ?? {};
  const hosts = Object.entries(inner).map(([host, { message }]) => `${host}: ${message}`);
  return [`${error.name}: ${error.message}`, ...hosts].join('; ').replaceAll('\n', ' ');
}
