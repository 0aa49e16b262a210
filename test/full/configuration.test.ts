/** What `ringlift config migrate` makes is what a real node of each line starts with. One node at a time. */
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { planConfiguration } from '../../knowledge/cassandra/carry-configuration.ts';
import { hopsBetween } from '../../knowledge/cassandra/hops.ts';
import { withoutLegacyPort } from '../../knowledge/cassandra/legacy-ssl-port.ts';
import { migrateConfiguration } from '../../knowledge/cassandra/migrate-configuration.ts';
import { type ReleaseLine, releaseLines } from '../../knowledge/cassandra/release-line.ts';
import { jvmOptions, ownJvmOptions } from '../../lab/cluster/operator-config.ts';
import type { ReleaseVersion } from '../../lab/releases/release-line.ts';
import type { JdkMajor } from '../../lab/toolchain/jdk.ts';
import {
  type Files,
  type Installed,
  install,
  listens,
  makeKeystore,
  placed,
  startNode,
} from './single-node.ts';
import { removeFolder } from '../system/remove-folder.ts';

/** The lab has no 3.0: what it becomes is started, not what it was. */
const real: Partial<Record<ReleaseLine, readonly [ReleaseVersion, JdkMajor]>> = {
  '3.11': ['3.11.19', 8],
  '4.0': ['4.0.19', 11],
  '4.1': ['4.1.10', 11],
  '5.0': ['5.0.9', 17],
  '6.0': ['6.0-alpha2', 17],
};

const say = (line: string) => void process.stderr.write(`${line}\n`);
const installed = new Map<ReleaseLine, Installed>();
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ringlift-configuration-'));
  for (const line of releaseLines) {
    const [release, jdk] = real[line] ?? [];
    if (release && jdk) installed.set(line, await install(release, jdk, join(folder, line), say));
  }
});

afterAll(() => removeFolder(folder));

function of(line: ReleaseLine): Installed {
  const found = installed.get(line);
  if (!found) throw new Error(`the lab has no ${line}`);
  return found;
}

async function yamlOf(line: ReleaseLine, where: string): Promise<string> {
  const golden = new URL(`../golden/config/hops/${line}.yaml`, import.meta.url);
  return placed(await readFile(golden, 'utf8'), where);
}

const fresh = () => mkdtemp(join(folder, 'node-'));

/** Starts, serves CQL, tells its release, ends. */
async function serves(line: ReleaseLine, conf: Files, where: string): Promise<Map<string, string>> {
  const node = await startNode(of(line), { ...of(line).shipped, ...conf }, where);
  try {
    const { rows } = await node.cql.execute('SELECT release_version FROM system.local');
    expect(String(rows[0]?.['release_version'])).toContain(line);
    if (line === '3.11') return new Map();
    const settings = await node.cql.execute('SELECT name, value FROM system_views.settings');
    return new Map(settings.rows.map((row) => [String(row['name']), String(row['value'])]));
  } finally {
    await node.stop();
  }
}

test.each(Object.keys(real).filter((line) => line !== '6.0') as ReleaseLine[])(
  'the file that is migrated is one that a real node of %s has started with',
  async (line) => {
    const where = await fresh();
    await serves(line, { 'cassandra.yaml': await yamlOf(line, where) }, where);
  },
);

const hops = releaseLines.flatMap((from) => hopsBetween[from].map((to) => [from, to] as const));

test.each(hops)('a real node starts with the file that was migrated from %s to %s', async (from, to) => {
  const where = await fresh();
  const conf = { 'cassandra.yaml': await yamlOf(from, where) };
  const { files, refused } = migrateConfiguration({ conf, from, to });
  expect(refused).toEqual([]);
  await serves(to, files, where);
});

test.each(['4.1', '5.0', '6.0'] as const)(
  'old names and new ones set the same in a real node of %s',
  async (to) => {
    const where = await fresh();
    const conf = { 'cassandra.yaml': await yamlOf('4.0', where) };
    const settings = async (keepNames: boolean) =>
      serves(to, migrateConfiguration({ conf, from: '4.0', to, keepNames }).files, where);
    const [old, now] = [await settings(true), await settings(false)];
    expect(old.size).toBeGreaterThan(200);
    expect(Object.fromEntries(now)).toEqual(Object.fromEntries(old));
  },
);

/** Lines that a line of releases does not start with, what it says, and whether the migration refuses or replaces them. */
test.each([
  ['4.0', '4.1', 'max_hint_window_in_ms: -1', 'non-negative', 'refused'],
  ['4.0', '4.1', 'key_cache_save_period: -1', 'key_cache_save_period', 'refused'],
  ['4.0', '5.0', 'table_count_warn_threshold: 150', 'partitioner', 'replaced'],
  ['4.0', '5.0', 'keyspace_count_warn_threshold: 3', 'keyspaces_warn_threshold', 'refused'],
  [
    '4.0',
    '5.0',
    'compaction_tombstone_warning_threshold: 0',
    'partition_tombstones_warn_threshold',
    'refused',
  ],
  [
    '4.0',
    '5.0',
    'compaction_large_partition_warning_threshold_mb: 0',
    'partition_size_warn_threshold',
    'refused',
  ],
  ['5.0', '6.0', 'gc_warn_threshold: 0ms', 'gc_warn', 'refused'],
  ['5.0', '6.0', 'gc_log_threshold: 2s', 'gc_warn', 'refused'],
] as const)('from %s to %s a real node does not start with %s', async (from, to, bad, says, becomes) => {
  const where = await fresh();
  const key = bad.slice(0, bad.indexOf(':'));
  const text = (await yamlOf(from, where)).replace(new RegExp(`^${key}:.*\n`, 'm'), '');
  const conf = { 'cassandra.yaml': `${text}${bad}\n` };
  const migrated = migrateConfiguration({ conf, from, to });
  expect(migrated.refused.map((refusal) => refusal.key)).toEqual(becomes === 'refused' ? [key] : []);
  const good =
    migrateConfiguration({ conf: { 'cassandra.yaml': text }, from, to }).files['cassandra.yaml'] ?? '';
  await expect(serves(to, { 'cassandra.yaml': `${good}${bad}\n` }, where)).rejects.toThrow(says);
});

test('with encryption the port for nodes of 3.x is open after the hop, and shut again after the second restart', async () => {
  const where = await fresh();
  const store = join(where, 'node.keystore');
  await makeKeystore(of('4.0').java, store);
  const tls = `server_encryption_options:
    internode_encryption: all
    keystore: ${store}
    keystore_password: lab-secret
    truststore: ${store}
    truststore_password: lab-secret
`;
  const plain = await yamlOf('3.11', where);
  const yaml = plain.replace(/^server_encryption_options:\n(?: .*\n)+/m, tls);
  expect(yaml).toContain('internode_encryption: all');
  await serves('3.11', { 'cassandra.yaml': yaml }, where);
  const conf = { 'cassandra.yaml': yaml };
  const migrated = migrateConfiguration({ conf, from: '3.11', to: '4.0' }).files['cassandra.yaml'] ?? '';
  const off = withoutLegacyPort(migrated);
  for (const [text, isOpen] of [
    [migrated, true],
    [off ?? '', false],
  ] as const) {
    const node = await startNode(of('4.0'), { ...of('4.0').shipped, 'cassandra.yaml': text }, where);
    try {
      expect(await listens(7001)).toBe(isOpen);
      expect(await listens(7000)).toBe(true);
    } finally {
      await node.stop();
    }
  }
});

test('one node goes from 3.11 to 6.0 with its whole configuration carried hop by hop, and keeps its rows', async () => {
  const where = await fresh();
  const chain = ['3.11', '4.0', '4.1', '5.0', '6.0'] as const;
  let conf: Files = {
    ...of('3.11').shipped,
    'cassandra.yaml': await yamlOf('3.11', where),
    'jvm.options': jvmOptions(of('3.11').shipped['jvm.options'] ?? '', ownJvmOptions),
  };
  for (const [index, line] of chain.entries()) {
    const before = chain[index - 1];
    if (before) conf = carried(conf, before, line);
    const node = await startNode(of(line), conf, where);
    try {
      if (!before) {
        await node.cql.execute(
          "CREATE KEYSPACE shop WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}",
        );
        await node.cql.execute('CREATE TABLE shop.hops (line text PRIMARY KEY)');
      }
      await node.cql.execute('INSERT INTO shop.hops (line) VALUES (?)', [line]);
      const { rows } = await node.cql.execute('SELECT line FROM shop.hops');
      expect(rows.map((row) => String(row['line'])).toSorted()).toEqual(chain.slice(0, index + 1));
    } finally {
      await node.stop();
    }
  }
  expect(conf['jvm-server.options']).toContain('-XX:+UseSerialGC');
  expect(conf['cassandra.yaml']).toContain('read_request_timeout: 5000ms');
});

/** As an upgrade does it, with new names in the yaml. */
function carried(conf: Files, from: ReleaseLine, to: ReleaseLine): Files {
  const planned = planConfiguration({
    ...{ conf, otherFiles: [], targetDefaults: of(to).shipped, oldDefaults: of(from).shipped },
    ...{ fromRelease: of(from).release, toRelease: of(to).release },
    ...{ jdkMajor: real[to]?.[1] ?? 0, fromJdkMajor: real[from]?.[1] ?? null },
    storageMode: to === '5.0' || to === '6.0' ? 'CASSANDRA_4' : null,
  });
  const migrated = migrateConfiguration({ conf, from, to });
  expect([...planned.refused, ...migrated.refused]).toEqual([]);
  return { ...planned.files, 'cassandra.yaml': migrated.files['cassandra.yaml'] ?? '' };
}
