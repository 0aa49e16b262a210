import { expect, test } from 'vitest';
import type { NodeRollbackTask } from '../../../activities/activities.ts';
import type { Host } from '../../../activities/hosts/host.ts';
import { planNodeRollback } from '../../../activities/observe/plan-node-rollback.ts';
import { rollbackRunbook } from '../../../knowledge/procedures/node-rollback.ts';
import { settingsOf } from '../../../knowledge/spec/node-settings.ts';
import { healthyCluster, healthySpec, planFor } from '../../knowledge/gates/healthy-cluster.ts';
import { fakeContext, fakeHost, fakeHosts } from '../fake-context.ts';
import { machineText, nodetoolAnswers, section } from './told-host.ts';

const all = ['10.0.0.1', '10.0.0.2', '10.0.0.3'];
const since = '2026-11-21T10:27:32.000Z';
const note = {
  release: '5.0.9',
  folder: '/opt/apache-cassandra-5.0.9',
  way: 'systemSchema',
  stamp: '20261121T110000Z',
  since,
  from: '6.0-alpha2',
};
const task: NodeRollbackTask = { spec: healthySpec(), plan: planFor(healthyCluster()), node: '10.0.0.1' };

interface Signs {
  readonly noted?: boolean;
  readonly metadataLog?: string;
  readonly release?: string;
  readonly putBack?: boolean;
}

/** Three nodes on 6.0-alpha2 in NONE, of which no CQL answers: what 5.0.9 does not read is on their disks. */
function contextOf({
  noted = false,
  metadataLog = '0',
  release = '/srv/old-cassandra',
  putBack = false,
}: Signs = {}) {
  const asked: string[] = [];
  const formats = [
    section('sstables', '  12 shop big-pa\n'),
    section('metadataLog', `${metadataLog}\n`),
    section('commitLogs', '9\n'),
    section('hints', ''),
    section('restorePoint', `complete ${since}\nrelease ${release}\n`),
    section('configuration', 'cluster_name: prod1\n'),
    section('changed', '-\n'),
    section('snapshot', ''),
    section('owesRepair', ''),
  ].join('');
  const signs = [
    section('note', noted ? JSON.stringify(note) : ''),
    section('release', `${release}\n`),
    section('complete', `${since}\n`),
    section('baseline', '{"release":"5.0.9"}'),
    section('owes', ''),
    section('asides', ''),
    section('putBack', putBack ? 'yes\n' : ''),
  ].join('');
  const hosts = all.map((node): [string, Host] => [
    node,
    fakeHost(
      (script, options) => {
        asked.push(script);
        switch (script) {
          case 'ask-nodetool':
            return { stdout: nodetoolAnswers(options, { version: 'ReleaseVersion: 6.0-alpha2\n' }) };
          case 'look-host':
            return { stdout: machineText({ running: true, lockedBy: null }) };
          case 'look-formats':
            return { stdout: formats };
          case 'look-rollback':
            return { stdout: signs };
          default:
            return {};
        }
      },
      settingsOf(healthySpec(), node),
    ),
  ]);
  return { asked, context: fakeContext({ hosts: fakeHosts(Object.fromEntries(hosts)) }) };
}

async function lossToldBy(work: Promise<unknown>): Promise<string> {
  const message = await work.then(
    () => '',
    (error: Error) => error.message,
  );
  return /--consent "([^"]+)"/.exec(message)?.[1] ?? message;
}

test('a way back that was begun is gone on with as its note says: nothing is judged anew, nobody asked again', async () => {
  const { asked, context } = contextOf({ noted: true });
  const plan = await planNodeRollback(context, task);
  expect(plan.back).toEqual({
    release: '5.0.9',
    folder: note.folder,
    way: 'systemSchema',
    stamp: note.stamp,
    since,
  });
  expect(asked).not.toContain('look-formats');
});

test('where the new release was started again on what had been put back, it begins anew', async () => {
  const { context } = contextOf({ noted: true, putBack: true });
  const plan = await planNodeRollback(context, { ...task, agreed: 'restorePoint' });
  expect(plan.back).toMatchObject({ way: 'restorePoint', folder: '/srv/old-cassandra' });
  expect(plan.back.stamp).not.toBe(note.stamp);
  expect(plan.steps.map(({ kind }) => kind)).toContain('beginRollback');
});

test('one that is begun now goes to the folder of its restore point, and to the release that the node itself had told', async () => {
  const { context } = contextOf();
  const plan = await planNodeRollback(context, { ...task, agreed: 'restorePoint' });
  expect(plan.back).toMatchObject({
    release: '5.0.9',
    folder: '/srv/old-cassandra',
    way: 'restorePoint',
    since,
  });
  expect(plan.back.stamp).toMatch(/^\d{8}T\d{6}Z$/);
  expect(plan.steps.map(({ kind }) => kind)).toEqual(rollbackRunbook.filter((kind) => kind !== 'drainNode'));
});

test('what is lost by it is refused without a consent, and done with the very words', async () => {
  const { context } = contextOf();
  const loses = await lossToldBy(planNodeRollback(context, task));
  expect(loses).toMatch(/^writes since 2026-11-21T10:27:32Z/);
  await expect(planNodeRollback(context, { ...task, consent: 'yes' })).rejects.toThrow(loses);
  await expect(planNodeRollback(context, { ...task, consent: loses })).resolves.toMatchObject({
    back: { way: 'restorePoint' },
  });
});

test('what was agreed to as a cheaper way is no consent to a dearer one', async () => {
  const { context } = contextOf();
  await expect(planNodeRollback(context, { ...task, agreed: 'systemSchema' })).rejects.toMatchObject({
    name: 'ConsentMissing',
  });
});

test('once the CMS is initialized it is refused, whatever was agreed to', async () => {
  const { context } = contextOf({ metadataLog: '5' });
  await expect(planNodeRollback(context, { ...task, agreed: 'restorePoint' })).rejects.toMatchObject({
    name: 'RollbackRefused',
    message: expect.stringContaining('the CMS is initialized'),
  });
});

test('a note that can not be read is no note that is not there', async () => {
  const { context } = contextOf();
  const broken = fakeHost((script) =>
    script === 'look-rollback' ? { stdout: section('note', 'Permission denied', 1) } : {},
  );
  const hosts = fakeHosts({ '10.0.0.1': broken });
  await expect(planNodeRollback({ ...context, hosts }, task)).rejects.toThrow();
});
