import { chmodSync, statSync, symlinkSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { exitCodes } from '../../../../activities/hosts/exit-codes.ts';
import { HostBench } from './host-bench.ts';

let bench: HostBench;
beforeEach(() => {
  bench = new HostBench();
});
afterEach(() => bench.end());

const text = 'nodetool repair -pr';
/** Blanks, a comment of somebody's, bytes that mean something to sed and awk, and no line end at the end. */
const crontab = [
  '# repairs, by the database team',
  'SHELL=/bin/sh',
  '0 2 * * 0 cassandra  nodetool repair -pr shop  # "$HOME" & \\t [a-z]* \\1',
  '\t30 2 * * 0 cassandra nodetool repair -pr b\u00e9n\u00e9 | mail -s x/y ops',
  '#0 3 * * 0 cassandra nodetool repair -pr asleep',
  '0 4 * * * cassandra nodetool snapshot',
  '0 5 * * * cassandra nodetool repair -pr last',
].join('\n');
const paused = crontab
  .replace('0 2 * * 0', '#ringlift:nightly# 0 2 * * 0')
  .replace('\t30 2', '#ringlift:nightly# \t30 2')
  .replace('0 5 *', '#ringlift:nightly# 0 5 *');

const file = () => bench.path('etc/cron.d/repairs');
const actor = (verb: string, given: { text?: string; name?: string; cutOffAt?: number } = {}) =>
  bench.change('cron-actor', [verb, given.name ?? 'nightly', file(), given.text ?? text], {
    ...(given.cutOffAt !== undefined && { cutOffAt: given.cutOffAt }),
  });
const look = (given = text) => bench.run('look-cron', [file(), given, 'nightly']);

beforeEach(() => {
  bench.write('etc/cron.d/repairs', crontab, 0o640);
});

test('lines that hold the text are silenced, no other, and put back byte for byte with their rights', async () => {
  expect((await look()).stdout).toBe('live 3\nsilenced 0\nasleep 1\n');
  expect((await actor('pause')).stdout).toBe('result: done\n');
  expect(bench.read('etc/cron.d/repairs')).toBe(paused);
  expect((await look()).stdout).toBe('live 0\nsilenced 3\nasleep 1\n');
  expect(statSync(file()).mode & 0o777).toBe(0o640);
  expect((await actor('resume')).stdout).toBe('result: done\n');
  expect(bench.read('etc/cron.d/repairs')).toBe(crontab);
  expect(statSync(file()).mode & 0o777).toBe(0o640);
  expect(bench.has('state/prod1/actors/nightly')).toBe(false);
  expect(bench.events).toEqual([
    ...['cron-actor begin', 'cron-actor end done', 'cron-actor begin', 'cron-actor end done'],
  ]);
});

test('twice is once, for both', async () => {
  await actor('pause');
  expect((await actor('pause')).stdout).toBe('result: alreadyDone\n');
  expect(bench.read('etc/cron.d/repairs')).toBe(paused);
  await actor('resume');
  expect((await actor('resume')).stdout).toBe('result: alreadyDone\n');
  expect(bench.read('etc/cron.d/repairs')).toBe(crontab);
});

test('what was a comment before us stays one', async () => {
  bench.write('etc/cron.d/repairs', '# 0 2 * * * root nodetool repair -pr\n');
  expect((await actor('pause')).stdout).toBe('result: alreadyDone\n');
  expect((await actor('resume')).stdout).toBe('result: alreadyDone\n');
  expect(bench.read('etc/cron.d/repairs')).toBe('# 0 2 * * * root nodetool repair -pr\n');
});

test('a text that no line holds, and a file that is not there, are refused', async () => {
  const slip = await actor('pause', { text: 'nodetool repiar' });
  expect(slip).toMatchObject({ exitCode: exitCodes.notAsExpected, stdout: '' });
  expect(slip.stderr).toContain('no line of');
  expect(bench.read('etc/cron.d/repairs')).toBe(crontab);
  const gone = await bench.change('cron-actor', ['pause', 'nightly', bench.path('no/such'), text]);
  expect(gone.exitCode).toBe(exitCodes.notAsExpected);
  expect((await bench.run('look-cron', [bench.path('no/such'), text, 'nightly'])).exitCode).toBe(
    exitCodes.notAsExpected,
  );
});

test('signs that mean something to sed and awk are only signs', async () => {
  const odd = '"$HOME" & \\t [a-z]* \\1';
  expect((await look(odd)).stdout).toMatch(/^live 1\n/);
  expect((await actor('pause', { text: odd })).stdout).toBe('result: done\n');
  expect(bench.read('etc/cron.d/repairs')).toBe(crontab.replace('0 2 * * 0', '#ringlift:nightly# 0 2 * * 0'));
  await actor('resume', { text: odd });
  expect(bench.read('etc/cron.d/repairs')).toBe(crontab);
});

test('what somebody edits meanwhile stays, and is said', async () => {
  await actor('pause');
  bench.write('etc/cron.d/repairs', `${paused}\n0 6 * * * cassandra new\n`);
  expect((await actor('resume')).stdout).toBe('result: doneEdited\n');
  expect(bench.read('etc/cron.d/repairs')).toBe(`${crontab}\n0 6 * * * cassandra new\n`);
});

test('a line that somebody wakes meanwhile is silenced again, and his other edits are put back with it', async () => {
  await actor('pause');
  bench.write('etc/cron.d/repairs', paused.replace('#ringlift:nightly# 0 5 *', '0 9 *'));
  expect((await look()).stdout).toMatch(/^live 1\nsilenced 2\n/);
  expect((await actor('pause')).stdout).toBe('result: done\n');
  expect((await actor('resume')).stdout).toBe('result: done\n');
  expect(bench.read('etc/cron.d/repairs')).toBe(crontab.replace('0 5 *', '0 9 *'));
});

test('two actors in one file know their own lines', async () => {
  await actor('pause');
  await actor('pause', { name: 'backups', text: 'nodetool snapshot' });
  expect(bench.read('etc/cron.d/repairs')).toContain('#ringlift:backups# 0 4');
  await actor('resume');
  expect(bench.read('etc/cron.d/repairs')).toBe(crontab.replace('0 4', '#ringlift:backups# 0 4'));
  await actor('resume', { name: 'backups', text: 'nodetool snapshot' });
  expect(bench.read('etc/cron.d/repairs')).toBe(crontab);
});

test('behind a symlink the real file is changed, and the link stays', async () => {
  symlinkSync(file(), bench.path('etc/link'));
  await bench.change('cron-actor', ['pause', 'nightly', bench.path('etc/link'), text]);
  expect(bench.read('etc/cron.d/repairs')).toBe(paused);
});

test(
  'cut off at any of its commands the file is whole, and running again does it',
  { timeout: 120_000 },
  async () => {
    for (const [verb, from, to] of [
      ['pause', crontab, paused],
      ['resume', paused, crontab],
    ] as const) {
      for (let at = 1, ended = false; !ended; at += 1) {
        bench.write('etc/cron.d/repairs', crontab);
        chmodSync(file(), 0o640);
        if (verb === 'resume') await actor('pause');
        ended = (await actor(verb, { cutOffAt: at })).exitCode === 0;
        expect([from, to], `${verb} cut off at ${at}`).toContain(bench.read('etc/cron.d/repairs'));
        expect((await actor(verb)).exitCode).toBe(0);
        expect(bench.read('etc/cron.d/repairs'), `${verb} cut off at ${at}`).toBe(to);
        expect(statSync(file()).mode & 0o777).toBe(0o640);
        if (ended) expect(at).toBeGreaterThan(4);
        await actor('resume');
      }
    }
  },
);
