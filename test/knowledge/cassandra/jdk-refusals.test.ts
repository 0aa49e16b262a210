import { expect, test } from 'vitest';
import { refusedByJdk } from '../../../knowledge/cassandra/jdk-refusals.ts';

/** As measured on OpenJDK 11.0.13, 17.0.15 and 21.0.8: does it start with the flag? */
test.each([
  ['-XX:+UseConcMarkSweepGC', true, false, false],
  ['-XX:CMSInitiatingOccupancyFraction=75', true, false, false],
  ['-XX:+UseCMSInitiatingOccupancyOnly', true, false, false],
  ['-XX:+UseParNewGC', false, false, false],
  ['-XX:+PrintGCDateStamps', false, false, false],
  ['-XX:+PrintGCDetails', true, true, true],
  ['-XX:+PrintGCApplicationStoppedTime', false, false, false],
  ['-XX:NumberOfGCLogFiles=10', false, false, false],
  ['-Xloggc:/var/log/gc.log', true, true, true],
  ['-XX:ThreadPriorityPolicy=42', false, false, false],
  ['-XX:ThreadPriorityPolicy=1', true, true, true],
  ['-XX:-UseBiasedLocking', true, true, false],
  ['-XX:+AggressiveOpts', true, false, false],
  ['-XX:MaxPermSize=256m', true, false, false],
  ['-XX:+UnlockCommercialFeatures', false, false, false],
  ['-XX:+UseG1GC', true, true, true],
  ['-XX:+UseZGC', false, true, true],
  ['-XX:+ZGenerational', false, false, true],
  ['-Xlog:async', false, true, true],
  ['-Djava.security.manager=allow', false, true, true],
  ['-Djava.ext.dirs=/tmp', false, false, false],
  ['-XX:+UseNUMA', true, true, true],
  ['-XX:StringTableSize=1000003', true, true, true],
])('%s: Java 11 %s, 17 %s, 21 %s', (flag, ...starts) => {
  expect([11, 17, 21].map((major) => refusedByJdk(flag, major) === null)).toEqual(starts);
});

test('Java 8 is asked nothing: it runs what 3.x and 4.x came with', () => {
  expect(refusedByJdk('-XX:+UseParNewGC', 8)).toBeNull();
  expect(refusedByJdk('-XX:ThreadPriorityPolicy=42', 8)).toBeNull();
});
