import { expect, test } from 'vitest';
import { classifyLogLine } from '../../../knowledge/cassandra/known-log-lines.ts';

const at = '[main] 2026-11-21 08:59:13,750';

/** Of starts of 4.0.19, 4.1.10, 5.0.9 and 6.0-alpha2 and a roll of three nodes. */
test.each([
  'StartupChecks.java:262 - jemalloc shared library could not be preloaded to speed up memory allocations',
  'StartupChecks.java:320 - JMX is not enabled to receive remote connections. Please see cassandra-env.sh for more info.',
  'StartupChecks.java:395 - JMX is not enabled to receive remote connections. Please see jmx_server_options in cassandra.yaml for more info.',
  'StartupChecks.java:377 - The JVM is not configured to stop on OutOfMemoryError which can cause data corruption. Use one of the following JVM options',
  'StartupChecks.java:555 - Maximum number of memory map areas per process (vm.max_map_count) 65530 is too low, recommended value: 1048575, you can change it with sysctl.',
  "StartupChecks.java:499 - Detected high '/sys/block/vda/queue/read_ahead_kb' setting of 8192 for device '/dev/vda' of data directory '/d/data'.",
  'StartupChecks.java:690 - Found unknown system directory system.local_metadata_log at /d/data/system/local_metadata_log-e - this is likely left over',
  'SystemKeyspace.java:1265 - No host ID found, created 0cf07d0e-5899-455e-88b0-2abb4b5ca098 (Note: This should happen exactly once per node).',
  'SystemKeyspace.java:1264 - Using stored Gossip Generation 1795251599 as it is greater than current system time 1795251598.  See CASSANDRA-3654 if you experience problems',
  "CommitLogReplayer.java:355 - Origin of 2 sstables is unknown or doesn't match the local node; commitLogIntervals for them were ignored",
  "FBUtilities.java:432 - Trigger directory doesn't exist, please create it and try again.",
  'YamlConfigurationLoader.java:440 - [commitlog_sync_period_in_ms] parameters have been deprecated. They have new names and/or value format; For more information, please refer to NEWS.txt',
  "NoSpamLogger.java:109 - Can't send schema pull request: node /127.0.78.3:7000 is down.",
  'FailureDetector.java:306 - Not marking nodes down due to local pause of 5123456789ns > 5000000000ns',
])('a start is known to warn: %s', (rest) => {
  const { level, known } = classifyLogLine(`WARN  ${at} ${rest}`);
  expect(level).toBe('WARN');
  expect(known).toEqual(expect.any(String));
});

test.each([
  'SSTableReader.java:442 - Corrupt sstable /d/data/system_schema/keyspaces-abac5682dea631c5b535b3d6cffd0fb6/nb-7-big=[Data.db]; skipping table',
  'CassandraDaemon.java:1020 - Exception encountered during startup',
  'StartupChecks.java:320 - JMX is not enabled to receive remote connections.',
])('no error is known to be harmless: %s', (rest) => {
  const line = classifyLogLine(`ERROR ${at} ${rest}`);
  expect(line.level).toBe('ERROR');
  expect(line.known).toBeUndefined();
});

const inThread = `ERROR [MiscStage:1] 2026-11-25 19:49:32,538 JVMStabilityInspector.java:75 - Exception in thread Thread[MiscStage:1,5,MiscStage]`;
const mismatch =
  'java.lang.AssertionError: Mismatching partitioners (org.apache.cassandra.dht.ReversedLongLocalPartitioner@5eb9b65e != org.apache.cassandra.dht.Murmur3Partitioner@7e40292a)';

test('what reconfiguring the CMS of 6.0-alpha2 throws is known by what is thrown, and nothing else in its thread is', () => {
  expect(classifyLogLine(inThread, mismatch).known).toMatch(/defect of 6\.0-alpha2/);
  expect(classifyLogLine(inThread, 'java.lang.AssertionError').known).toBeUndefined();
  expect(classifyLogLine(inThread).known).toBeUndefined();
  const asked = `ERROR [RMI TCP Connection(204)-127.0.0.1] 2026-11-25 19:49:32,540 ReconfigureCMS.java:376 - Caught an exception while repairing paxos topology.`;
  const cleanup = (reason: string) =>
    `java.util.concurrent.ExecutionException: org.apache.cassandra.service.paxos.cleanup.PaxosCleanupException: RequestFailure{reason=${reason}, failure='null'} failure response from /198.18.77.12:7000`;
  expect(classifyLogLine(asked, cleanup('UNKNOWN')).known).toEqual(expect.any(String));
  expect(classifyLogLine(asked, cleanup('TIMEOUT')).known).toBeUndefined();
});

test('errors of a thread differ by what was thrown, and not by the thread that it was', () => {
  const other = inThread.replaceAll('MiscStage:1', 'MiscStage:2');
  expect(classifyLogLine(inThread, mismatch).key).toBe(
    classifyLogLine(other, mismatch.replace('5eb9b65e', '1baf22cb')).key,
  );
  expect(classifyLogLine(inThread, mismatch).key).not.toBe(
    classifyLogLine(inThread, 'java.lang.NullPointerException').key,
  );
  expect(classifyLogLine(inThread, 'INFO  [main] 2026-11-25 19:49:32,540 A.java:1 - b').key).toBe(
    classifyLogLine(inThread).key,
  );
});

test('what another class says in the same words is not known', () => {
  expect(
    classifyLogLine(`WARN  ${at} Other.java:1 - jemalloc shared library could not be preloaded`).known,
  ).toBeUndefined();
});

test('lines that differ only in numbers, ids, addresses and paths have one key', () => {
  const key = (rest: string) => classifyLogLine(`ERROR ${at} ${rest}`).key;
  expect(
    key(
      'SSTableReader.java:442 - Corrupt sstable /d1/ks/t-abac5682dea631c5b535b3d6cffd0fb6/nb-7-big=[Data.db]; skipping',
    ),
  ).toBe(
    key(
      'SSTableReader.java:443 - Corrupt sstable /data2/x/y-00000000dea631c5b535b3d6cffd0fb6/nb-12-big=[Data.db]; skipping',
    ),
  );
  expect(key('A.java:1 - node /10.0.0.1:7000 failed, id 0cf07d0e-5899-455e-88b0-2abb4b5ca098')).toBe(
    key('A.java:9 - node /10.0.12.7:7000 failed, id ffffffff-5899-455e-88b0-2abb4b5ca098'),
  );
  expect(key('A.java:1 - one')).not.toBe(key('A.java:1 - two'));
  expect(key('A.java:1 - one')).not.toBe(key('B.java:1 - one'));
  expect(key('A.java:1 - one')).not.toBe(classifyLogLine(`WARN  ${at} A.java:1 - one`).key);
});

test('lines of a stack trace begin no event', () => {
  for (const line of [
    '\tat org.apache.cassandra.Foo.bar(Foo.java:12)',
    'java.lang.IllegalStateException: no',
    '',
  ]) {
    expect(classifyLogLine(line).level).toBeNull();
  }
});

test('threads with brackets in their names, and other levels, are read', () => {
  expect(classifyLogLine('INFO  [Messaging-EventLoop-3-1] 2026-11-21 08:59:13,750 X.java:1 - y').level).toBe(
    'INFO',
  );
  expect(classifyLogLine('WARN  [a[1]] 2026-11-21 08:59:13,750 X.java:1 - y')).toEqual({
    level: 'WARN',
    key: 'WARN X: y',
  });
});
