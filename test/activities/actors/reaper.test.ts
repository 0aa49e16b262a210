import { afterEach, expect, test } from 'vitest';
import { lookAtReaper, pauseReaper, resumeReaper } from '../../../activities/actors/reaper.ts';
import type { ReaperActor } from '../../../activities/actors/reaper-api.ts';
import { type FakeReaper, type FakeReaperOptions, startFakeReaper } from './fake-reaper.ts';

const { signal } = new AbortController();
let reaper: FakeReaper;
afterEach(() => reaper.close());

async function start(options: FakeReaperOptions = {}, more: Partial<ReaperActor> = {}): Promise<ReaperActor> {
  reaper = await startFakeReaper(options);
  return { kind: 'reaper', name: 'repairs', url: `${reaper.url}/`, ...more };
}

const found = (kind: 'schedule' | 'run', { id }: { id: string }) => ({
  ...{ actor: 'repairs', node: null, what: `${kind} ${id}` },
});
const states = () => [...reaper.schedules, ...reaper.runs].map(({ state }) => state);

test('what is active and running is at work, what is paused is counted, what is of other clusters is not seen', async () => {
  const actor = await start({ clusters: ['prod1', 'other'] });
  const active = reaper.addSchedule('shop', 'ACTIVE');
  reaper.addSchedule('bank', 'PAUSED');
  reaper.addSchedule('far', 'ACTIVE', 'other');
  const running = reaper.addRun('shop', 'RUNNING');
  reaper.addRun('bank', 'NOT_STARTED');
  reaper.addRun('bank', 'DONE');
  expect(await lookAtReaper(actor, 'prod1', signal)).toEqual([
    {
      ...{ actor: 'repairs', node: null, what: 'cluster prod1', state: 'paused' },
      detail: '2 schedules, 1 active; 1 runs at work',
    },
    { ...found('schedule', active), state: 'atWork', detail: 'active, of shop' },
    { ...found('run', running), state: 'atWork', detail: 'running, of shop' },
  ]);
});

test('a cluster is known in the spelling that Reaper gives to names', async () => {
  const actor = await start({ clusters: ['prod_1.eu'] });
  expect((await lookAtReaper(actor, 'Prod_1.EU', signal))[0]?.what).toBe('cluster prod_1.eu');
  const named = { ...actor, cluster: 'PROD_1.eu !' };
  expect((await lookAtReaper(named, 'anything', signal))[0]?.what).toBe('cluster prod_1.eu');
});

test('a cluster that Reaper does not know is refused: nothing would be paused in silence', async () => {
  const actor = await start({ clusters: ['other'] });
  await expect(lookAtReaper(actor, 'prod1', signal)).rejects.toMatchObject({
    name: 'ActorNotPaused',
    message: expect.stringMatching(/does not know the cluster prod1.*found other/),
  });
});

test('schedules are paused before runs, and put back as they were', async () => {
  const actor = await start();
  const schedule = reaper.addSchedule('shop', 'ACTIVE');
  const asleep = reaper.addSchedule('bank', 'PAUSED');
  const run = reaper.addRun('shop', 'RUNNING');
  const items = [found('run', run), found('schedule', schedule)];
  await pauseReaper(actor, items, signal);
  expect(states()).toEqual(['PAUSED', 'PAUSED', 'PAUSED']);
  const changes = reaper.requests.filter((each) => each.startsWith('PUT'));
  expect(changes).toEqual([
    `PUT /repair_schedule/${schedule.id}?state=PAUSED`,
    `PUT /repair_run/${run.id}/state/PAUSED`,
  ]);
  expect(await resumeReaper(actor, items, signal)).toEqual([
    `run ${run.id} goes on`,
    `schedule ${schedule.id} goes on`,
  ]);
  expect(states()).toEqual(['ACTIVE', 'PAUSED', 'RUNNING']);
  expect(asleep.state).toBe('PAUSED');
});

test('pausing and putting back twice does it once', async () => {
  const actor = await start();
  const items = [found('schedule', reaper.addSchedule('shop', 'ACTIVE'))];
  for (const act of [pauseReaper, pauseReaper, resumeReaper, resumeReaper]) await act(actor, items, signal);
  expect(reaper.requests.filter((each) => each.startsWith('PUT'))).toHaveLength(2);
  expect(states()).toEqual(['ACTIVE']);
});

test('what ended, was deleted or was resumed meanwhile is said and left as it is', async () => {
  const actor = await start();
  const ended = reaper.addRun('shop', 'DONE');
  const resumed = reaper.addSchedule('shop', 'ACTIVE');
  const gone = found('schedule', { id: 'gone' });
  expect(await resumeReaper(actor, [found('run', ended), found('schedule', resumed), gone], signal)).toEqual([
    `run ${ended.id} is done meanwhile`,
    `schedule ${resumed.id} goes on`,
    'schedule gone is gone meanwhile',
  ]);
});

test('nothing found, nothing asked', async () => {
  const actor = await start();
  expect(await resumeReaper(actor, [], signal)).toEqual([]);
  expect(reaper.requests).toEqual([]);
});

test.each(['3', '4'] as const)('it logs in as Reaper %s.x wants it', async (line) => {
  process.env['REAPER_TEST_PASSWORD'] = 'se cret&=+';
  const login = { user: 'ringlift', password: 'se cret&=+', line };
  const actor = await start({ login }, { user: 'ringlift', passwordEnv: 'REAPER_TEST_PASSWORD' });
  const schedule = reaper.addSchedule('shop', 'ACTIVE');
  expect(await lookAtReaper(actor, 'prod1', signal)).toHaveLength(2);
  await pauseReaper(actor, [found('schedule', schedule)], signal);
  expect(schedule.state).toBe('PAUSED');
  expect(reaper.requests.join()).not.toContain('cret');
});

test.each([
  [
    'a wrong password',
    { user: 'ringlift', passwordEnv: 'REAPER_TEST_WRONG' },
    /did not let ringlift in.*HTTP 401/,
  ],
  ['no user where one is wanted', {}, /did not let an unnamed user in.*HTTP 401/],
  [
    'a variable that is not set',
    { user: 'ringlift', passwordEnv: 'REAPER_TEST_UNSET' },
    /REAPER_TEST_UNSET is not set/,
  ],
  [
    'a file that is not there',
    { user: 'ringlift', passwordFile: '/nowhere/password' },
    /can not be read on the worker/,
  ],
])('%s is refused with words, and the password is in none of them', async (_, more, words) => {
  process.env['REAPER_TEST_WRONG'] = 'topsecret';
  const actor = await start({ login: { user: 'ringlift', password: 'right', line: '4' } }, more);
  const error: unknown = await lookAtReaper(actor, 'prod1', signal).catch((cause: unknown) => cause);
  expect(error).toMatchObject({ name: 'AuthenticationRefused', message: expect.stringMatching(words) });
  expect(String((error as Error).message)).not.toContain('topsecret');
});

test('a user who may only read is told so when it pauses', async () => {
  process.env['REAPER_TEST_PASSWORD'] = 'right';
  const login = { user: 'ringlift', password: 'right', line: '4' } as const;
  const actor = await start(
    { login, role: 'user' },
    { user: 'ringlift', passwordEnv: 'REAPER_TEST_PASSWORD' },
  );
  const items = [found('schedule', reaper.addSchedule('shop', 'ACTIVE'))];
  await expect(pauseReaper(actor, items, signal)).rejects.toMatchObject({
    name: 'AuthenticationRefused',
    message: expect.stringContaining('HTTP 403'),
  });
});

test('a Reaper that is not there, and one that is something else, are told apart', async () => {
  const actor = await start();
  await reaper.close();
  await expect(lookAtReaper(actor, 'prod1', signal)).rejects.toMatchObject({ name: 'NodeUnreachable' });
  const other = await start();
  reaper.before = (request) => {
    if (request.includes('cluster')) reaper.requests.push('seen');
  };
  await expect(lookAtReaper({ ...other, url: `${reaper.url}/webui` }, 'prod1', signal)).rejects.toMatchObject(
    {
      name: 'CommandFailed',
      message: expect.stringContaining('HTTP 404'),
    },
  );
});

test('a run that another one of its unit keeps from going on is an error with words', async () => {
  const actor = await start();
  const run = reaper.addRun('shop', 'PAUSED');
  reaper.before = (request) => {
    if (request.startsWith('PUT')) run.state = 'ABORTED';
  };
  await expect(resumeReaper(actor, [found('run', run)], signal)).rejects.toMatchObject({
    name: 'CommandFailed',
    message: expect.stringContaining('HTTP 409: Transition ABORTED->RUNNING not supported.'),
  });
});
