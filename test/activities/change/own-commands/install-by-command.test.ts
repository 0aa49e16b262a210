import { afterEach, beforeEach, expect, test } from 'vitest';
import { installByCommand } from '../../../../activities/change/own-commands/install-by-command.ts';
import { OwnBench, former, target } from './own-bench.ts';

let bench: OwnBench;
beforeEach(() => void (bench = new OwnBench()));
afterEach(() => bench.end());

const install = () => installByCommand(bench.attempt(), bench.task, bench.host);

test('what is installed in place is in use, and a second time nothing is run', async () => {
  bench.command('install', bench.puts(target));
  expect(await install()).toMatchObject({ outcome: 'done' });
  expect(await install()).toMatchObject({ outcome: 'alreadyDone' });
  expect(bench.ran).toEqual([`install ${target}`]);
});

test('a command that exits 0 and leaves the old release in use is found out before the start', async () => {
  bench.command('install', bench.puts(target, bench.path('beside')));
  await expect(install()).rejects.toMatchObject({
    name: 'PreconditionChanged',
    parts: {
      what: expect.stringContaining(`another release than ${target} is what the service would start`),
      found: `${bench.vendor}/apache-cassandra-${former}`,
      changed: expect.stringContaining('the node is stopped'),
    },
  });
  // Installed it is: it still is not taken for done.
  await expect(install()).rejects.toMatchObject({ name: 'PreconditionChanged' });
  bench.command('install', bench.puts(target));
  expect(await install()).toMatchObject({ outcome: 'done' });
  expect(bench.ran).toHaveLength(3);
});

test('a command that installs nothing is told apart, and so is one that leaves both jars', async () => {
  bench.command('install', 'exit 0');
  await expect(install()).rejects.toThrow(`isInstalled does not find ${target}`);
  const both = `${bench.puts(target)}\n: >${bench.vendor}/apache-cassandra-${former}.jar`;
  bench.command('install', both);
  await expect(install()).rejects.toThrow('is what the service would start');
});

test('a link that is switched counts by what lies behind it', async () => {
  bench.sh(`mv ${bench.vendor} ${bench.path('one')} && ln -s ${bench.path('one')} ${bench.vendor}`);
  const beside = bench.puts(target, bench.path('two'));
  bench.command('install', beside);
  await expect(install()).rejects.toThrow('is what the service would start');
  bench.command('install', `${beside}\nln -sfn ${bench.path('two')} ${bench.vendor}`);
  expect(await install()).toMatchObject({ outcome: 'done' });
});
