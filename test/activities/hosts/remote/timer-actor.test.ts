import { afterEach, beforeEach, expect, test } from 'vitest';
import { exitCodes } from '../../../../activities/hosts/exit-codes.ts';
import { HostBench } from './host-bench.ts';

let bench: HostBench;
beforeEach(() => {
  bench = new HostBench();
  // `systemctl show -p KEY UNIT`, start and stop, on files: units/UNIT.KEY.
  bench.program(
    'systemctl',
    `echo "$*" >>${bench.path('systemctl.log')}
units=${bench.path('units')}
case $1 in
show) printf '%s=%s\\n' "$3" "$(cat "$units/$4.$3" 2>/dev/null)" ;;
start) [ -e "$units/stuck" ] || echo active >"$units/$2.ActiveState" ;;
stop) [ -e "$units/stuck" ] || echo inactive >"$units/$2.ActiveState" ;;
esac`,
  );
  unit('backup.timer', { LoadState: 'loaded', ActiveState: 'active', Triggers: 'backup.service' });
  unit('backup.service', { LoadState: 'loaded', ActiveState: 'inactive' });
});
afterEach(() => bench.end());

function unit(name: string, values: Record<string, string>): void {
  for (const [key, value] of Object.entries(values)) bench.write(`units/${name}.${key}`, `${value}\n`);
}
const environment = () => ({ PATH: `${bench.path('bin')}:${process.env['PATH']}` });
const actor = (verb: string, name = 'backup.timer') =>
  bench.change('timer-actor', [verb, 'backups', name], { environment: environment() });
const look = (name = 'backup.timer') => bench.run('look-timer', [name], { environment: environment() });
const state = () => bench.read('units/backup.timer.ActiveState').trim();
const asked = () =>
  bench
    .read('systemctl.log')
    .split('\n')
    .filter((line) => /^(start|stop|enable|disable)/.test(line));

test('an active timer is stopped and started again, and whether it is enabled is not touched', async () => {
  expect((await look()).stdout).toBe('load loaded\nactive active\nstarts backup.service inactive\n');
  expect((await actor('pause')).stdout).toBe('result: done\n');
  expect(state()).toBe('inactive');
  expect((await actor('resume')).stdout).toBe('result: done\n');
  expect(state()).toBe('active');
  expect(asked()).toEqual(['stop backup.timer', 'start backup.timer']);
  expect(bench.has('state/prod1/actors/backups')).toBe(false);
});

test('twice is once, for both', async () => {
  await actor('pause');
  expect((await actor('pause')).stdout).toBe('result: alreadyDone\n');
  await actor('resume');
  expect((await actor('resume')).stdout).toBe('result: alreadyDone\n');
  expect(asked()).toEqual(['stop backup.timer', 'start backup.timer']);
});

test.each([
  ['inactive', 'loaded'],
  ['failed', 'loaded'],
  ['inactive', 'masked'],
])('one that was %s (%s) before us stays so', async (active, load) => {
  unit('backup.timer', { ActiveState: active, LoadState: load });
  expect((await actor('pause')).stdout).toBe('result: alreadyDone\n');
  expect((await actor('resume')).stdout).toBe('result: alreadyDone\n');
  expect(asked()).toEqual([]);
});

test('cut off between the note and the stop, it is put back all the same', async () => {
  bench.write('state/prod1/actors/backups/was-active', 'then\n');
  expect((await actor('resume')).stdout).toBe('result: done\n');
  // It was never stopped.
  expect(asked()).toEqual([]);
  expect(state()).toBe('active');
});

test('a job that it has started is seen', async () => {
  unit('backup.service', { ActiveState: 'activating' });
  expect((await look()).stdout).toContain('starts backup.service activating\n');
});

test('a unit that is not there is refused', async () => {
  unit('none.timer', { LoadState: 'not-found', ActiveState: 'inactive' });
  expect((await look('none.timer')).stdout).toContain('load not-found');
  const answer = await actor('pause', 'none.timer');
  expect(answer).toMatchObject({ exitCode: exitCodes.notAsExpected, stdout: '' });
  expect(answer.stderr).toContain('there is no unit none.timer');
});

test('a timer that does not stop, or does not start again, is told', async () => {
  bench.write('units/stuck', '');
  expect((await actor('pause')).stderr).toContain('still active after systemctl stop');
  unit('backup.timer', { ActiveState: 'inactive' });
  expect((await actor('resume')).stderr).toContain('inactive after systemctl start');
  expect(bench.has('state/prod1/actors/backups/was-active')).toBe(true);
});
