import { expect, test } from 'vitest';
import {
  activeFlags,
  belongsToRelease,
  commentedFlags,
  maxHeapBytesOf,
  nameOf,
} from '../../../knowledge/cassandra/jvm-flags.ts';

test.each([
  ['-Xmx8G', '-Xmx'],
  ['-Xss256k', '-Xss'],
  ['-XX:+UseG1GC', '-XX:UseG1GC'],
  ['-XX:-UseG1GC', '-XX:UseG1GC'],
  ['-XX:MaxGCPauseMillis=300', '-XX:MaxGCPauseMillis'],
  ['-Dcassandra.ring_delay_ms=2000', '-Dcassandra.ring_delay_ms'],
  ['-javaagent:/opt/a.jar=1', '-javaagent:/opt/a.jar=1'],
  ['-ea', '-ea'],
])('%s sets %s', (flag, name) => {
  expect(nameOf(flag)).toBe(name);
});

test('only lines that begin with a dash count, and of two with one name the last', () => {
  expect(activeFlags('-Xmx4G\n#-Xmn1G\n -Xss1m\n-ea \nwords\n-Xmx8G\r\n')).toEqual(['-ea', '-Xmx8G']);
  expect(commentedFlags('#-Xmx4G\n## -Xms4G\n# words - with a dash\n-ea\n#-XX:+UseNUMA \n')).toEqual([
    '-Xmx4G',
    '-Xms4G',
    '-XX:+UseNUMA',
  ]);
});

test('options of the module system belong to the release, the operator’s properties do not', () => {
  expect(belongsToRelease('--add-opens java.base/java.lang=ALL-UNNAMED')).toBe(true);
  expect(belongsToRelease('-Djava.security.manager=allow')).toBe(true);
  expect(belongsToRelease('-Dcassandra.replace_address=10.0.0.1')).toBe(false);
});

test('the heap is that of the last flag that sets it, in bytes', () => {
  expect(maxHeapBytesOf(['-Xmx512m', '-Xmx31G\n'])).toBe(31 * 1024 ** 3);
  expect(maxHeapBytesOf(['-Xmx1048576\n'])).toBe(1024 ** 2);
  expect(maxHeapBytesOf(['-XX:MaxHeapSize=2k\n'])).toBe(2048);
  expect(maxHeapBytesOf(['#-Xmx4G\n-Xms4G\n'])).toBeNull();
});
