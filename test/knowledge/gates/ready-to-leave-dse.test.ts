import { expect, test } from 'vitest';
import { driversPinned, entersDse5 } from '../../../knowledge/gates/drivers-pinned.ts';
import { judgePreflight } from '../../../knowledge/gates/judge-preflight.ts';
import { leavesDse, readyToLeaveDse } from '../../../knowledge/gates/ready-to-leave-dse.ts';
import type { Inventory } from '../../../knowledge/inventory.ts';
import type { DseInventory, SchemaClass } from '../../../knowledge/observation.ts';
import type { SpecInput } from '../../../knowledge/spec/spec.ts';
import { expectOpen, expectShut, remedyOf } from './expect-verdict.ts';
import { addYaml, healthyCluster, healthySpec, hear, spoilAll } from './healthy-cluster.ts';

const view = {
  runningVersion: '5.1.4',
  dseYaml: 'audit_logging_options:\n  enabled: false\n',
  startedWith: [],
};
const addresses = ['10.0.0.1', '10.0.0.2', '10.0.0.3'];
const plain: SchemaClass[] = [
  schemaClass('shop', null, 'replication', 'org.apache.cassandra.locator.NetworkTopologyStrategy'),
  schemaClass('shop', 'orders', 'compaction', 'org.apache.cassandra.db.compaction.LeveledCompactionStrategy'),
  schemaClass('shop', 'orders', 'compression', 'org.apache.cassandra.io.compress.LZ4Compressor'),
];

function schemaClass(
  keyspace: string,
  table: string | null,
  what: SchemaClass['what'],
  className: string,
  name: string | null = null,
): SchemaClass {
  return { keyspace, table, what, className, name };
}

function onDse(dse: Partial<DseInventory> = {}, version = '5.1.4'): Inventory {
  const running = spoilAll(healthyCluster(), { version: { release: `dse-${version}`, dse: version } });
  const nodes = Object.fromEntries(addresses.map((node) => [node, view]));
  const working = addresses.reduce((heard, node) => hear(heard, node, { workload: 'Cassandra' }), running);
  return { ...working, dse: { nodes, schema: plain, ...dse } };
}

const file = (more: Partial<SpecInput> = {}) =>
  healthySpec({ target: '3.11.19', dse: { systemTables: 'rejoin' }, ...more });
const judgeIt = (inventory: Inventory, spec = file()) => readyToLeaveDse({ spec, inventory });

test('a cluster with nothing of DSE left in it may leave', () => {
  expectOpen(judgeIt(onDse()), '3 classes of the schema were read', 'system.local and system.peers: rejoin');
});

test('a keyspace on EverywhereStrategy is refused with the ALTER KEYSPACE to run', () => {
  const everywhere = schemaClass(
    'dse_system',
    null,
    'replication',
    'com.datastax.bdp.cassandra.EverywhereStrategy',
  );
  const verdict = judgeIt(
    onDse({ schema: [...plain, everywhere, { ...everywhere, className: 'EverywhereStrategy' }] }),
  );
  expectShut(verdict, 'keyspace dse_system is replicated by');
  expect(remedyOf(verdict)).toContain(
    "ALTER KEYSPACE dse_system WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': 3};",
  );
});

test.each([
  [
    schemaClass('Shop', 'hot', 'compaction', 'com.datastax.bdp.compaction.MemoryOnlyStrategy'),
    'ALTER TABLE "Shop".hot',
  ],
  [schemaClass('shop', 'hot', 'compression', 'EncryptingLZ4Compressor'), 'upgradesstables -a shop hot'],
  [
    schemaClass('shop', 'hot', 'index', 'com.datastax.bdp.search.solr.Cql3SolrSecondaryIndex', 'shop_solr'),
    'DROP INDEX shop.shop_solr',
  ],
  [
    schemaClass('shop', 'places', 'column', 'com.datastax.bdp.db.marshal.PointType', 'at'),
    'Copy at of shop.places',
  ],
])('a class of DSE in the schema is refused: %o', (found, remedy) => {
  const verdict = judgeIt(onDse({ schema: [...plain, found] }));
  expectShut(verdict, found.className);
  expect(remedyOf(verdict)).toContain(remedy);
});

test('indexes and types of Apache, by short name or whole, are no hindrance', () => {
  const schema = [
    schemaClass('shop', 'orders', 'index', 'org.apache.cassandra.index.sasi.SASIIndex', 'by_name'),
    schemaClass('shop', 'orders', 'column', 'org.apache.cassandra.db.marshal.BytesType', 'value'),
    schemaClass('shop', 'orders', 'compaction', 'SizeTieredCompactionStrategy'),
  ];
  expectOpen(judgeIt(onDse({ schema })));
});

test('classes of DSE in cassandra.yaml are refused, each with what stands for it', () => {
  const named = addYaml(
    addYaml(onDse(), '10.0.0.2', 'endpoint_snitch: com.datastax.bdp.snitch.DseSimpleSnitch'),
    '10.0.0.3',
    'authenticator: com.datastax.bdp.cassandra.auth.DseAuthenticator',
  );
  const verdict = judgeIt(named);
  expectShut(
    verdict,
    'endpoint_snitch is com.datastax.bdp.snitch.DseSimpleSnitch',
    'authenticator is com.datastax',
  );
  expect(remedyOf(verdict)).toContain('GossipingPropertyFileSnitch');
  expect(remedyOf(verdict)).toContain('PasswordAuthenticator');
});

test('what is on by dse.yaml is told, and a dse.yaml that could not be read is no empty one', () => {
  const withYaml = (dseYaml: string | null) =>
    onDse({ nodes: { ...onDse().dse?.nodes, '10.0.0.1': { ...view, dseYaml } } });
  expectShut(
    judgeIt(withYaml('system_info_encryption:\n  enabled: true\naudit_logging_options:\n  enabled: true\n')),
    'system_info_encryption.enabled is on',
    'audit_logging_options.enabled is on',
  );
  expectShut(judgeIt(withYaml(null)), 'its dse.yaml was not found');
  expectShut(judgeIt(withYaml('{')), 'can not be understood');
  expectOpen(judgeIt(withYaml('# nothing set\n')));
});

test('a node that works as Search, Analytics or Graph is told by gossip or by how it is started', () => {
  expectShut(
    judgeIt(hear(onDse(), '10.0.0.2', { workload: 'Search and Graph' })),
    'works as Search and Graph',
  );
  const started = onDse({
    nodes: { ...onDse().dse?.nodes, '10.0.0.3': { ...view, startedWith: ['SPARK_ENABLED=1'] } },
  });
  expectShut(judgeIt(started), 'SPARK_ENABLED=1');
  const off = onDse({
    nodes: { ...onDse().dse?.nodes, '10.0.0.3': { ...view, startedWith: ['SPARK_ENABLED=0'] } },
  });
  expectOpen(judgeIt(off));
});

test('a node that tells neither what it works as nor how it is started is not taken for plain Cassandra', () => {
  const silent = spoilAll(onDse(), ({ gossip }) => ({
    gossip: gossip && { endpoints: gossip.endpoints.map(({ workload: _, ...rest }) => rest) },
  }));
  expectShut(judgeIt(silent), 'gossip does not tell what it works as');
  const unread = onDse({
    nodes: { ...onDse().dse?.nodes, '10.0.0.3': { ...view, startedWith: null } },
  });
  expectShut(judgeIt(unread), '/etc/default/dse could not be read');
});

test('how nodes get their system tables is the choice of a person, and never made by silence', () => {
  expectShut(judgeIt(onDse(), file({ dse: {} })), 'it would start as a new node');
  expectShut(judgeIt(onDse(), file({ dse: { systemTables: 'prepared' } })), 'names no folder');
  expectOpen(judgeIt(onDse(), file({ dse: { systemTables: 'prepared', prepared: '/srv/tables' } })));
});

test('a configuration inside the release is refused, since the two keep it at other places', () => {
  const inside = {
    file: '/x.tgz',
    sha256: 'a'.repeat(64),
    home: '/opt/dse',
    conf: '/opt/dse/resources/cassandra/conf',
  };
  expectShut(judgeIt(onDse(), file({ install: inside })), 'inside the release');
});

test('not knowing means shut: machines that were not asked, a schema that was not read', () => {
  expectShut(judgeIt(onDse({ schema: null })), 'could not be read by CQL');
  expectShut(
    judgeIt(onDse({ nodes: { ...onDse().dse?.nodes, '10.0.0.1': null } })),
    'could not be asked for',
  );
  expectShut(judgeIt({ ...onDse(), dse: { nodes: {}, schema: plain } }), 'could not be asked for');
});

test('it is judged where a hop leads out of DSE and nowhere else', () => {
  const names = (target: string, inventory: Inventory) =>
    judgePreflight({ spec: file({ target }), inventory }).map(({ gate }) => gate);
  expect(leavesDse({ target: '3.11.19' }, onDse())).toBe(true);
  expect(names('3.11.19', onDse())).toContain('readyToLeaveDse');
  expect(names('dse-5.1.20', onDse())).not.toContain('readyToLeaveDse');
  expect(names('6.0-alpha2', healthyCluster())).not.toContain('readyToLeaveDse');
});

test('into DSE 5.0 the drivers are pinned at protocol 3 by the word of the file', () => {
  const from48 = onDse({}, '4.8.14');
  expect(entersDse5({ target: 'dse-5.0.14' }, from48)).toBe(true);
  expect(entersDse5({ target: 'dse-5.1.4' }, from48)).toBe(false);
  const spec = file({ target: 'dse-5.0.14', dse: {} });
  expectShut(driversPinned({ spec, inventory: from48 }), 'can not list its clients');
  expectOpen(driversPinned({ spec: { ...spec, dse: { driversAtProtocol: 3 } }, inventory: from48 }));
});
