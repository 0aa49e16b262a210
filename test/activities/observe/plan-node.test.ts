import { expect, test } from 'vitest';
import { planNode } from '../../../activities/observe/plan-node.ts';
import { settingsOf } from '../../../knowledge/spec/node-settings.ts';
import { healthyCluster, healthySpec, planFor } from '../../knowledge/gates/healthy-cluster.ts';
import { recordings } from '../../knowledge/nodetool/recordings.ts';
import { fakeContext, fakeHost, fakeHosts } from '../fake-context.ts';
import { machineText, nodetoolAnswers, section } from './told-host.ts';

const node = '10.0.0.2';
const task = { spec: healthySpec(), plan: planFor(healthyCluster()), node };
const owner = 'default/cassandra-upgrade/prod1';
const version = (release: string) =>
  recordings().find((each) => each.release === release && each.command === 'version')?.text ?? '';

const noWayBack = ['note', 'release', 'complete', 'baseline', 'owes', 'asides', 'putBack']
  .map((name) => section(name, ''))
  .join('');

function planFrom(release: string, machine: Parameters<typeof machineText>[0]) {
  const host = fakeHost(
    (script, options) => {
      if (script === 'ask-nodetool') {
        return { stdout: nodetoolAnswers(options, machine.running ? { version: version(release) } : {}) };
      }
      if (script === 'look-rollback') return { stdout: noWayBack };
      return { stdout: script === 'look-host' ? machineText(machine) : '' };
    },
    settingsOf(task.spec, node),
  );
  return planNode(fakeContext({ hosts: fakeHosts({ [node]: host }) }), task);
}

test('a node that somebody upgraded by hand needs only to pass its gates: then it is taken as done', async () => {
  const plan = await planFrom('6.0-alpha2', { running: true, lockedBy: null });
  expect(plan).toMatchObject({ node, from: '5.0.9', to: '6.0-alpha2' });
  expect(plan.steps.map(({ kind }) => kind)).toEqual([
    ...['lockHost', 'awaitServing', 'awaitGatesAfter', 'unlockHost'],
  ]);
});

test('a node that somebody stopped is left alone; one that we had stopped goes on', async () => {
  await expect(planFrom('5.0.9', { running: false, lockedBy: null })).rejects.toMatchObject({
    name: 'PreconditionChanged',
    message: expect.stringContaining('this upgrade did not stop it'),
  });
  const plan = await planFrom('5.0.9', { running: false, lockedBy: owner });
  expect(plan.steps.map(({ kind }) => kind)).toContain('startNode');
  expect(plan.steps.map(({ kind }) => kind)).not.toContain('drainNode');
});
