import { expect, test } from 'vitest';
import { abortInitialization } from '../../../activities/change/abort-initialization.ts';
import { CmsCluster, nodes } from './cms-cluster.ts';

const [one, two, three] = nodes;
const begunBy = (node: string, token = 't1') => ({ initiator: { node, token } });

function abort(cluster: CmsCluster, initiator: string = one, more: object = {}) {
  const context = cluster.context();
  const task = { ...cluster.task, door: 'cms' as const, initiator, by: 'ann', ...more };
  return { context, result: abortInitialization(context, task) };
}

/** The initiator died after two peers had taken part. */
function leftHalfDone(): CmsCluster {
  const cluster = new CmsCluster();
  Object.assign(cluster.nodes[two] ?? {}, begunBy(one));
  Object.assign(cluster.nodes[three] ?? {}, begunBy(one));
  return cluster;
}

test('aborts on a node that holds it, once it has stood still, and sees that none does', async () => {
  const cluster = leftHalfDone();
  const { context, result } = abort(cluster);
  expect(await result).toMatchObject({ outcome: 'done' });
  expect(cluster.asked).toEqual([`${two}: cms abortinitialization --initiator ${one}`]);
  expect(context.slept[0]).toBeGreaterThan(120_000);
});

test('goes on to the next node where the message of the first was lost', async () => {
  const cluster = leftHalfDone();
  cluster.onAsked = (node) => {
    Object.assign(cluster.nodes[node] ?? {}, { initiator: null });
    return { exitCode: 0, stdout: '' };
  };
  expect(await abort(cluster).result).toMatchObject({ outcome: 'done' });
  expect(cluster.asked.map((words) => words.split(':')[0])).toEqual([two, three]);
});

test('there is nothing to abort when none is under way, or it has ended meanwhile', async () => {
  const cluster = new CmsCluster();
  expect(await abort(cluster).result).toMatchObject({ outcome: 'alreadyDone' });
  const ending = leftHalfDone();
  ending.onSleep = () => {
    for (const node of nodes) Object.assign(ending.nodes[node] ?? {}, { initiator: null });
  };
  expect(await abort(ending).result).toMatchObject({ outcome: 'alreadyDone' });
  expect([...cluster.asked, ...ending.asked]).toEqual([]);
});

async function expectRefused(cluster: CmsCluster, words: string, initiator?: string): Promise<void> {
  await expect(abort(cluster, initiator).result).rejects.toMatchObject({
    name: 'CmsRefused',
    message: expect.stringContaining(words),
  });
  expect(cluster.asked).toEqual([]);
}

test('never once a node is initialized, also when that comes about while it waits', async () => {
  const cluster = leftHalfDone();
  cluster.members = [one];
  Object.assign(cluster.nodes[one] ?? {}, { isInitialized: true });
  await expectRefused(cluster, 'the CMS is initialized');
  const later = leftHalfDone();
  later.onSleep = () => later.initialize();
  await expectRefused(later, 'the CMS is initialized');
});

test('never while a node does not tell', async () => {
  const cluster = leftHalfDone();
  Object.assign(cluster.nodes[one] ?? {}, { isSilent: true });
  await expectRefused(cluster, 'not every node tells');
});

test('never another initiator than the one that was named, nor two attempts at once', async () => {
  await expectRefused(leftHalfDone(), 'do not hold one attempt of that initiator', two);
  const twice = leftHalfDone();
  Object.assign(twice.nodes[three] ?? {}, begunBy(one, 't2'));
  await expectRefused(twice, 'do not hold one attempt');
});

test('never one that moves on', async () => {
  const cluster = leftHalfDone();
  cluster.onSleep = () => {
    for (const node of [two, three]) Object.assign(cluster.nodes[node] ?? {}, begunBy(one, 't2'));
  };
  await expectRefused(cluster, 'has not stood still');
});

test('tells when the abort does not help', async () => {
  const cluster = leftHalfDone();
  cluster.onAsked = () => ({ exitCode: 1, stdout: 'nodetool: no\n' });
  await expect(abort(cluster).result).rejects.toMatchObject({
    parts: { what: 'the abort did not reach every node', changed: 'cms abortinitialization was run' },
  });
  expect(cluster.asked.length).toBeGreaterThan(1);
});
