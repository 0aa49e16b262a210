import { expect, test } from 'vitest';
import { planConfiguration } from '../../../knowledge/cassandra/carry-configuration.ts';
import type { ConfigurationInput } from '../../../knowledge/cassandra/configuration-plan.ts';

const env = (jamm: string) => `JVM_OPTS="$JVM_OPTS -javaagent:$CASSANDRA_HOME/lib/${jamm}"\n`;

const targetDefaults = {
  'cassandra.yaml': 'cluster_name: Test Cluster\n',
  'cassandra_latest.yaml': '# of 6.0\n',
  'cassandra-env.sh': env('jamm-0.4.0.jar'),
  'cassandra-rackdc.properties': 'dc=dc1\nrack=rack1\n',
  'jvm-server.options': '-ea\n',
  'jvm-clients.options': '# of 6.0\n',
  'jvm11-server.options': '-XX:+UseG1GC\n',
  'jvm17-server.options': '-XX:+UseG1GC\n',
  'jvm17-clients.options': '# of 6.0\n',
  'jvm21-server.options': '-XX:+UseZGC\n',
  'logback.xml': '<configuration/>\n',
  'logback-tools.xml': '<configuration/>\n',
  'cqlshrc.sample': '; of 6.0\n',
};

const conf = {
  'cassandra.yaml':
    'cluster_name: mine\nnum_tokens: 16\nserver_encryption_options: {keystore_password: hush}\nlog_out_of_token_range_requests: true\n',
  'cassandra_latest.yaml': '# of 4.1\n',
  'cassandra-env.sh': env('jamm-0.3.2.jar'),
  'cassandra-rackdc.properties': 'dc=falkenberg\nrack=r1\n',
  'jvm-server.options': '-ea\n-Xmx8G\n-Xms8G\n',
  'jvm-clients.options': '-Xmx256m\n',
  'jvm8-server.options': '-XX:+UseParNewGC\n',
  'jvm11-server.options': '-XX:+UseG1GC\n',
  'jvm11-clients.options': '# of 4.1\n',
  'logback.xml': '<configuration><!-- mine --></configuration>\n',
  'our-metrics.yaml': 'period: 10\n',
  'cqlshrc.sample': '; of 4.1\n',
};

const plan = (more: Partial<ConfigurationInput> = {}) =>
  planConfiguration({
    conf,
    otherFiles: ['.keystore', 'node.jks'],
    targetDefaults,
    oldDefaults: null,
    fromRelease: '4.1.10',
    toRelease: '6.0-alpha2',
    jdkMajor: 17,
    storageMode: 'CASSANDRA_4',
    ...more,
  });

test("the operator's files stay, what the release brings for itself is the target's, and what nothing reads is left behind", () => {
  const { files, changes, refused } = plan();
  expect(refused).toEqual([]);
  expect(Object.keys(files).toSorted()).toEqual(
    [...Object.keys(targetDefaults), 'our-metrics.yaml'].toSorted(),
  );
  const mine = [
    'cassandra-rackdc.properties',
    'jvm-clients.options',
    'logback.xml',
    'our-metrics.yaml',
  ] as const;
  for (const name of mine) expect(files[name], name).toBe(conf[name]);
  const theirs = [
    'cassandra_latest.yaml',
    'cqlshrc.sample',
    'jvm17-clients.options',
    'logback-tools.xml',
    'jvm21-server.options',
  ] as const;
  for (const name of theirs) expect(files[name], name).toBe(targetDefaults[name]);
  expect(changes.filter(({ action }) => action === 'left behind').map(({ file }) => file)).toEqual([
    'jvm8-server.options',
    'jvm11-clients.options',
  ]);
});

test('what both have a say in is merged', () => {
  const { files } = plan();
  expect(files['cassandra.yaml']).toContain('cluster_name: mine\n');
  expect(files['cassandra.yaml']).toContain('\nstorage_compatibility_mode: CASSANDRA_4\n');
  expect(files['jvm-server.options']).toContain('\n-Xmx8G\n-Xms8G\n');
  expect(files['cassandra-env.sh']).toBe(env('jamm-0.4.0.jar'));
});

test('other files are copied by name', () => {
  expect(plan().copyAsIs).toEqual(['.keystore', 'node.jks']);
});

test('each change is one sentence that names its file', () => {
  const says = plan().changes.map((change) => change.says);
  expect(says).toContainEqual(
    expect.stringMatching(/^cassandra\.yaml: log_out_of_token_range_requests removed: /),
  );
  expect(says).toContainEqual(expect.stringMatching(/^jvm-server\.options: -Xmx8G carried: /));
  expect(says).toContainEqual(expect.stringMatching(/^cassandra-env\.sh: jamm-0\.3\.2\.jar replaced: /));
});

test('the diff shows what differs from the operator’s files, and no password', () => {
  const { diff } = plan();
  expect(diff).toContain('--- 4.1.10/cassandra.yaml\n+++ 6.0-alpha2/cassandra.yaml\n');
  expect(diff).toContain('--- /dev/null\n+++ 6.0-alpha2/jvm21-server.options\n');
  expect(diff).not.toContain('logback.xml');
  expect(diff).not.toContain('hush');
});

test('everything that stands in the way is told with its file, at once', () => {
  const { refused } = plan({
    conf: {
      ...conf,
      'cassandra.yaml': 'num_tokens: 16\nnonsense_key: 1\n',
      'cassandra-env.sh': 'JVM_OPTS="$JVM_OPTS -d64"\n',
    },
  });
  expect(refused.map(({ file, key }) => `${file} ${key}`)).toEqual([
    'cassandra.yaml nonsense_key',
    'cassandra-env.sh -d64',
  ]);
});

test('planning again from what was planned gives it back', () => {
  const once = plan();
  const again = plan({ conf: once.files, fromRelease: '6.0-alpha2' });
  expect({ ...again.files, 'jvm-server.options': '' }).toEqual({ ...once.files, 'jvm-server.options': '' });
  expect(again.files['jvm-server.options']).toBe(
    once.files['jvm-server.options']?.replace('from 4.1', 'from 6.0'),
  );
});

test('what only has an old name comes last among the changes', () => {
  const yaml = `${conf['cassandra.yaml']}read_request_timeout_in_ms: 5000\n`;
  const { changes } = plan({ conf: { ...conf, 'cassandra.yaml': yaml } });
  expect(changes.filter(({ action }) => action === 'kept')).toEqual(changes.slice(-1));
});

test.each(['cassandra-topology.properties', 'cassandra-rackdc.properties'])(
  'a %s that the operator deleted does not come back from the release',
  (name) => {
    const without = Object.fromEntries(Object.entries(conf).filter(([file]) => file !== name));
    const shipped = { ...targetDefaults, [name]: '175.56.12.105=DC1:RAC1\n' };
    const { files, diff } = plan({ conf: without, targetDefaults: shipped });
    expect(files[name]).toBeUndefined();
    expect(diff).not.toContain(name);
    expect(plan({ conf: { ...without, [name]: 'mine\n' }, targetDefaults: shipped }).files[name]).toBe(
      'mine\n',
    );
  },
);

test('without a script of his own the operator gets the target’s', () => {
  const without = Object.fromEntries(Object.entries(conf).filter(([name]) => name !== 'cassandra-env.sh'));
  expect(plan({ conf: without }).files['cassandra-env.sh']).toBe(targetDefaults['cassandra-env.sh']);
});

test('a folder without cassandra.yaml, a mode that the target has not and a release of no line are refused', () => {
  expect(() => plan({ conf: {} })).toThrow(expect.objectContaining({ name: 'FileMissing' }));
  expect(() => plan({ storageMode: null })).toThrow(
    expect.objectContaining({ name: 'ConfigurationRefused' }),
  );
  expect(() => plan({ storageMode: 'CASSANDRA_9' })).toThrow(
    expect.objectContaining({ name: 'ConfigurationRefused' }),
  );
  expect(() => plan({ toRelease: '4.1.11' })).toThrow(
    expect.objectContaining({ name: 'ConfigurationRefused' }),
  );
  expect(() => plan({ toRelease: '9.9.9' })).toThrow(expect.objectContaining({ name: 'UnsupportedPath' }));
});
