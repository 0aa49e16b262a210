import { randomUUID } from 'node:crypto';
import { isBefore } from '../../../knowledge/cassandra/release-line.ts';
import type { Cassandra } from '../machine/cassandra.ts';
import { placeOf } from '../model/cms-model.ts';
import type { Keyspace } from '../model/schema-model.ts';
import { rangesOf } from '../model/token-ring.ts';
import { type Answer, said, threw } from './answer.ts';

/**
 * `repair -full -seq [-pr] [-force] [KEYSPACE]`: one command for each keyspace that has replicas elsewhere; with `-force` those
 * that are down are left out. Between releases it does
 * what was measured: between 5.0 and 6.0 it succeeds in CASSANDRA_4 and fails otherwise, with 3.x it hangs.
 * @source recorded repair of 3.11.19 to 6.0-alpha2
 */
export async function runRepair(
  cassandra: Cassandra,
  words: readonly string[],
  print: (line: string) => void,
): Promise<Answer> {
  const { cluster, node } = cassandra;
  const named = words.filter((word) => !word.startsWith('-'));
  const keyspaces = cluster
    .schemaOf(node)
    .filter(({ strategy }) => strategy !== 'LocalStrategy' && strategy !== 'MetaStrategy')
    .filter(({ name }) => named.length === 0 || named.includes(name));
  node.repairsRunning += 1;
  try {
    for (const keyspace of keyspaces) {
      const failure = await repairKeyspace(cassandra, keyspace, words, print);
      if (failure) {
        return threw(
          `Repair job has failed with the error message: ${failure}. Check the logs on the repair participants for further details`,
        );
      }
    }
    return said('');
  } finally {
    node.repairsRunning = Math.max(0, node.repairsRunning - 1);
  }
}

/** @returns what it failed of */
async function repairKeyspace(
  cassandra: Cassandra,
  keyspace: Keyspace,
  words: readonly string[],
  print: (line: string) => void,
): Promise<string | null> {
  const { cluster, node } = cassandra;
  const [isForced, isPrimary] = [words.includes('-force'), words.includes('-pr')];
  const say = (text: string) => print(`[${stamp()}] ${text}`);
  const ranges = rangesOf(cluster.nodes, keyspace).filter(({ replicas }) => replicas.includes(node));
  if (ranges.every(({ replicas }) => replicas.length < 2)) {
    say(`Replication factor is 1. No repair is needed for keyspace '${keyspace.name}'`);
    return null;
  }
  node.repairsStarted += 1;
  const number = node.repairsStarted;
  const isOld = isBefore(node.line, '4.0');
  const newer = isOld
    ? ''
    : `, force repair: ${isForced}, optimise streams: false, ignore unreplicated keyspaces: false, repairPaxos: true, paxosOnly: false`;
  say(
    `Starting repair command #${number} (${randomUUID()}), repairing keyspace ${keyspace.name} with repair options (parallelism: sequential, primary range: ${isPrimary}, incremental: false, job threads: 1, ColumnFamilies: [], dataCenters: [], hosts: [], ${isOld ? '' : 'previewKind: NONE, '}# of ranges: ${ranges.length}, pull repair: false${newer})`,
  );
  await cassandra.work(cassandra.takes.repair);
  const all = new Set(ranges.flatMap(({ replicas }) => replicas));
  const peers = [...all].filter((each) => !isForced || each.mode === 'NORMAL');
  const down = peers.find((each) => each.mode !== 'NORMAL');
  const other = peers.find((each) => each.major !== node.major && each.storageMode !== 'CASSANDRA_4');
  const why = (down && `Endpoint not alive: ${placeOf(down)}`) ?? (other && 'Got negative replies');
  if (why !== undefined) {
    const failure = `Repair command #${number} failed with error ${why}`;
    say(failure);
    say(`Repair command #${number} finished with error`);
    return failure;
  }
  const [first] = ranges;
  say(`Repair session ${randomUUID()} for range [(${first?.start},${first?.end}]] finished (progress: 57%)`);
  say('Repair completed successfully');
  say(`Repair command #${number} finished in 0 seconds`);
  if (!isBefore(node.line, '5.0')) {
    say('condition satisfied queried for parent session status and discovered repair completed.');
    say('Repair completed successfully');
  }
  return null;
}

function stamp(): string {
  return new Date().toISOString().replace('T', ' ').replace('.', ',').replace('Z', '');
}
