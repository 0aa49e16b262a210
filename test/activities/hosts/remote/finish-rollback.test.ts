import { afterEach, beforeEach, expect, test } from 'vitest';
import { exitCodes } from '../../../../activities/hosts/exit-codes.ts';
import { type HostBench, tag } from './host-bench.ts';
import { keepHost, record, stamp, treeOf, upgradedBench } from './rolled-node.ts';

const own = `state/prod1/${tag}`;
const note = `{"release":"5.0.9","stamp":"${stamp}"}\n`;

let bench: HostBench;
beforeEach(async () => {
  bench = await upgradedBench();
  bench.write(`${own}/rollback.json`, note);
  bench.write(`${own}/rollback-folders`, 'cassandra 1 /data\n');
  bench.write(`${own}/baseline.json`, '{"release":"5.0.9"}');
  bench.write(`${own}/log-mark`, '1 2\n');
  bench.write(`${own}/start-output`, 'started\n');
});
afterEach(() => bench.end());

test('the archive holds logs, configuration and output of the new release, readable by root alone', async () => {
  expect((await archive()).stdout).toBe('result: done\n');
  expect(treeOf(bench, `${record}/new-release`)).toEqual({
    [`${record}/new-release/conf/cassandra.yaml`]: 'merged: outside\n',
    [`${record}/new-release/logs/system.log`]: 'ERROR of the new release\n',
    [`${record}/new-release/logs/debug.log`]: 'debugging the new release\n',
    [`${record}/new-release/release`]: `${bench.new}\n`,
    [`${record}/new-release/start-output`]: 'started\n',
  });
  expect((await archive()).stdout).toBe('result: alreadyDone\n');
});

test('an archive that was cut off is made whole by running again', { timeout: 300_000 }, async () => {
  const kept = keepHost(bench);
  await archive();
  const wanted = treeOf(bench, record);
  for (let at = 1, ended = false; !ended; at += 1) {
    kept.putBack();
    ended = await bench.changeCutOff(at, 'archive-release', archiveArgs());
    expect(await archive(), `cut off at ${at}`).toMatchObject({ exitCode: 0, stderr: '' });
    expect(treeOf(bench, record), `cut off at ${at}`).toEqual(wanted);
  }
});

test('finished, the note and what the upgrade knew are with the record, and another upgrade begins anew', async () => {
  bench.write(`${own}/owes-repair`, 'since\n');
  bench.write('state/prod1/unsettled', `${tag}\n`);
  expect((await finish()).stdout).toBe('result: done\n');
  expect(bench.has('state/prod1/unsettled')).toBe(false);
  expect(bench.read(`${record}/rollback.json`)).toBe(note);
  for (const name of ['baseline.json', 'log-mark', 'start-output']) {
    expect(bench.has(`${record}/${name}`), name).toBe(true);
    expect(bench.has(`${own}/${name}`), name).toBe(false);
  }
  expect(bench.has(`${own}/rollback-folders`)).toBe(false);
  expect(bench.has(`${own}/owes-repair`)).toBe(true);
  expect((await finish()).stdout).toBe('result: alreadyDone\n');
});

test('given up, its record stays and the node is what the upgrade knows of it still', async () => {
  await finish('givenUp');
  expect(bench.read(`${record}/rollback.json`)).toBe(note);
  expect(bench.has(`${own}/rollback.json`)).toBe(false);
  expect(bench.has(`${own}/rollback-folders`)).toBe(false);
  expect(bench.has(`${own}/baseline.json`)).toBe(true);
});

test('cut off at any of its commands it is finished by running again', { timeout: 300_000 }, async () => {
  const kept = keepHost(bench);
  for (let at = 1, ended = false; !ended; at += 1) {
    kept.putBack();
    ended = await bench.changeCutOff(at, 'finish-rollback', [tag, stamp, 'back']);
    expect(await finish(), `cut off at ${at}`).toMatchObject({ exitCode: 0, stderr: '' });
    expect(bench.read(`${record}/rollback.json`)).toBe(note);
    expect(bench.has(`${own}/baseline.json`)).toBe(false);
  }
});

test('while a way back is half done, no restore point is made and no release switched', async () => {
  const point = await bench.change('make-restore-point', [tag, bench.conf, bench.home, bench.releases]);
  const there = await bench.change('switch-release', [
    ...[tag, bench.conf, bench.home, bench.releases, bench.new, '-'],
  ]);
  for (const answer of [point, there]) {
    expect(answer.exitCode).toBe(exitCodes.notAsExpected);
    expect(answer.stderr).toMatch(/a way back was begun on this node and is half done/);
  }
});

test('what was set aside is deleted only once the way back is over and its repair was done', async () => {
  const list = bench.write(`${record}/asides`, `${bench.path(`data.${tag}.aside-${stamp}`)}\n`);
  bench.write(`data.${tag}.aside-${stamp}/shop/row`, 'live before');
  await expectKept('a way back is half done');
  await finish();
  bench.write(`${own}/owes-repair`, 'since\n');
  await expectKept('owes a repair');
  expect((await bench.change('settle-repair', [tag])).stdout).toBe('result: done\n');
  const answer = await forget();
  expect(answer.stdout).toBe(`forgot ${bench.path(`data.${tag}.aside-${stamp}`)}\nresult: done\n`);
  expect(bench.has(`data.${tag}.aside-${stamp}`)).toBe(false);
  expect(bench.has(list)).toBe(false);
  expect((await forget()).stdout).toBe('result: alreadyDone\n');
});

test('a list that names anything else deletes nothing', async () => {
  await finish();
  bench.write(`${record}/asides`, `${bench.path('data')}\n`);
  await expectKept('which no way back set aside');
  expect(bench.has('data/shop')).toBe(true);
});

test('a look tells the note, the old release, its time, and what is set aside still', async () => {
  bench.write(`${record}/asides`, `${bench.path('gone')}\n${bench.path('hints')}\n`);
  const { stdout, exitCode } = await bench.run('look-rollback', [bench.state, tag]);
  expect(exitCode).toBe(0);
  const told = new Map(
    stdout
      .trim()
      .split('\n')
      .map((line) => [line.split(' ')[0], line.split(' ')]),
  );
  const text = (name: string) => Buffer.from(told.get(name)?.[2] ?? '', 'base64').toString();
  expect(text('note')).toBe(note);
  expect(text('release')).toBe(`${bench.old}\n`);
  expect(text('complete')).toMatch(/^\d{4}-/);
  expect(text('asides')).toBe(`${bench.path('hints')}\n`);
  expect(told.get('owes')?.[2]).toBe('-');
  expect(text('putBack')).toBe('yes\nyes\n');
});

function archiveArgs(): string[] {
  return [tag, stamp, bench.log, bench.conf, bench.home];
}

function archive() {
  return bench.change('archive-release', archiveArgs());
}

function finish(end = 'back') {
  return bench.change('finish-rollback', [tag, stamp, end]);
}

function forget() {
  return bench.change('forget-aside', [tag]);
}

async function expectKept(why: string): Promise<void> {
  const before = treeOf(bench, 'data', `data.${tag}.aside-${stamp}`);
  const answer = await forget();
  expect(answer.exitCode).toBe(exitCodes.notAsExpected);
  expect(answer.stderr).toContain(why);
  expect(treeOf(bench, 'data', `data.${tag}.aside-${stamp}`)).toEqual(before);
}
