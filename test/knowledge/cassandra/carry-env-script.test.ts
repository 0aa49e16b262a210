import { expect, test } from 'vitest';
import { carryEnvScript } from '../../../knowledge/cassandra/carry-env-script.ts';

/** Made for the test, with the shapes that the real ones have. */
const three = `#!/bin/sh
#MAX_HEAP_SIZE="4G"
read_options()
{
    cat "$CONF"/jvm.options
}
JVM_OPTS="$JVM_OPTS -javaagent:$CASSANDRA_HOME/lib/jamm-0.3.0.jar"
JMX_PORT="7199"
if [ "$LOCAL_JMX" = "yes" ]; then
  JVM_OPTS="$JVM_OPTS -Dlocal=$JMX_PORT"
else
  # JVM_OPTS="$JVM_OPTS -Djmx.ssl=true"
  JVM_OPTS="$JVM_OPTS -Dremote=$JMX_PORT"
fi
JVM_OPTS="$JVM_OPTS $JVM_EXTRA_OPTS"
`;
const four = `#!/bin/sh
# of 4.0
#MAX_HEAP_SIZE="4G"
JVM_OPTS="$JVM_OPTS -javaagent:$CASSANDRA_HOME/lib/jamm-0.3.2.jar"
JMX_PORT="7199"
if [ "$LOCAL_JMX" = "yes" ]; then
  JVM_OPTS="$JVM_OPTS -Dlocal=$JMX_PORT"
else
  #JVM_OPTS="$JVM_OPTS -Djmx.ssl=true"
  JVM_OPTS="$JVM_OPTS -Dremote=$JMX_PORT"
fi
JVM_OPTS="$JVM_OPTS $JVM_EXTRA_OPTS"
`;

const carry = (change: (script: string) => string, old: string | null = three) =>
  carryEnvScript(change(three), four, old);

test('a script as it was shipped becomes the target’s', () => {
  expect(carry((script) => script)).toEqual({ text: four, carried: [], dropped: [], refused: [] });
});

test('an assignment takes the place of its name, in force or in a comment, and else stands at the top', () => {
  const { text, carried } = carry((script) =>
    script
      .replace('#MAX_HEAP_SIZE="4G"', 'MAX_HEAP_SIZE="8G"\nHEAP_NEWSIZE="800M"')
      .replace('JMX_PORT="7199"', 'JMX_PORT="7299"'),
  );
  expect(text).toBe(
    four
      .replace('#MAX_HEAP_SIZE="4G"', 'MAX_HEAP_SIZE="8G"')
      .replace('JMX_PORT="7199"', 'JMX_PORT="7299"')
      .replace('#!/bin/sh\n', '#!/bin/sh\n# Ringlift: carried over from 3.x\nHEAP_NEWSIZE="800M"\n'),
  );
  expect(carried.map(({ line }) => line)).toEqual([
    'MAX_HEAP_SIZE="8G"',
    'HEAP_NEWSIZE="800M"',
    'JMX_PORT="7299"',
  ]);
});

test('an option that the target has in a comment is put in force there, another one comes before the last', () => {
  const { text, refused } = carry((script) =>
    script
      .replace('# JVM_OPTS="$JVM_OPTS -Djmx.ssl', 'JVM_OPTS="$JVM_OPTS -Djmx.ssl')
      .replace(
        'JVM_OPTS="$JVM_OPTS $JVM_EXTRA',
        'JVM_OPTS="$JVM_OPTS -javaagent:/opt/agents/a.jar=9404"\nJVM_OPTS="$JVM_OPTS $JVM_EXTRA',
      ),
  );
  expect(text).toContain('else\n  JVM_OPTS="$JVM_OPTS -Djmx.ssl=true"\n');
  expect(text).toContain(
    '# Ringlift: carried over from 3.x\nJVM_OPTS="$JVM_OPTS -javaagent:/opt/agents/a.jar=9404"\nJVM_OPTS="$JVM_OPTS $JVM_EXTRA_OPTS"\n',
  );
  expect(refused).toEqual([]);
});

test('a setting that was switched off is off again', () => {
  const { text, carried } = carry((script) =>
    script.replace('  JVM_OPTS="$JVM_OPTS -Dlocal', '  # JVM_OPTS="$JVM_OPTS -Dlocal'),
  );
  expect(text).toBe(four.replace('  JVM_OPTS="$JVM_OPTS -Dlocal', '  #JVM_OPTS="$JVM_OPTS -Dlocal'));
  expect(carried).toEqual([{ line: 'JVM_OPTS="$JVM_OPTS -Dlocal=$JMX_PORT"', action: 'switched off' }]);
});

test.each([
  ['. /etc/default/ours'],
  ['ulimit -n 100000'],
  ['JVM_OPTS="$JVM_OPTS -Dhost=$(hostname -f)"'],
  ['if [ -r /etc/ours ]; then'],
])('%s is no plain setting, and is refused', (line) => {
  expect(carry((script) => `${line}\n${script}`).refused).toEqual([line]);
});

test('without the old script, lines that 3.11 shipped are known, and others are the operator’s', () => {
  const shipped =
    'JVM_OPTS_FILE=$CASSANDRA_CONF/jvm.options\nfor opt in `grep "^-" $JVM_OPTS_FILE`\ndo\n  JVM_OPTS="$JVM_OPTS $opt"\ndone\n';
  expect(carryEnvScript(`${shipped}MAX_HEAP_SIZE="2G"\n`, four, null)).toMatchObject({
    carried: [{ line: 'MAX_HEAP_SIZE="2G"' }],
    refused: [],
  });
  expect(carryEnvScript(three, four, null).refused).toEqual(
    ['read_options()', '{', 'cat "$CONF"/jvm.options', '}'].filter((line) => !/^[{}]$/.test(line)),
  );
});

test('carrying what was carried changes nothing', () => {
  const once = carry((script) =>
    script.replace(
      '#MAX_HEAP_SIZE="4G"',
      'MAX_HEAP_SIZE="8G"\nHEAP_NEWSIZE="800M"\nOURS=1\nJVM_OPTS="$JVM_OPTS -Dours=1"\nJVM_OPTS="$JVM_OPTS -Dtheirs=2"',
    ),
  );
  expect(carryEnvScript(once.text, four, null)).toMatchObject({ text: once.text, refused: [] });
});
