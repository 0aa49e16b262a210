import type { NodeObservation } from '../../knowledge/observation.ts';
import { withCql } from '../hosts/cql-connection.ts';
import type { Host } from '../hosts/host.ts';

const systemKeyspace = /^system(_|$)|^dse/;

/**
 * Asks a node over CQL: itself, and the first row of a user's table, five times, the median counts. Reads at ONE, from
 * the cheapest place there is: what is judged is whether the node answers and how fast, not what.
 */
export async function lightRead(
  host: Host,
  listen: string,
  signal?: AbortSignal,
): Promise<NodeObservation['cql']> {
  try {
    return await withCql(host, { listen, signal }, async (cql) => {
      await cql.query('SELECT release_version FROM system.local');
      const tables = await cql.query('SELECT keyspace_name, table_name FROM system_schema.tables');
      const table = tables.find((row) => !systemKeyspace.test(String(row['keyspace_name'])));
      if (!table)
        return { answers: true, readMillis: null, detail: 'CQL answers; there is no user table to read' };
      const name = `${quoted(table['keyspace_name'])}.${quoted(table['table_name'])}`;
      const took: number[] = [];
      for (let count = 0; count < 5; count += 1) {
        const from = performance.now();
        await cql.query(`SELECT * FROM ${name} LIMIT 1`);
        took.push(performance.now() - from);
      }
      const median = took.toSorted((one, other) => one - other)[2] ?? 0;
      return { answers: true, readMillis: Math.round(median * 10) / 10, detail: `one row of ${name}` };
    });
  } catch (error) {
    return {
      answers: false,
      readMillis: null,
      detail: error instanceof Error ? error.message : String(error),
    };
  }
}

/** An identifier in CQL: double quotes, doubled inside. */
function quoted(identifier: unknown): string {
  return `"${String(identifier).replaceAll('"', '""')}"`;
}
