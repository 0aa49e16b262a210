/** Lines of system.log: their level, what makes two of them the same, and which are known to be harmless at a start. */

export type LogLevel = 'TRACE' | 'DEBUG' | 'INFO' | 'WARN' | 'ERROR';

export interface ClassifiedLine {
  /** Null: no first line of an event, such as a line of a stack trace. */
  readonly level: LogLevel | null;
  /** Why it is harmless at a start; absent: it is not known to be. */
  readonly known?: string;
  /** The same for lines that differ only in numbers, ids, addresses and paths. */
  readonly key: string;
}

interface KnownLine {
  readonly level: 'WARN' | 'ERROR';
  /** File that logs it, without `.java`; several where it wandered. */
  readonly logs: readonly string[];
  readonly says: RegExp;
  /** What the first line of its stack trace must say; absent: anything, or none. */
  readonly thrown?: RegExp;
  readonly why: string;
}

/** `WARN  [main] 2026-11-21 08:59:13,750 StartupChecks.java:262 - jemalloc ...` @source conf/logback.xml of each line */
const event = /^(TRACE|DEBUG|INFO|WARN|ERROR)\s+\[.*?\] \d{4}-\d\d-\d\d[ T][\d:,.]+ (\w+)\.java:\d+ - (.*)$/;

/**
 * @source service/StartupChecks.java, config/DatabaseDescriptor.java, db/SystemKeyspace.java and utils/NativeLibrary*.java
 *   of 3.11.19, 4.1.10, 5.0.9 and 6.0-alpha2; those marked "seen" came from real nodes: 4.0.19, 4.1.10, 5.0.9 and 6.0-alpha2
 *   started alone, three nodes rolled from 5.0.9 to 6.0-alpha2, and 6.0-alpha2 on Java 21
 */
const knownLines: readonly KnownLine[] = [
  // Seen at every start.
  start(/^jemalloc shared library could not be preloaded/, 'it costs memory, not correctness'),
  start(/^jemalloc preload explicitly disabled/, 'the operator chose it'),
  start(/^JMX is not enabled to receive remote connections/, 'nodetool works from the node itself'),
  start(/^JMX connection server is not enabled/, 'JMX is off by configuration'),
  start(/^Use of com\.sun\.management\.jmxremote\.port at startup is deprecated/, 'it still works'),
  start(/^The JVM is not configured to stop on OutOfMemoryError/, 'a matter of the JVM options'),
  start(/^Maximum number of memory map areas per process/, 'a kernel setting, the same as before'),
  start(/^Detected high '.*read_ahead_kb' setting/, 'a kernel setting, the same as before'),
  start(/^(32bit|Non-Oracle) JVM detected/, 'a matter of the JDK'),
  start(/^Cassandra server running in degraded mode/, 'kernel settings, the same as before'),
  start(/^lz4-java was unable to load native libraries/, 'compression is slower'),
  start(
    /^(IO exception while reading file|Unable to parse|Error retrieving device path for)/,
    'a check that could not look',
  ),
  start(/^Cassandra system property flag .* is deprecated/, 'it still works'),
  // Seen after going back from a newer release.
  start(/^Found unknown system directory system\./, 'a table of a newer release, left behind by going back'),
  known(
    'WARN',
    ['SigarLibrary'],
    /^Cassandra server running in degraded mode/,
    'kernel settings, the same as before',
  ),
  known(
    'WARN',
    ['NativeLibrary', 'CLibrary'],
    /^Unable to lock JVM memory \(ENOMEM\)/,
    'a limit of the service, the same as before',
  ),
  known(
    'WARN',
    ['NativeLibraryLinux', 'NativeLibrary', 'CLibrary'],
    /^(JNA not found|JNA link failure|Failed to link the C library)/,
    'system calls are not used, the same as before',
  ),
  known(
    'WARN',
    ['DatabaseDescriptor'],
    /^Only .* free across all data volumes/,
    'the disk-space gate judges it',
  ),
  known(
    'WARN',
    ['DatabaseDescriptor'],
    /^Only .* free in the system data volume/,
    'the disk-space gate judges it',
  ),
  known(
    'WARN',
    ['DatabaseDescriptor'],
    /^Small (commitlog|cdc|\w+) volume detected/,
    'a limit follows the size of the volume',
  ),
  known(
    'WARN',
    ['DatabaseDescriptor'],
    / (has|have) been deprecated and should be removed from cassandra\.yaml/,
    'the key is still taken',
  ),
  known('WARN', ['DatabaseDescriptor'], /^Usage of dual ports/, 'the port is still served'),
  known(
    'WARN',
    ['DatabaseDescriptor'],
    /^(JavaScript user-defined functions have been deprecated|Allowing java\.lang\.System)/,
    'the operator chose it',
  ),
  // Seen with old names in cassandra.yaml.
  known(
    'WARN',
    ['YamlConfigurationLoader'],
    /parameters have been deprecated\. They have new names/,
    'old names are still taken',
  ),
  // Seen: by its own words, once per node; a node with data has one.
  known('WARN', ['SystemKeyspace'], /^No host ID found, created /, 'a new node'),
  // Seen after a restart within seconds of the last.
  known('WARN', ['SystemKeyspace'], /^Using stored Gossip Generation /, 'a restart soon after the last one'),
  // Seen after a start of another release on the same data.
  known(
    'WARN',
    ['CommitLogReplayer'],
    /^Origin of \d+ sstables is unknown or doesn't match the local node/,
    'sstables of another host id, as after a hop; a drained node replays nothing',
  ),
  // Seen with no folder conf/triggers.
  known('WARN', ['FBUtilities'], /^Trigger directory doesn't exist/, 'there are no triggers'),
  // Seen while other nodes of a roll were down or starting.
  known(
    'WARN',
    ['NoSpamLogger'],
    /^Can't send schema pull request: node .* is down/,
    'another node was down for its turn',
  ),
  known(
    'WARN',
    ['FailureDetector'],
    /^Not marking nodes down due to local pause/,
    'the machine was slow for a moment',
  ),
  known('WARN', ['Gossiper'], /^Gossip not settled but startup forced by/, 'the operator chose it'),
  known(
    'WARN',
    ['SelectStatement', 'NoSpamLogger'],
    /^Aggregation query used without partition key/,
    "a client's query",
  ),
  known(
    'WARN',
    ['SSLFactory'],
    /^Filtering out .* as it isn't supported by the socket/,
    'cipher_suites names one that this JDK has not',
  ),
  known('WARN', ['StorageService'], /^Cannot drain node \(did it already happen\?\)/, 'a second drain'),
  // Seen at every `cms reconfigure` of 6.0-alpha2, eleven attempts for each new member, which is a member all the same.
  {
    ...known(
      'ERROR',
      ['JVMStabilityInspector'],
      /^Exception in thread Thread\[MiscStage:/,
      'a defect of 6.0-alpha2: it cannot repair Paxos of the table of cluster metadata',
    ),
    thrown:
      /AssertionError: Mismatching partitioners \(org\.apache\.cassandra\.dht\.ReversedLongLocalPartitioner@/,
  },
  {
    ...known(
      'ERROR',
      ['ReconfigureCMS'],
      /^Caught an exception while repairing paxos topology\./,
      'the same defect, as the node that was asked to reconfigure hears of it',
    ),
    thrown: /PaxosCleanupException: RequestFailure\{reason=UNKNOWN, failure='null'\}/,
  },
  known(
    'ERROR',
    ['ReconfigureCMS'],
    /^Added node as a CMS, but failed to repair paxos topology after this operation/,
    'what came of it: that the member is there, cms describe says',
  ),
];

/** @param next the line behind it: the first of a stack trace tells what was thrown */
export function classifyLogLine(line: string, next = ''): ClassifiedLine {
  const match = event.exec(line);
  if (!match) return { level: null, key: withoutParticulars(line) };
  const [, level, logger = '', message = ''] = match;
  const found = knownLines.find(
    (each) =>
      each.level === level &&
      each.logs.includes(logger) &&
      each.says.test(message) &&
      (each.thrown === undefined || each.thrown.test(next)),
  );
  // Of itself such a line tells nothing but the thread.
  const thrown =
    message.startsWith('Exception in thread') && next !== '' && !event.test(next) ? ` ${next}` : '';
  const key = `${level} ${logger}: ${withoutParticulars(message + thrown)}`;
  return { level: level as LogLevel, key, ...(found && { known: found.why }) };
}

/** Line numbers change with each patch release, so the text names the line of code. */
function withoutParticulars(text: string): string {
  return (
    text
      .replace(/\b[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}\b/gi, '<id>')
      // An object without words of its own: its hash is another each time.
      .replace(/@[0-9a-f]{1,8}\b/g, '@<id>')
      .replace(/(?<=^|[\s'"([=])\/?[\w.-]*(?:\/[\w.@%+:-]+)+/g, '<path>')
      .replace(/\d+/g, '0')
      .slice(0, 200)
  );
}

function start(says: RegExp, why: string): KnownLine {
  return known('WARN', ['StartupChecks'], says, why);
}

function known(level: KnownLine['level'], logs: readonly string[], says: RegExp, why: string): KnownLine {
  return { level, logs, says, why };
}
