import { expect, test } from 'vitest';
import { fitEnvScript } from '../../../knowledge/cassandra/env-script.ts';
import type { EnvScriptInput } from '../../../knowledge/cassandra/env-script.ts';

const script = (jamm: string, more = '') => `# the operator's
# JVM_OPTS="$JVM_OPTS -javaagent:$CASSANDRA_HOME/lib/jamm-0.2.5.jar"
JVM_OPTS="$JVM_OPTS -javaagent:$CASSANDRA_HOME/lib/${jamm}"
if [ "x$MAX_HEAP_SIZE" = "x" ]; then
    echo "please set or unset MAX_HEAP_SIZE and HEAP_NEWSIZE in pairs when using CMS GC"
fi
JVM_OPTS="$JVM_OPTS -Dcassandra.jmx.local.port=$JMX_PORT"
${more}`;

const fit = (text: string, more: Partial<EnvScriptInput> = {}) =>
  fitEnvScript({
    text,
    targetDefault: script('jamm-0.4.0.jar'),
    oldDefault: null,
    fromLine: '5.0',
    toLine: '6.0',
    jdkMajor: 17,
    collector: 'G1',
    ...more,
  });

test('a script that fits comes back as it is', () => {
  expect(fit(script('jamm-0.4.0.jar'))).toEqual({ text: script('jamm-0.4.0.jar'), changes: [], refused: [] });
});

test('the version of jamm becomes the one that the target brings, in the line that is in force only', () => {
  const fitted = fit(script('jamm-0.3.2.jar'), { fromLine: '4.1' });
  expect(fitted.text).toBe(script('jamm-0.4.0.jar'));
  expect(fitted.changes).toEqual([expect.objectContaining({ key: 'jamm-0.3.2.jar' })]);
});

test('what the target brings is read from its own script, and known without one', () => {
  expect(fit(script('jamm-0.4.0.jar'), { targetDefault: script('jamm-0.5.0.jar') }).text).toContain(
    '/jamm-0.5.0.jar',
  );
  expect(fit(script('jamm-0.3.2.jar'), { targetDefault: null }).text).toContain('/jamm-0.4.0.jar');
  expect(
    fit(script('jamm-0.3.2.jar'), { targetDefault: null, fromLine: '4.0', toLine: '4.1' }).changes,
  ).toEqual([]);
});

test('flags that the JDK does not start with are refused, but not in comments', () => {
  const flags = `JVM_OPTS="$JVM_OPTS -XX:+UseParNewGC -XX:+UseG1GC"\n#JVM_OPTS="$JVM_OPTS -XX:+PrintHeapAtGC"\n`;
  expect(fit(script('jamm-0.4.0.jar', flags)).refused.map(({ key }) => key)).toEqual(['-XX:+UseParNewGC']);
});

test('a heap without its young generation is refused when the collector is not G1: the script would end itself', () => {
  const heap = script('jamm-0.4.0.jar', 'MAX_HEAP_SIZE="8G"\n');
  expect(fit(heap, { collector: 'ZGC' }).refused.map(({ key }) => key)).toEqual(['MAX_HEAP_SIZE']);
  expect(fit(heap, { collector: 'G1' }).refused).toEqual([]);
  expect(fit(`${heap}HEAP_NEWSIZE="1G"\n`, { collector: 'ZGC' }).refused).toEqual([]);
  expect(fit(script('jamm-0.4.0.jar', '#MAX_HEAP_SIZE="8G"\n'), { collector: 'ZGC' }).refused).toEqual([]);
});

const readsOptions =
  'JVM_OPTS_FILE=$CASSANDRA_CONF/jvm.options\nfor opt in `grep "^-" $JVM_OPTS_FILE`\ndo\n  JVM_OPTS="$JVM_OPTS $opt"\ndone\n';
const toFour = { fromLine: '3.11', toLine: '4.0', targetDefault: script('jamm-0.3.2.jar') } as const;

test('in place of the script of 3.x stands the target’s, with the operator’s own lines', () => {
  const three = script('jamm-0.3.0.jar', readsOptions);
  expect(fit(three, { ...toFour, oldDefault: three })).toMatchObject({
    text: script('jamm-0.3.2.jar'),
    refused: [],
  });
  const { text, changes, refused } = fit(`${three}MAX_HEAP_SIZE="4G"\n`, toFour);
  expect(text).toMatch(/^# Ringlift: carried over from 3\.x\nMAX_HEAP_SIZE="4G"\n/);
  expect(text).not.toContain('jvm.options');
  expect(changes.map(({ key }) => key)).toEqual(['all', 'MAX_HEAP_SIZE="4G"']);
  expect(refused).toEqual([]);
  expect(fit(text, toFour)).toEqual({ text, changes: [], refused: [] });
});

test('a line of a script of 3.x that is no plain setting is refused, and so is a script that the target has none for', () => {
  const three = script('jamm-0.3.0.jar', `${readsOptions}. /etc/ours\n`);
  expect(fit(three, toFour).refused.map(({ key }) => key)).toEqual(['. /etc/ours']);
  expect(fit(three, { ...toFour, targetDefault: null }).refused).toHaveLength(1);
});

test('an agent inside the release is refused: the next release does not bring it', () => {
  const agent = (path: string) => script('jamm-0.4.0.jar', `JVM_OPTS="$JVM_OPTS -javaagent:${path}=7070"\n`);
  expect(fit(agent('$CASSANDRA_HOME/lib/metrics.jar')).refused.map(({ key }) => key)).toEqual([
    '-javaagent:$CASSANDRA_HOME/lib/metrics.jar',
  ]);
  expect(fit(agent('/opt/agents/metrics.jar')).refused).toEqual([]);
});

test('of a script of 3.x, flags that the new Java does not start with are left out and told', () => {
  const gc = 'JVM_OPTS="$JVM_OPTS -XX:+UseParNewGC"\nJVM_OPTS="$JVM_OPTS -XX:+UseConcMarkSweepGC"\n';
  const three = script('jamm-0.3.0.jar', `${readsOptions}${gc}`);
  const eleven = fit(three, { ...toFour, jdkMajor: 11 });
  expect(eleven.refused).toEqual([]);
  expect(eleven.text).not.toContain('UseParNewGC');
  expect(eleven.text).toContain('UseConcMarkSweepGC');
  expect(eleven.changes.find(({ key }) => key.includes('UseParNewGC'))?.why).toMatch(
    /^not carried: Java 11 /,
  );
  expect(fit(three, { ...toFour, jdkMajor: 8 }).text).toContain('UseParNewGC');
});
