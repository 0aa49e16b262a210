import { afterEach, beforeEach, expect, test } from 'vitest';
import { goBackByCommand } from '../../../../activities/change/own-commands/go-back-by-command.ts';
import { OwnBench, former, target } from './own-bench.ts';

const stamp = '20261126T040000Z';

let bench: OwnBench;
beforeEach(() => void (bench = new OwnBench({ goBack: true })));
afterEach(() => bench.end());

function goBack() {
  const folder = `${bench.vendor}/apache-cassandra-${former}`;
  const back = { release: former, folder, way: 'restorePoint' as const, stamp, since: null };
  return goBackByCommand(bench.attempt(), { ...bench.task, back }, bench.host);
}

test('the old release is brought back into use with its configuration, and a second time nothing is run', async () => {
  bench.sh(bench.puts(target));
  bench.write('etc/cassandra/cassandra.yaml', 'of the installer\n');
  bench.command('go-back', bench.puts(former));
  expect(await goBack()).toMatchObject({ outcome: 'done' });
  expect(bench.read('etc/cassandra/cassandra.yaml')).toContain('cluster_name: prod1');
  expect(await goBack()).toMatchObject({ outcome: 'alreadyDone' });
  expect(bench.ran).toEqual([`go-back ${former}`]);
});

test('the old release, still installed beside the new one in use, is not taken for back', async () => {
  bench.sh(bench.puts(target));
  bench.write(`installed/${former}`, '');
  bench.command('go-back', 'exit 0');
  await expect(goBack()).rejects.toMatchObject({
    name: 'PreconditionChanged',
    parts: {
      what: expect.stringContaining('install.commands.goBack exited 0'),
      found: `${bench.vendor}/apache-cassandra-${target}`,
    },
  });
  expect(bench.ran).toEqual([`go-back ${former}`]);
});
