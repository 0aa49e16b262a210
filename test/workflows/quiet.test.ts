import { afterEach, expect, test } from 'vitest';
import type { Plan } from '../../knowledge/plan.ts';
import { type Bench, startBench } from './bench.ts';
import { type Script, digestA, failureOf, scriptedActivities } from './scripted-activities.ts';

let bench: Bench;
afterEach(() => bench.close());

const found = [{ actor: 'repairs', node: null, what: 'schedule 4a' }];
const actors = ['repairs: Reaper at http://reaper:8080'];

/** The plan of the scripted cluster with others paused before and put back at the end. */
function quietly(): { script: Script; resumed: unknown[] } {
  const script = scriptedActivities();
  const real = { ...script.activities };
  const resumed: unknown[] = [];
  Object.assign(script.activities, {
    lookAndPlan: async (input: never) => {
      const preview = await real.lookAndPlan(input);
      const [preflight, ...rest] = preview.plan.phases;
      const phases: Plan['phases'] = [
        ...(preflight ? [preflight] : []),
        { name: 'quiet', steps: [{ kind: 'pauseActors', actors }] },
        ...rest,
        { name: 'unquiet', closing: true, steps: [{ kind: 'resumeActors', actors }] },
      ];
      return { ...preview, plan: { ...preview.plan, phases } };
    },
    pauseActors: async (input: never) => {
      await real.pauseActors(input);
      return { outcome: 'done', says: 'paused: repairs', actors: found };
    },
    resumeActors: async (input: { found: unknown }) => {
      resumed.push(input.found);
      return real.resumeActors(input as never);
    },
  });
  return { script, resumed };
}

const names = ({ calls }: Script) => calls.map(({ name }) => name);

test('others are paused after the preflight, before the first change, and put back last, as they were found', async () => {
  const { script, resumed } = quietly();
  bench = await startBench(script);
  await bench.until(({ waiting }) => waiting?.for === 'approval');
  await bench.update('approve', { by: 'ann', evidence: digestA });
  expect((await bench.result()).state).toBe('done');
  const order = names(script);
  expect(order.indexOf('awaitPreflight')).toBeLessThan(order.indexOf('pauseActors'));
  expect(order.indexOf('pauseActors')).toBeLessThan(order.indexOf('takeSnapshot'));
  expect(order.at(-1)).toBe('resumeActors');
  expect(resumed).toEqual([found]);
});

test('what can not be put back waits for a person, who may leave it out', async () => {
  const { script } = quietly();
  script.failures.set('resumeActors', [failureOf('ActorNotResumed', 'repairs: schedule 4a did not go on.')]);
  bench = await startBench(script);
  await bench.until(({ waiting }) => waiting?.for === 'approval');
  await bench.update('approve', { by: 'ann', evidence: digestA });
  const status = await bench.until(({ waiting }) => waiting?.for === 'person');
  expect(status.waiting).toMatchObject({ error: 'ActorNotResumed', skippable: true });
  await bench.update('skip', { by: 'ann', reason: 'Reaper is being rebuilt' });
  expect((await bench.result()).state).toBe('done');
});

test('an actor that can not be paused keeps everything from being touched', async () => {
  const { script } = quietly();
  script.activities.pauseActors = async () => {
    throw failureOf('ActorNotPaused', 'repairs: Reaper does not know the cluster.');
  };
  bench = await startBench(script);
  const { waiting } = await bench.until((status) => status.waiting?.for === 'person');
  expect(waiting).toMatchObject({ error: 'ActorNotPaused', skippable: false });
  expect(names(script)).not.toContain('takeSnapshot');
});

test('an abort puts them back too', async () => {
  const { script, resumed } = quietly();
  bench = await startBench(script);
  await bench.until(({ waiting }) => waiting?.for === 'approval');
  await bench.update('abort', { by: 'ann', reason: 'the window is over' });
  expect((await bench.result()).state).toBe('aborted');
  expect(resumed).toEqual([found]);
  expect(names(script)).not.toContain('initializeCms');
});
