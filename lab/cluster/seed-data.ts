/** Puts a fixed set of rows into a lab's cluster: some in SSTables, some only in memtables and the commit log. */
import { types, type Client } from 'cassandra-driver';
import { withCql } from './cql-client.ts';
import type { LabCluster } from './lab-cluster.ts';
import { shopRows, type Address } from './shop-rows.ts';
import { shopSchema, shopTables } from './shop-schema.ts';

export interface SeedOptions {
  /** How many orders. */
  readonly rows: number;
}

/** May run again: the tables are emptied first. Also gives system_auth the replicas that an upgrade asks for. */
export async function seedData(lab: LabCluster, { rows }: SeedOptions): Promise<void> {
  const addresses = lab.nodes.map(({ address }) => address);
  const { customers, orders, pageViews } = shopRows(rows);
  await withCql(addresses, async (client) => {
    const centers = [...new Set(lab.nodes.map(({ dataCenter }) => dataCenter))];
    const replicas = Math.min(3, Math.floor(lab.nodes.length / centers.length));
    for (const statement of shopSchema(replicas, centers)) await change(client, statement);
    for (const table of shopTables) await empty(client, table);

    await inTurns(customers, ({ id, name, email, tags, addresses, home, born }) =>
      write(
        client,
        'INSERT INTO shop.customers (id, name, email, tags, addresses, home, born) VALUES (?, ?, ?, ?, ?, ?, ?)',
        [...[id, name, email, [...tags], mapOf(addresses), home, types.LocalDate.fromString(born)]],
      ),
    );
    const writeOrder = (order: (typeof orders)[number]) =>
      write(
        client,
        'INSERT INTO shop.orders (customer, placed, state, total, lines, note, level) VALUES (?, ?, ?, ?, ?, ?, ?)',
        [
          ...[order.customer, order.placed, order.state, types.BigDecimal.fromString(order.total)],
          order.lines.map((line) => ({ ...line, price: types.BigDecimal.fromString(line.price) })),
          ...[order.note, order.level],
        ],
      );
    const half = Math.floor(orders.length / 2);
    // One after the other: the last order of a customer decides the static column.
    for (const order of orders.slice(0, half)) await writeOrder(order);
    await Promise.all(lab.nodes.map(({ name }) => lab.nodetool(name, 'flush', 'shop')));
    for (const order of orders.slice(half)) await writeOrder(order);
    await inTurns(pageViews, ({ page, day, views }) =>
      client.execute(
        'UPDATE shop.page_views SET views = views + ? WHERE page = ? AND day = ?',
        [types.Long.fromNumber(views), page, types.LocalDate.fromString(day)],
        { prepare: true, isIdempotent: false, consistency: types.consistencies.all },
      ),
    );
  });
}

function mapOf(addresses: Readonly<Record<string, Address>>): Record<string, Address> {
  return { ...addresses };
}

/** Every replica has it: what is read later at QUORUM must not depend on hints. */
function write(client: Client, statement: string, values: unknown[]) {
  return client.execute(statement, values, { prepare: true, consistency: types.consistencies.all });
}

function change(client: Client, statement: string) {
  return client.execute(statement, [], { prepare: false });
}

/**
 * Takes every node, and so fails while one has not heard of the table yet: in the seconds after a node's start the
 * driver believes that schemas agree although they do not (measured on 5.0.9: `Unknown CF` on the seed).
 */
async function empty(client: Client, table: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await change(client, `TRUNCATE shop.${table}`);
      return;
    } catch (error) {
      if (attempt === 20) throw error;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}

/** Sixteen at a time. */
async function inTurns<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
  for (let from = 0; from < items.length; from += 16)
    await Promise.all(items.slice(from, from + 16).map(work));
}
