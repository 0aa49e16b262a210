import type { SpecInput } from '../../../knowledge/spec/spec.ts';

/** A file that says everything that may be said, but `install.url`, which `install.file` excludes. */
export const everything: SpecInput = {
  cluster: 'prod1',
  target: '6.0-alpha2',
  via: [{ release: '5.0.9', file: '/srv/apache-cassandra-5.0.9.tar.gz', sha256: 'b'.repeat(64) }],
  preconditions: ['all applications run a driver of 4.x'],
  dse: { systemTables: 'prepared', prepared: '/srv/system-tables', driversAtProtocol: 3 },
  insist: [{ release: '6.0-alpha2', reason: 'a rehearsal' }],
  nodes: [
    {
      ...{
        address: 'cass1.example.net',
        broadcastAddress: '10.0.0.1',
        name: 'cass1',
        stateFolder: '/srv/ringlift',
      },
      ssh: { user: 'root', port: 2222, sudo: false },
      install: { home: '/srv/cassandra', method: 'tarball' },
      service: { kind: 'commands', start: ['/bin/start'], stop: ['/bin/stop'], user: 'cass' },
      java: { '6.0': '/opt/jdk-21' },
      nodetool: { path: '/srv/cassandra/bin/nodetool' },
      cql: { port: 9142 },
    },
  ],
  dataCenters: { dc2: { ssh: { bastion: { host: 'jump.dc2.example.net' } } } },
  ssh: {
    ...{
      user: 'ops',
      port: 22,
      privateKeyFile: '~/.ssh/id_ed25519',
      passphraseEnv: 'KEY_PASSPHRASE',
      agent: false,
    },
    ...{ knownHostsFile: '/etc/ssh/known_hosts', sudo: true, connectTimeout: '10s' },
    bastion: { host: 'jump.example.net', port: 22, user: 'jump', privateKeyFile: '~/.ssh/jump' },
  },
  install: {
    ...{ file: '/srv/apache-cassandra.tar.gz', sha256: 'a'.repeat(64), home: '/opt/cassandra' },
    ...{ method: 'tarball', releases: '/opt', conf: '/etc/cassandra', log: '/var/log/cassandra/system.log' },
    carryData: 'link',
  },
  service: { kind: 'sysv', name: 'cassandra', user: 'cassandra' },
  java: { '5.0': '/usr/lib/jvm/java-11', '6.0': '/usr/lib/jvm/java-17' },
  jdk: { setHome: 'defaultFile', install: ['/bin/install-jdk'], limit: '20m' },
  nodetool: {
    path: '/usr/bin/nodetool',
    host: '::1',
    port: 7199,
    user: 'jmx',
    passwordFile: '/etc/jmx.password',
    ...{ limit: '1m', changeLimit: '30m' },
  },
  cql: {
    ...{ port: 9042, user: 'ringlift', passwordEnv: 'CQL_PASSWORD' },
    tls: { caFile: 'ca.pem', certFile: 'cert.pem', keyFile: 'key.pem', serverName: 'cass1' },
  },
  jolokia: {
    ...{ host: '::1', port: 8779, path: '/jmx', user: 'monitor', passwordEnv: 'JOLOKIA_PASSWORD' },
  },
  metrics: {
    prometheus: {
      ...{ url: 'https://prometheus.example.net', tokenEnv: 'PROMETHEUS_TOKEN', label: 'instance' },
      ...{ series: ['cassandra_storage_load'], maxAge: '1m' },
    },
    exporter: { host: '::1', port: 9500, path: '/metrics', names: ['cassandra_storage_load'] },
  },
  strategy: {
    canary: { node: 'cass1', dataCenter: 'dc1', soak: '1h', approval: true },
    ...{ atOnce: 'rack', mostAtOnce: 4, consistency: 'LOCAL_QUORUM' },
    dataCenters: {
      ...{ inParallel: false, order: ['dc1', 'dc3'] },
      fallback: { name: 'dc2', follows: 'afterApproval' },
    },
    windows: [{ days: ['mon', 'thu'], from: '22:00', to: '05:00', timeZone: 'Europe/Berlin' }],
    ...{ order: ['cass1'], downNodes: ['10.0.0.9'], onNodeFailure: 'rollback' },
  },
  gates: {
    ...{ patience: '10m', lookEvery: '5s', startLimit: '15m', maxHeapShareOfMemory: 0.5, maxClockSkew: '1s' },
    ...{
      diskHeadroom: 1,
      maxNewLogErrors: 2,
      maxLatencyFactor: 5,
      latencyFloor: '1s',
      maxDroppedMessages: 10,
      compactStorage: 'keep',
      replicasLeft: 'one',
    },
    mixedSchema: { warnAfter: '12h', systemCompactions: 8, onBusy: 'hold' },
    service: {
      ...{ onSlow: 'hurry', window: '5s', baselineWindow: '30s', maxErrorsPerMinute: 0.5 },
      ...{ maxGcPause: '1s', maxHintBytes: 4096 },
    },
  },
  backup: { kind: 'snapshot' },
  sstables: { jobs: 0, throughputMiBPerSecond: 64 },
  repair: { enabled: true, before: true, primaryRange: true, limit: '7d' },
  storage: { mode: 'NONE', soak: '24h' },
  cms: { initialize: true, replication: 3, stillLimit: '5m' },
  approvals: {
    ...{ who: ['ann', 'ben'], required: 2, expiry: '12h' },
    signed: { allowedSignersFile: '/etc/ringlift/allowed_signers' },
  },
  actors: [
    {
      ...{ kind: 'reaper', name: 'reaper', url: 'https://reaper.example.net', cluster: 'prod' },
      ...{ user: 'ringlift', passwordEnv: 'REAPER_PASSWORD' },
    },
    { kind: 'cron', name: 'repair', nodes: ['cass1'], file: '/etc/cron.d/repair', line: 'nodetool repair' },
    { kind: 'systemdTimer', name: 'backup', unit: 'backup.timer' },
    { kind: 'commands', name: 'own', isPaused: ['/bin/asked'], pause: ['/bin/p'], resume: ['/bin/r'] },
  ],
  notify: {
    command: ['/usr/local/bin/page'],
    webhook: { url: 'https://hooks.example.net', tokenEnv: 'HOOK_TOKEN' },
  },
  stateFolder: '/var/lib/ringlift',
};

/** What the tarball of that file excludes. */
export const otherInstalls: readonly SpecInput['install'][] = [
  {
    ...{ method: 'deb', file: '/srv/cassandra.deb', sha256: 'a'.repeat(64), package: 'cassandra' },
    also: [{ file: '/srv/cassandra-tools.deb', sha256: 'b'.repeat(64) }],
    former: [{ file: '/srv/cassandra-old.deb', sha256: 'c'.repeat(64) }],
  },
  { method: 'rpm', version: '6.0~alpha2-1' },
  {
    ...{ method: 'commands', home: '/opt/vendor' },
    commands: {
      ...{ isInstalled: ['/bin/has'], remove: ['/bin/remove'], install: ['/bin/install'] },
      ...{ goBack: ['/bin/back'], limit: '1h' },
    },
  },
];
