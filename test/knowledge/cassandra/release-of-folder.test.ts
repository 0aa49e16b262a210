import { expect, test } from 'vitest';
import { releaseOfFolder } from '../../../knowledge/cassandra/release-of-folder.ts';

test.each([
  ['/opt/apache-cassandra-6.0-alpha2', '6.0-alpha2'],
  ['/opt/apache-cassandra-5.0.9/', '5.0.9'],
  ['/srv/cassandra/4.1.10', '4.1.10'],
  ['/opt/dse-6.8.1', 'dse-6.8.1'],
  ['/opt/cassandra', null],
  ['/opt/apache-cassandra-5.0.9.old', null],
  ['/opt/apache-cassandra-15.0.9x', null],
])('the release of folder %s is %s', (folder, release) => {
  expect(releaseOfFolder(folder)).toBe(release);
});
