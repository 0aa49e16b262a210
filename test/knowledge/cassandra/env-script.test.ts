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

test('the script of 3.x is replaced where it is as it was shipped, and refused where it is not', () => {
  const three = script('jamm-0.3.0.jar', 'for opt in `grep "^-" $CASSANDRA_CONF/jvm.options`; do :; done\n');
  const hop = { fromLine: '3.11', toLine: '4.0', targetDefault: script('jamm-0.3.2.jar') } as const;
  expect(fit(three, { ...hop, oldDefault: three })).toMatchObject({
    text: script('jamm-0.3.2.jar'),
    refused: [],
  });
  expect(fit(`${three}# mine\n`, { ...hop, oldDefault: three }).refused).toHaveLength(1);
  expect(fit(three, hop).refused).toHaveLength(1);
});
