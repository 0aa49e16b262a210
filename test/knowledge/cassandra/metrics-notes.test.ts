import { expect, test } from 'vitest';
import { metricsNotes } from '../../../knowledge/cassandra/metrics-notes.ts';

const reporter = {
  'cassandra-env.sh': 'JVM_OPTS="$JVM_OPTS -Dcassandra.metricsReporterConfigFile=graphite.yaml"\n',
};
const agent = { 'jvm.options': '-Xmx8G\n-javaagent:/opt/agents/prometheus.jar=7070:/etc/p.yaml\n' };

test('a reporter that 5.0 no longer has is told on the way there, and not before or after', () => {
  expect(metricsNotes(reporter, '4.1', '5.0').map(({ file, key }) => `${file} ${key}`)).toEqual([
    'cassandra-env.sh -Dcassandra.metricsReporterConfigFile',
  ]);
  expect(metricsNotes(reporter, '4.0', '6.0')).toHaveLength(1);
  expect(metricsNotes(reporter, '4.0', '4.1')).toEqual([]);
  expect(metricsNotes(reporter, '5.0', '6.0')).toEqual([]);
});

test('an agent is told where names of metrics change, jamm and comments are none', () => {
  expect(metricsNotes(agent, '3.11', '4.0').map(({ key }) => key)).toEqual(['-javaagent']);
  const none = {
    'jvm.options': '#-javaagent:/opt/x.jar\n',
    'cassandra-env.sh': 'JVM_OPTS="$JVM_OPTS -javaagent:$CASSANDRA_HOME/lib/jamm-0.3.0.jar"\n',
    'notes.txt': '-javaagent:/opt/x.jar\n',
  };
  expect(metricsNotes(none, '3.11', '4.0')).toEqual([]);
});
