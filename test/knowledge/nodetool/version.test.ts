import { expect, test } from 'vitest';
import { parseVersion } from '../../../knowledge/nodetool/version.ts';
import { refusal } from './refusal.ts';

test('a release, and what -v adds', () => {
  const verbose =
    'ReleaseVersion: 6.0-alpha2\nBuildDate: 2026-01-01\nGitSHA: 0abc\nJVM vendor/version: OpenJDK/17.0.1\n';
  expect(parseVersion(verbose)).toEqual({ release: '6.0-alpha2', dse: null });
});

test("DSE's release is told apart from Apache's", () => {
  expect(parseVersion('DSE version: 6.7.7\nReleaseVersion: 4.0.0.677\n')).toEqual({
    release: '4.0.0.677',
    dse: '6.7.7',
  });
});

test.each([
  'ReleaseVersion: Unknown\n',
  'ReleaseVersion: debug version\n',
  'ReleaseVersion: \n',
  'DSE version: 6.7.7\n',
  'ReleaseVersion: 4.0.1',
  'ReleaseVersion: 4.0.1\nReleaseVersion: 4.0.2\n',
])('refused is %j', (text) => {
  expect(() => parseVersion(text)).toThrow(refusal);
});
