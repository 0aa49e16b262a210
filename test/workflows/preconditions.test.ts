import { afterEach, expect, test } from 'vitest';
import type { Plan } from '../../knowledge/plan.ts';
import { type Bench, startBench } from './bench.ts';
import { type Script, digestA, scriptedActivities } from './scripted-activities.ts';

let bench: Bench;
afterEach(() => bench.close());

const asks = ['API Gateway runs the release of February 2023 or a later one.'];

/** The plan of the scripted cluster with a confirmation and a repair of each node first. */
function declared(): Script {
  const script = scriptedActivities();
  const real = { ...script.activities };
  Object.assign(script.activities, {
    lookAndPlan: async (input: never) => {
      const preview = await real.lookAndPlan(input);
      const [preflight, ...rest] = preview.plan.phases;
      const phases: Plan['phases'] = [
        ...(preflight ? [preflight] : []),
        { name: 'preconditions', steps: [{ kind: 'awaitApproval', door: 'preconditions', asks }] },
        {
          name: 'repairBefore',
          steps: preview.plan.nodes.map(({ node }) => ({ kind: 'repairBefore', node })),
        },
        ...rest,
      ];
      return { ...preview, plan: { ...preview.plan, phases } };
    },
  });
  return script;
}

const names = ({ calls }: Script) => calls.map(({ name }) => name);

test(
  'nothing is changed until a named person has confirmed what the file declares, and who it was is recorded',
  { timeout: 180_000 },
  async () => {
    const script = declared();
    bench = await startBench(script);
    const { waiting } = await bench.until((status) => status.waiting?.for === 'approval');
    expect(waiting).toMatchObject({ door: 'preconditions' });
    expect(names(script)).not.toContain('repairBefore');
    expect(names(script)).not.toContain('takeSnapshot');
    await expect(bench.update('approve', { by: 'mallory', evidence: digestA })).rejects.toThrow();
    await bench.update('approve', { by: 'ann', evidence: digestA });
    await bench.until((status) => status.waiting?.for === 'approval' && status.waiting.door === 'cms');
    const order = names(script);
    expect(order.indexOf('repairBefore')).toBeLessThan(order.indexOf('takeSnapshot'));
    expect(order.filter((name) => name === 'repairBefore')).toHaveLength(3);
    await bench.update('approve', { by: 'ann', evidence: digestA });
    const result = await bench.result();
    expect(result.state).toBe('done');
    expect(result.approvals.map(({ by }) => by)).toEqual(['ann', 'ann']);
  },
);

test('what is not confirmed ends by an abort with nothing changed', async () => {
  const script = declared();
  bench = await startBench(script);
  await bench.until((status) => status.waiting?.for === 'approval');
  await bench.update('abort', { by: 'ann', reason: 'the gateways are not upgraded yet' });
  expect((await bench.result()).state).toBe('aborted');
  expect(names(script)).not.toContain('repairBefore');
  expect(names(script)).not.toContain('takeSnapshot');
});
