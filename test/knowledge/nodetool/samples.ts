/** Whole outputs in the words of Cassandra's sources, for what neither the corpus nor the recordings show. */

/** Columns as wide as their widest cell, joined by one blank: tools/nodetool/formatter/TableBuilder.java. */
export function table(rows: readonly (readonly string[])[], delimiter = ' '): string {
  const columns = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const lines = rows.map((row) =>
    widths.map((width, column) => (row[column] ?? '').padEnd(width)).join(delimiter),
  );
  return `${lines.join('\n')}\n`;
}

const runningHeader = [
  'id',
  'compaction type',
  'keyspace',
  'table',
  'completed',
  'total',
  'unit',
  'progress',
];
const runningRows = [
  ['2062b290-7f3a-11e8-9358-cd941b956e60', 'Validation', 'shop', 'orders', '21', '97', 'bytes', '21.65%'],
  ['2062b290-7f3a-11e8-9358-cd941b956e61', 'Upgrade sstables', 'shop', 'carts', '0', '0', 'bytes', 'n/a'],
  [
    '2062b290-7f3a-11e8-9358-cd941b956e62',
    'Index summary redistribution',
    '',
    '',
    '5',
    '9',
    'bytes',
    '55.56%',
  ],
];

const statistics = [
  ['compactions completed', '3'],
  ['data compacted', '1'],
  ['compressed data compacted', '1'],
  ['compactions aborted', '0'],
  ['compactions reduced', '0'],
  ['sstables dropped from compaction', '0'],
  ['15 minute rate', '0.00/minute'],
  ['mean rate', '6.00/hour'],
  ['compaction throughput (MiB/s)', '64.0'],
];

const currentThroughput = ['1', '5', '15'].map((minutes) => [
  `current compaction throughput (${minutes} minute)`,
  '0.0 MiB/s',
]);

const head = [
  ['concurrent compactors', '2'],
  ['pending tasks', '3'],
  ['shop', 'orders', '2'],
  ['shop', 'carts', '1'],
];

export const compactionStats = {
  idle50: table([['concurrent compactors', '2'], ['pending tasks', '0'], ...statistics]),
  busy50: table([
    ...head,
    ...statistics,
    runningHeader,
    ...runningRows,
    ['active compaction remaining time', '0h00m01s'],
  ]),
  busy60: table([
    ...head,
    ...statistics,
    ...currentThroughput,
    runningHeader,
    ...runningRows,
    ['active compaction remaining time', 'n/a'],
  ]),
  busy41: `pending tasks: 3\n- shop.orders: 2\n- shop.carts: 1\n\n${table([
    runningHeader,
    ...runningRows,
  ])}Active compaction remaining time :   0h00m01s\n`,
  idle41: 'pending tasks: 0\n\n',
} as const;

export const status = {
  twoDataCenters: `Datacenter: dc1
===============
Status=Up/Down
|/ State=Normal/Leaving/Joining/Moving
--  Address    Load        Tokens  Owns (effective)  Host ID                               Rack 
UN  127.0.0.1  103.66 KiB  16      69.4%             a269ffa3-cf95-472c-b310-d4c7c3f0bb31  rack1
DN  127.0.0.2  ?           16      60.0%             86ab104a-adf4-40bf-a731-2d6bedd0bf99  rack2

Datacenter: dc2
===============
Status=Up/Down
|/ State=Normal/Leaving/Joining/Moving
--  Address    Load        Tokens  Owns (effective)  Host ID                               Rack 
UJ  127.0.0.3  210.27 KiB  16      ?                 ab29ecaf-8760-4857-b53b-6e3baa6deece  rack1
?N  127.0.0.4  ?           16      70.7%                                                   rack 2

Note: Non-system keyspaces don't have the same replication settings, effective ownership information is meaningless
`,
} as const;

export const describeCluster = {
  mixed60: `Cluster Information:
	Name: shop
	Snitch: org.apache.cassandra.locator.SimpleSnitch
	DynamicEndPointSnitch: enabled
	NodeProximity: org.apache.cassandra.locator.SimpleSnitch
	LegacySnitchAdapter: enabled
	Partitioner: org.apache.cassandra.dht.Murmur3Partitioner
	Schema versions:
		54e17321-3f2e-37ca-9b08-d91ba7bdd369: [10.0.0.2]

		00000000-0000-0000-8000-000000000001: [10.0.0.1]

		UNREACHABLE: [10.0.0.3]

Stats for all nodes:
	Live: 2
	Joining: 0
	Moving: 0
	Leaving: 0
	Unreachable: 1

Data Centers: 
	dc one #Nodes: 3 #Down: 1

Database versions:
	6.0.0-alpha2: [10.0.0.1:7000]

	5.0.9: [10.0.0.2:7000]

	: [10.0.0.3:7000]

Keyspaces:
	system -> Replication class: LocalStrategy {}
	shop -> Replication class: NetworkTopologyStrategy {dc one=3}

Note: Non-system keyspaces don't have the same replication settings, effective ownership information is meaningless
`,
} as const;

export const gossip = {
  twoNodes: `/10.0.0.1
  generation:1749575365
  heartbeat:812
  STATUS:20:NORMAL,-1103534862242593394
  LOAD:800:7.340546332E9
  SCHEMA:17:00000000-0000-0000-8000-000000000001
  DC:13:dc1
  RACK:15:rack1
  RELEASE_VERSION:6:6.0.0-alpha2
  NET_VERSION:2:14
  HOST_ID:3:6d194555-f6eb-41d0-c000-000000000001
  RPC_READY:555:true
  STATUS_WITH_PORT:21:LEAVING,-1103534862242593394
  SSTABLE_VERSIONS:7:big-nb,big-pa
  TOKENS:5:<hidden>
db2/10.0.0.2
  generation:1749575365
  heartbeat:2147483647
  LOAD:555418:7.340546332E9
  RELEASE_VERSION:6:5.0.9
  RPC_READY:555373:false
  STATUS_WITH_PORT:555371:shutdown,true
  TOKENS: not present

`,
} as const;

export const proxyHistograms = `proxy histograms
Percentile       Read Latency      Write Latency      Range Latency   CAS Read Latency  CAS Write Latency View Write Latency
                     (micros)           (micros)           (micros)           (micros)           (micros)           (micros)
50%                    454.83             315.85               0.00               0.00               0.00               0.00
75%                    545.79             379.02               0.00               0.00               0.00               0.00
95%                   1131.75             785.94               0.00               0.00               0.00               0.00
98%                   1629.72            1131.75               0.00               0.00               0.00               0.00
99%                   2346.80            1955.67               0.00               0.00               0.00               0.00
Min                    152.32             105.78               0.00               0.00               0.00               0.00
Max                   4866.32            2816.16               0.00               0.00               0.00               0.00

`;

const repairStart =
  'Starting repair command #7 (fd576da0-c09b-11e9-b00c-1520e8c38f00), repairing keyspace shop with repair options (parallelism: parallel)';
const repairSession = 'Repair session fd8e5c20-c09b-11e9-b00c-1520e8c38f00 for range [(1,2]]';
const at = (text: string): string => `[2024-08-17 03:06:21,445] ${text}\n`;

export const repair = {
  successful: [
    repairStart,
    `${repairSession} finished (progress: 66%)`,
    'Repair completed successfully',
    'Repair command #7 finished in 1 second',
    'condition satisfied queried for parent session status and discovered repair completed.',
    'Repair completed successfully',
  ]
    .map(at)
    .join(''),
  failed311: [
    repairStart,
    `${repairSession} failed with error [repair #fd8e] Validation failed in /10.0.0.2 (progress: 50%)`,
    'Some repair failed',
    'Repair command #7 finished in 2 seconds',
  ]
    .map(at)
    .join(''),
  nodeDown: [
    repairStart,
    'Repair command #7 failed with error Endpoint not alive: /10.0.0.2:7000',
    'Repair command #7 finished with error',
  ]
    .map(at)
    .join(''),
  unannounced311: [7, 8]
    .flatMap((number) => [
      `${repairSession} finished (progress: 66%)`,
      'Repair completed successfully',
      `Repair command #${number} finished in 1 second`,
    ])
    .map(at)
    .join(''),
  nothingToDo: at("Replication factor is 1. No repair is needed for keyspace 'shop'"),
} as const;

export const repairAdminList = table(
  [
    ['id', 'state', 'last activity', 'coordinator', 'participants', 'participants_wp'],
    [
      '2062b290-7f3a-11e8-9358-cd941b956e60',
      'REPAIRING',
      '12 (s)',
      '/10.0.0.1:7000',
      '10.0.0.1,10.0.0.2',
      '10.0.0.1:7000,10.0.0.2:7000',
    ],
    [
      '2062b290-7f3a-11e8-9358-cd941b956e61',
      'FINALIZED',
      '99 (s)',
      '/10.0.0.1:7000',
      '10.0.0.1,10.0.0.2',
      '10.0.0.1:7000,10.0.0.2:7000',
    ],
  ],
  ' | ',
);

export const cmsDescribe = {
  member: `Cluster Metadata Service:
CMS Identifier: 1265637563
Members: /10.0.0.1:7000,/10.0.0.2:7000,/10.0.0.3:7000
Needs reconfiguration: false
Is Member: true
Service State: LOCAL
Is Migrating: false
Epoch: 17
Local Pending Count: 0
Commits Paused: false
Replication factor: ReplicationParams{class=org.apache.cassandra.locator.MetaStrategy, dc1=3}
`,
  notMember: `Cluster Metadata Service:
CMS Identifier: 1265637563
Members: /10.0.0.1:7000
Needs reconfiguration: true
Is Member: false
Service State: REMOTE
Is Migrating: false
Epoch: 3
`,
  before: `Cluster Metadata Service:
CMS Identifier: 0
Members: 
Needs reconfiguration: true
Is Member: false
Service State: GOSSIP
Is Migrating: false
Epoch: -9223372036854775807
Local Pending Count: 0
Commits Paused: false
Replication factor: 
`,
} as const;

export const reconfiguration = `ACTIVE: [/10.0.0.2:7000]
ADDITIONS: [/10.0.0.3:7000]
REMOVALS: [/10.0.0.1:7000]
`;
