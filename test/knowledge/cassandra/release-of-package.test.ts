import { expect, test } from 'vitest';
import { releaseOfPackage } from '../../../knowledge/cassandra/release-of-package.ts';

test.each([
  ['5.0.9', '5.0.9'],
  ['5.0.9-1', '5.0.9'],
  ['1:4.1.10-2acme1', '4.1.10'],
  ['6.0~alpha2', '6.0-alpha2'],
  ['6.0~alpha2-1', '6.0-alpha2'],
  ['5.0~rc1', '5.0-rc1'],
  ['4.0.7+nmu1', '4.0.7'],
])('the package %s is of %s', (version, release) => {
  expect(releaseOfPackage(version)).toBe(release);
});

test.each(['', 'latest', '5', '5.0.9.1', 'v5.0.9'])('"%s" names no release', (version) => {
  expect(releaseOfPackage(version)).toBeNull();
});
