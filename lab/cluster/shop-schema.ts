/** The schema of a small shop: frozen types, collections, a counter, clustering, a static column and an index. */
import { dataCenter } from './lab-node.ts';

/** In the order in which they are read for a checksum. */
export const shopTables = ['customers', 'orders', 'page_views'] as const;

/** @param replicas three, or as many as each data center has nodes */
export function shopSchema(replicas: number, dataCenters: readonly string[] = [dataCenter]): string[] {
  const each = dataCenters.map((name) => `'${name}': ${replicas}`);
  const replication = `{'class': 'NetworkTopologyStrategy', ${each.join(', ')}}`;
  return [
    `CREATE KEYSPACE IF NOT EXISTS shop WITH replication = ${replication}`,
    'CREATE TYPE IF NOT EXISTS shop.address (street text, city text, zip text)',
    'CREATE TYPE IF NOT EXISTS shop.line (article text, pieces int, price decimal)',
    `CREATE TABLE IF NOT EXISTS shop.customers (id int PRIMARY KEY, name text, email text, tags set<text>,
      addresses map<text, frozen<address>>, home frozen<address>, born date)
      WITH compaction = {'class': 'LeveledCompactionStrategy'}`,
    `CREATE TABLE IF NOT EXISTS shop.orders (customer int, placed timestamp, state text, total decimal,
      lines list<frozen<line>>, note blob, level text static, PRIMARY KEY (customer, placed))
      WITH CLUSTERING ORDER BY (placed DESC)`,
    'CREATE INDEX IF NOT EXISTS orders_by_state ON shop.orders (state)',
    'CREATE TABLE IF NOT EXISTS shop.page_views (page text, day date, views counter, PRIMARY KEY (page, day))',
    // Roles must be readable from any two nodes while one is down; one replica is what every cluster starts with.
    `ALTER KEYSPACE system_auth WITH replication = ${replication}`,
  ];
}
