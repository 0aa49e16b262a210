import { afterEach, beforeEach, expect, test } from 'vitest';
import { readSections } from '../../../../activities/hosts/sections.ts';
import { HostBench } from './host-bench.ts';

let bench: HostBench;
beforeEach(() => {
  bench = new HostBench();
});
afterEach(() => bench.end());

const before = {
  'CMS Identifier': '0',
  'Service State': 'GOSSIP',
  'Is Migrating': 'false',
};

/** A nodetool whose describe says this, and whose initialize notes the words that it was given. */
function answer(describe: Record<string, string>, code = 0): void {
  const lines = Object.entries({ ...before, ...describe }).map(([name, value]) => `echo "${name}: ${value}"`);
  bench.answerNodetool(
    `case "$*" in *describe) ${lines.join('; ')}; exit ${code} ;; *) printf '%s|' "$@" ;; esac`,
  );
}

const initialize = () =>
  bench.change('initialize-cms', [
    ...['20', bench.jdk, bench.nodetool],
    ...['4', 'cms', 'initialize', '--ignore', '10.0.0.3', '-u', 'a user', '-pwf', '/etc/jmx'],
  ]);

test('initializes, with its words behind the options, when describe says that it was not begun', async () => {
  answer({});
  const { exitCode, stdout, stderr } = await initialize();
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  const sections = readSections('here', stdout, ['before', 'cms']);
  expect(sections['before']?.stdout).toContain('CMS Identifier: 0\n');
  expect(sections['cms']?.stdout).toBe('-u|a user|-pwf|/etc/jmx|cms|initialize|--ignore|10.0.0.3|');
  expect(stdout).toMatch(/result: asked\n$/);
  expect(bench.nodetoolCalls.map((call) => call.split('|')[1])).toEqual([
    '-u a user -pwf /etc/jmx cms describe',
    '-u a user -pwf /etc/jmx cms initialize --ignore 10.0.0.3',
  ]);
});

test.each<Record<string, string>>([
  { 'CMS Identifier': '2130713433' },
  { 'Service State': 'LOCAL' },
  { 'Is Migrating': 'true' },
])('does not when it was begun: %j', async (describe) => {
  answer(describe);
  const { stdout } = await initialize();
  expect(stdout).toMatch(/result: notAsked\n$/);
  expect(bench.nodetoolCalls).toHaveLength(1);
  expect(bench.events).toEqual(['initialize-cms begin', 'initialize-cms end notAsked']);
});

test('does not when describe failed, or said something that is not known', async () => {
  answer({}, 1);
  expect((await initialize()).stdout).toMatch(/result: notAsked\n$/);
  bench.answerNodetool('echo "CMS Identifier: 0"');
  expect((await initialize()).stdout).toMatch(/result: notAsked\n$/);
  expect(bench.nodetoolCalls.filter((call) => call.includes('initialize'))).toEqual([]);
});
