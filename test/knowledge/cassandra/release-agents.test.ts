import { expect, test } from 'vitest';
import { agentsInRelease } from '../../../knowledge/cassandra/release-agents.ts';

const folders = ['/opt/cassandra', '/opt/apache-cassandra-4.1.10/'];
const refused = (line: string) =>
  agentsInRelease([line], 'jvm-server.options', folders).map(({ key }) => key);

test.each([
  ['-javaagent:/opt/cassandra/lib/jmx.jar=7070', '-javaagent:/opt/cassandra/lib/jmx.jar'],
  [
    '-javaagent:/opt/apache-cassandra-4.1.10/agents/a.jar',
    '-javaagent:/opt/apache-cassandra-4.1.10/agents/a.jar',
  ],
  ['-javaagent:lib/jmx.jar', '-javaagent:lib/jmx.jar'],
  [
    'JVM_OPTS="$JVM_OPTS -javaagent:${CASSANDRA_HOME}/lib/jmx.jar=1"',
    '-javaagent:${CASSANDRA_HOME}/lib/jmx.jar',
  ],
  ['-agentpath:/opt/cassandra/lib/libprofiler.so', '-agentpath:/opt/cassandra/lib/libprofiler.so'],
])('%s lies inside the release', (line, key) => {
  expect(refused(line)).toEqual([key]);
});

test.each([
  ['-javaagent:/opt/agents/jmx.jar=7070'],
  ['-javaagent:/opt/cassandra-agents/jmx.jar'],
  ['-javaagent:$AGENTS/jmx.jar'],
  ['-javaagent:$CASSANDRA_HOME/lib/jamm-0.3.2.jar'],
  ['-Dours=/opt/cassandra/lib/x.jar'],
])('%s does not', (line) => {
  expect(refused(line)).toEqual([]);
});
