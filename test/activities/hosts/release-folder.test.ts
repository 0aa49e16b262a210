import { expect, test } from 'vitest';
import { confMovesWithRelease, releaseFolder, stagedConf } from '../../../activities/hosts/release-folder.ts';
import { type NodeSettings, settingsOf } from '../../../knowledge/spec/node-settings.ts';
import { healthySpec } from '../../knowledge/gates/healthy-cluster.ts';

const tag = 'ringlift-prod1-to-6.0-alpha2';

test('a release lies beside the others, named as its tarball names it', () => {
  expect(releaseFolder(settings('/opt/cassandra'), '6.0-alpha2')).toBe('/opt/apache-cassandra-6.0-alpha2');
  expect(releaseFolder(settings('/cassandra'), '6.0.0')).toBe('/apache-cassandra-6.0.0');
});

test('a configuration inside of the release waits in the new one, and moves with the link', () => {
  const inside = settings('/opt/cassandra');
  expect(confMovesWithRelease(inside)).toBe(true);
  expect(stagedConf(inside, '6.0-alpha2', tag)).toBe('/opt/apache-cassandra-6.0-alpha2/conf');
});

test('a configuration of its own place waits beside it', () => {
  for (const conf of ['/etc/cassandra', '/opt/cassandra-conf']) {
    const outside = settings('/opt/cassandra', conf);
    expect(confMovesWithRelease(outside)).toBe(false);
    expect(stagedConf(outside, '6.0-alpha2', tag)).toBe(`${conf}.${tag}`);
  }
});

test('a slash at the end of a folder in the file makes no difference', () => {
  const slashed = settings('/opt/cassandra/', '/opt/cassandra/conf/');
  expect(slashed.install).toMatchObject({
    home: '/opt/cassandra',
    conf: '/opt/cassandra/conf',
    releases: '/opt',
  });
  expect(confMovesWithRelease(slashed)).toBe(true);
  expect(stagedConf(slashed, '6.0-alpha2', tag)).toBe('/opt/apache-cassandra-6.0-alpha2/conf');
});

function settings(home: string, conf?: string): NodeSettings {
  const install = { file: '/tmp/x.tar.gz', sha256: 'a'.repeat(64), home, ...(conf ? { conf } : {}) };
  return settingsOf(healthySpec({ install }), '10.0.0.1');
}
