import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { judgeReleasesAhead } from '../../../activities/observe/judge-releases-ahead.ts';
import { expectOpen, expectShut, remedyOf } from '../../knowledge/gates/expect-verdict.ts';
import { healthySpec } from '../../knowledge/gates/healthy-cluster.ts';

const digestOf = (text: string) => createHash('sha256').update(text).digest('hex');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ringlift-ahead-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function spec() {
  const fileOf = (release: string) => join(folder, `${release}.tar.gz`);
  for (const release of ['4.1.10', '5.0.9', '6.0-alpha2']) writeFileSync(fileOf(release), release);
  const stop = (release: string) => ({ release, file: fileOf(release), sha256: digestOf(release) });
  const { file, sha256 } = stop('6.0-alpha2');
  return healthySpec({
    via: [stop('4.1.10'), stop('5.0.9')],
    install: { file, sha256, home: '/opt/cassandra' },
  });
}

test('opens when every tarball of a later hop is what the file says', async () => {
  expectOpen(await judgeReleasesAhead(spec(), ['5.0.9', '6.0-alpha2']), '5.0.9: ', '6.0-alpha2: ');
});

test('stays shut for one that is missing or another, and names the release', async () => {
  const whole = spec();
  rmSync(join(folder, '5.0.9.tar.gz'));
  writeFileSync(join(folder, '6.0-alpha2.tar.gz'), 'something else');
  const verdict = await judgeReleasesAhead(whole, ['5.0.9', '6.0-alpha2']);
  expectShut(verdict, '5.0.9: ', `the file says ${digestOf('6.0-alpha2')}`);
  expect(remedyOf(verdict)).toContain('under via');
});
