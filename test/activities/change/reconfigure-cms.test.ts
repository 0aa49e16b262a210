import { expect, test } from 'vitest';
import { reconfigureCms } from '../../../activities/change/reconfigure-cms.ts';
import { CmsCluster, nodes } from './cms-cluster.ts';

const [one, two, three] = nodes;
const additions = [`ADDITIONS: [/${two}:7000, /${three}:7000]`];

function initialized(): CmsCluster {
  const cluster = new CmsCluster();
  cluster.initialize();
  return cluster;
}

function reconfigure(cluster: CmsCluster, more: object = {}) {
  const context = cluster.context();
  return { context, result: reconfigureCms(context, { ...cluster.task, replication: ['3'], ...more }) };
}

test('grows the CMS to what was asked, and believes describe', async () => {
  const cluster = initialized();
  expect(await reconfigure(cluster).result).toMatchObject({
    outcome: 'done',
    says: 'the CMS has its 3 members',
    verdicts: [{ gate: 'cmsAgreed', open: true }],
  });
  expect(cluster.asked).toEqual([`${one}: cms reconfigure 3`]);
});

test('has nothing to do when the members are there', async () => {
  const cluster = initialized();
  cluster.members = [...nodes];
  expect(await reconfigure(cluster).result).toMatchObject({ outcome: 'alreadyDone' });
  expect(cluster.asked).toEqual([]);
});

test('resumes what was broken off, once it stands still', async () => {
  const cluster = initialized();
  cluster.reconfiguration = additions;
  const { context, result } = reconfigure(cluster);
  expect(await result).toMatchObject({ outcome: 'done' });
  expect(cluster.asked).toEqual([`${one}: cms reconfigure --resume`]);
  expect(context.slept.reduce((sum, millis) => sum + millis, 0)).toBeGreaterThanOrEqual(120_000);
});

test('leaves alone what moves on by itself', async () => {
  const cluster = initialized();
  cluster.reconfiguration = additions;
  let sleeps = 0;
  cluster.onSleep = () => {
    sleeps += 1;
    if (sleeps === 2) cluster.reconfiguration = [`ADDITIONS: [/${three}:7000]`];
    if (sleeps === 4) {
      cluster.reconfiguration = [];
      cluster.members = [...nodes];
    }
  };
  expect(await reconfigure(cluster).result).toMatchObject({ outcome: 'alreadyDone' });
  expect(cluster.asked).toEqual([]);
});

test('attaches to the job of an attempt that died, and does not ask twice', async () => {
  const cluster = initialized();
  cluster.jobRuns = true;
  cluster.asked.push('the attempt before');
  cluster.onSleep = () => {
    cluster.jobRuns = false;
    cluster.members = [...nodes];
  };
  const { context, result } = reconfigure(cluster);
  expect(await result).toMatchObject({ outcome: 'done' });
  expect(cluster.asked).toEqual(['the attempt before']);
  expect(context.said).toContain('what an earlier attempt had begun');
});

test('errors that it prints are none when the members are there', async () => {
  const cluster = initialized();
  cluster.onAsked = () => {
    cluster.members = [...nodes];
    return { exitCode: 2, stdout: 'error: Some data streaming failed.\n' };
  };
  expect(await reconfigure(cluster).result).toMatchObject({ outcome: 'done' });
});

test('silence is no success: a person is told what is missing', async () => {
  const cluster = initialized();
  cluster.onAsked = () => ({ exitCode: 0, stdout: '' });
  await expect(reconfigure(cluster).result).rejects.toMatchObject({
    name: 'CmsRefused',
    parts: {
      expected: '3 members, no active reconfiguration',
      found: expect.stringContaining(`1 (${one}), no active reconfiguration`),
    },
  });
  expect(cluster.asked).toEqual([`${one}: cms reconfigure 3`]);
});

test('resumes three times at most, cancels nothing, and says what is under way', async () => {
  const cluster = initialized();
  cluster.reconfiguration = additions;
  cluster.onAsked = () => ({ exitCode: 1, stdout: 'nodetool: Too many nodes are currently DOWN\n' });
  await expect(reconfigure(cluster).result).rejects.toMatchObject({
    name: 'CmsRefused',
    parts: {
      found: expect.stringContaining('ADDITIONS'),
      changed: expect.stringContaining('nothing was cancelled'),
    },
  });
  expect(cluster.asked).toEqual(Array(3).fill(`${one}: cms reconfigure --resume`));
});

test('asks for no more members than the nodes that are left can hold', async () => {
  const cluster = initialized();
  const plan = { ...cluster.plan, down: [three] };
  Object.assign(cluster.nodes[three] ?? {}, { isSilent: true });
  cluster.onAsked = () => {
    cluster.members = [one, two];
    return { exitCode: 0, stdout: '' };
  };
  expect(await reconfigure(cluster, { plan, skipped: [three] }).result).toMatchObject({
    says: 'the CMS has its 2 members',
  });
  expect(cluster.asked).toEqual([`${one}: cms reconfigure 2`]);
});
