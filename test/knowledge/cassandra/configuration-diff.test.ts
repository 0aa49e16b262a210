import { expect, test } from 'vitest';
import { configurationDiff, withoutSecrets } from '../../../knowledge/cassandra/configuration-diff.ts';

test('files that differ are shown, files that do not are not', () => {
  const diff = configurationDiff(
    { 'a.xml': 'same\n', 'b.yaml': 'x: 1\n', old: 'o\n' },
    { 'a.xml': 'same\n', 'b.yaml': 'x: 2\n', new: 'n\n' },
    '5.0.9',
    '6.0.0',
  );
  expect(diff.split('\n').filter((line) => /^[-+]/.test(line))).toEqual([
    '--- 5.0.9/b.yaml',
    '+++ 6.0.0/b.yaml',
    '-x: 1',
    '+x: 2',
    '--- /dev/null',
    '+++ 6.0.0/new',
    '+n',
    '--- 5.0.9/old',
    '+++ /dev/null',
    '-o',
  ]);
});

test.each([
  ['    keystore_password: "hush # 1"', '    keystore_password: <hidden>'],
  ["truststore_password: 'hush' # why", 'truststore_password: <hidden> # why'],
  ['{keystore: a, keystore_password: hush}', '{keystore: a, keystore_password: <hidden>'],
  ['-Djavax.net.ssl.keyStorePassword=hush', '-Djavax.net.ssl.keyStorePassword=<hidden>'],
  [
    'JVM_OPTS="$JVM_OPTS -Djavax.net.ssl.trustStorePassword=hush"',
    'JVM_OPTS="$JVM_OPTS -Djavax.net.ssl.trustStorePassword=<hidden>"',
  ],
  ['password = hush', 'password = <hidden>'],
  ['client_secret: hush', 'client_secret: <hidden>'],
  [
    'key: |\n  -----BEGIN ENCRYPTED PRIVATE KEY-----\n  aGk=\n  -----END ENCRYPTED PRIVATE KEY-----\n',
    'key: |\n  <hidden>\n',
  ],
])('no secret gets into evidence: %j', (text, shown) => {
  expect(withoutSecrets(text)).toBe(shown);
});

test.each([
  'authenticator: PasswordAuthenticator',
  'keystore_password_file: /etc/cassandra/password',
  '-Dcom.sun.management.jmxremote.password.file=/etc/cassandra/jmxremote.password',
  '# keystore_password is set below',
  'keystore_password:',
])('what only speaks of passwords is shown: %s', (text) => {
  expect(withoutSecrets(text)).toBe(text);
});
