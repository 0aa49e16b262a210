import { linesEntered } from '../cassandra/lines-entered.ts';
import type { ReleaseLine } from '../cassandra/release-line.ts';
import type { TableView } from '../inventory.ts';
import type { KeyspaceReplication } from '../topology.ts';
import type { Verdict } from '../verdict.ts';
import type { PreflightInput } from './gate-input.ts';
import { judge } from './judge.ts';
import type { Objection } from './judge.ts';
import { count } from './say.ts';

/**
 * No table or keyspace of the schema is of a kind that a release on the way no longer takes: super columns and Thrift's
 * other tables, COMPACT STORAGE, OldNetworkTopologyStrategy into 4.0; DateTieredCompactionStrategy into 5.0, which 4.0
 * and 4.1 still run. Each is told with the statement that mends it.
 *
 * @source schema/TableMetadata.java (Flag.isCQLTable) of 4.0.19; cql3/statements/AlterTableStatement.java of 3.11.19;
 *   CASSANDRA-15897, CASSANDRA-16217, CASSANDRA-16733; locator/AbstractReplicationStrategy.java of 4.1.10
 *   (CASSANDRA-16301); db/compaction of 4.1.10 and 5.0.9
 */
export function schemaFitsTarget({ spec, inventory, plan }: PreflightInput): Verdict {
  const entered = linesEntered(inventory, spec.target, plan?.hop);
  const { tables, keyspaces } = inventory;
  const judged = tables ?? [];
  return judge('schemaFitsTarget', {
    seen:
      judged.length + keyspaces.length === 0
        ? []
        : [
            `${count(judged.length, 'table')} of users, ${count(keyspaces.length, 'keyspace')}: what is told of none fits ${entered.join(', ')}`,
            ...keptCompact(judged, entered, spec.gates.compactStorage),
          ],
    against: [
      ...(tables ? [] : [unread]),
      ...(entered.includes('4.0')
        ? [...compactTables(judged, spec.gates.compactStorage), ...oldStrategies(keyspaces)]
        : []),
      ...(entered.includes('5.0') ? dateTiered(judged) : []),
    ],
    standsFor: ['S0-7', 'S1-1', 'S3-2'],
  });
}

/** Does the way lead past anything that the gate judges? */
export function entersWithLoss(entered: readonly ReleaseLine[]): boolean {
  return entered.includes('4.0') || entered.includes('5.0');
}

const unread: Objection = {
  found: 'the tables of users were not read',
  remedy: 'Make CQL answer on one node: `SELECT * FROM system_schema.tables`.',
};

function isCompact({ flags }: TableView): boolean {
  return !flags.includes('compound') || flags.includes('dense') || flags.includes('super');
}

function isSuper({ flags }: TableView): boolean {
  return flags.includes('super');
}

function compactTables(tables: readonly TableView[], wanted: 'refuse' | 'keep'): Objection[] {
  const refused = tables.filter((table) => isCompact(table) && (wanted === 'refuse' || isSuper(table)));
  if (refused.length === 0) return [];
  const statements = refused.map((table) => `ALTER TABLE ${nameOf(table)} DROP COMPACT STORAGE;`);
  const last = refused.every(isSuper)
    ? ''
    : ' To keep them as they are, which 4.0 can since CASSANDRA-16217, set gates.compactStorage: keep in the file.';
  return refused.map((table) => ({
    found: `${nameOf(table)} has ${isSuper(table) ? 'super columns' : 'COMPACT STORAGE'} (flags: ${table.flags.join(', ') || 'none'})`,
    remedy: `While every node runs 3.x and \`nodetool upgradesstables\` has left no sstable of 2.x, with enable_drop_compact_storage: true in the cassandra.yaml of the node that is asked (3.0.25 and 3.11.11 on), and once the applications were tried with the columns that it shows: ${statements.join(' ')}${last}`,
  }));
}

function keptCompact(
  tables: readonly TableView[],
  entered: readonly ReleaseLine[],
  wanted: 'refuse' | 'keep',
): string[] {
  if (wanted === 'refuse' || !entered.includes('4.0')) return [];
  const kept = tables.filter((table) => isCompact(table) && !isSuper(table));
  return kept.map((table) => `${nameOf(table)} keeps its COMPACT STORAGE, as the file says`);
}

function oldStrategies(keyspaces: readonly KeyspaceReplication[]): Objection[] {
  return keyspaces
    .filter(({ strategy }) => strategy === 'OldNetworkTopologyStrategy')
    .map(({ keyspace }) => ({
      found: `keyspace ${quoted(keyspace)} is replicated by OldNetworkTopologyStrategy, which 4.0 does not have`,
      remedy: `ALTER KEYSPACE ${quoted(keyspace)} WITH replication = {'class': 'NetworkTopologyStrategy', ...}; with the replicas of each data center, then \`nodetool repair -full\` of it on every node.`,
    }));
}

function dateTiered(tables: readonly TableView[]): Objection[] {
  return tables
    .filter(({ compaction }) => compaction === 'DateTieredCompactionStrategy')
    .map((table) => ({
      found: `${nameOf(table)} is compacted by DateTieredCompactionStrategy, which 5.0 does not have`,
      remedy: `ALTER TABLE ${nameOf(table)} WITH compaction = {'class': 'TimeWindowCompactionStrategy', 'compaction_window_unit': 'DAYS', 'compaction_window_size': '1'}; with the window that its data wants.`,
    }));
}

function nameOf({ keyspace, table }: TableView): string {
  return `${quoted(keyspace)}.${quoted(table)}`;
}

/** As CQL wants it: names of small letters, digits and "_" as they are. */
function quoted(name: string): string {
  return /^[a-z][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}
