import { LineCursor } from './line-cursor.ts';

export interface OfflineRewriteView {
  /** SSTables that were older than the current format. */
  readonly found: number;
  readonly upgraded: number;
  /** Every one that was found was rewritten. The exit code says nothing: it is 0 beside errors too. */
  readonly success: boolean;
}

/**
 * Reads the offline tool `sstableupgrade KEYSPACE TABLE`; its errors go to stderr. A cut output has fewer upgraded
 * than found, so it is never a success.
 *
 * @source tools/StandaloneUpgrader.java and db/compaction/Upgrader.java of 3.11.19 and 5.0.9
 * @throws RingliftError UnreadableOutput
 */
export function parseSSTableUpgrade(stdout: string): OfflineRewriteView {
  const cursor = new LineCursor('sstableupgrade', stdout);
  const [, found] = cursor.demand(/^Found (\d+) sstables that need upgrading\.$/, '"Found N sstables"');
  const lines = cursor.acceptAll(/^Upgrad(?:ing \S.*|e of \S.* (complete)\.)$/);
  cursor.demandEnd('"Upgrading ", "Upgrade of ... complete." or the end');
  const upgraded = lines.filter(([, complete]) => complete !== undefined).length;
  return { found: Number(found), upgraded, success: upgraded === Number(found) };
}
