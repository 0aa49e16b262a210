import { randomUUID } from 'node:crypto';
import type { Cassandra } from '../machine/cassandra.ts';
import type { RunningCompaction } from '../model/node-model.ts';
import { type Answer, said } from './answer.ts';

/** Set by `nodetool stop`; one for each node. */
const stopped = new WeakMap<Cassandra, AbortController>();

/**
 * Rewrites what is not in the current format, one sstable after the other; silent when it is done.
 * @source recorded upgradesstables; aborted it says so and exits 0 (tools/nodetool/UpgradeSSTable.java of 4.1 and later)
 */
export async function upgradeSSTables(cassandra: Cassandra): Promise<Answer> {
  const { data, node, format } = cassandra;
  const stop = new AbortController();
  stopped.set(cassandra, stop);
  const old = data.sstables().filter((each) => each.format !== format);
  for (const sstable of old) {
    const compaction: RunningCompaction = {
      ...{ id: randomUUID(), type: 'Upgrade sstables', keyspace: sstable.keyspace, table: sstable.table },
      ...{ totalBytes: 32_049_494, completedBytes: 0 },
    };
    node.compactions.add(compaction);
    try {
      await cassandra.work(cassandra.takes.rewrite / 2, stop.signal);
      compaction.completedBytes = 16_024_747;
      await cassandra.work(cassandra.takes.rewrite / 2, stop.signal);
      data.rewrite(sstable, format, node.release);
    } catch (error) {
      if (!stop.signal.aborted) throw error;
      return said(
        `Aborted upgrading sstables for at least one table in keyspace ${sstable.keyspace}, check server logs for more information.\n`,
      );
    } finally {
      node.compactions.delete(compaction);
      cassandra.noteFiles();
    }
    node.compactionsCompleted += 1;
  }
  return said('');
}

/** `nodetool stop UPGRADE_SSTABLES`, or any other kind of compaction. */
export async function stopCompactions(cassandra: Cassandra): Promise<Answer> {
  stopped.get(cassandra)?.abort(new Error('stopped'));
  return said('');
}
