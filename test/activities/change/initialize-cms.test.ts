import { expect, test } from 'vitest';
import type { DoorEvidence, InitializeCmsTask } from '../../../activities/activities.ts';
import { initializeCms } from '../../../activities/change/initialize-cms.ts';
import { RingliftError } from '../../../knowledge/errors.ts';
import { open, shut } from '../../../knowledge/verdict.ts';
import { CmsCluster, nodes } from './cms-cluster.ts';

const [one, two, three] = nodes;
const approved: DoorEvidence = {
  digest: 'sha256:a',
  facts: ['the facts'],
  verdicts: [open('allUp', ['3 nodes UN'])],
  warning: 'no way back',
};

/** @param seen what stands at the door just before */
function initialize(
  cluster: CmsCluster,
  changes: Partial<InitializeCmsTask> = {},
  seen: DoorEvidence = approved,
) {
  const context = cluster.context();
  const task = { ...cluster.task, evidence: approved.digest, approvedBy: ['ann'], ...changes };
  return { context, result: initializeCms(context, task, async () => seen) };
}

const lostReply = () => {
  throw new RingliftError('NodeUnreachable', { where: one, what: 'the connection broke', next: 'Look.' });
};
const initializations = ({ asked }: CmsCluster) => asked.filter((words) => words.includes('initialize'));

test('initializes once with the approved evidence, and believes describe on every node', async () => {
  const cluster = new CmsCluster();
  expect(await initialize(cluster).result).toMatchObject({
    outcome: 'done',
    says: `the CMS is initialized from ${one}; every node agrees`,
    verdicts: [{ gate: 'cmsAgreed', open: true }],
  });
  expect(cluster.asked).toEqual([`${one}: cms initialize`]);
});

test('is never repeated after a lost reply: the second attempt finds it done', async () => {
  const cluster = new CmsCluster();
  cluster.onDone = lostReply;
  await expect(initialize(cluster).result).rejects.toThrow('the connection broke');
  cluster.onDone = () => undefined;
  expect(await initialize(cluster).result).toMatchObject({ outcome: 'alreadyDone' });
  expect(initializations(cluster)).toHaveLength(1);
});

test('an earlier attempt that has its effect while the evidence is collected is found, not taken for a change', async () => {
  const cluster = new CmsCluster();
  const task = { ...cluster.task, evidence: approved.digest, approvedBy: ['ann'] };
  // Measured on real nodes: the worker died while nodetool of the first attempt was still starting.
  const collect = async () => {
    cluster.initialize();
    return { ...approved, digest: 'sha256:initialized' };
  };
  expect(await initializeCms(cluster.context(), task, collect)).toMatchObject({ outcome: 'alreadyDone' });
  expect(cluster.asked).toEqual([]);
});

test('any node that is initialized decides, also when the initiator itself says nothing of it', async () => {
  const cluster = new CmsCluster({ gates: { patience: '1s', lookEvery: '1s' } });
  cluster.members = [two];
  Object.assign(cluster.nodes[two] ?? {}, { isInitialized: true });
  let sleeps = 0;
  cluster.onSleep = () => {
    sleeps += 1;
    if (sleeps === 2) cluster.initialize(two);
  };
  expect(await initialize(cluster).result).toMatchObject({ outcome: 'alreadyDone' });
  expect(cluster.asked).toEqual([]);
});

test('waits while an election of an earlier attempt goes on, and finds it done', async () => {
  const cluster = new CmsCluster();
  for (const node of nodes)
    Object.assign(cluster.nodes[node] ?? {}, { initiator: { node: one, token: 't' } });
  let sleeps = 0;
  cluster.onSleep = () => {
    sleeps += 1;
    if (sleeps === 3) cluster.initialize();
  };
  const { context, result } = initialize(cluster);
  expect(await result).toMatchObject({ outcome: 'alreadyDone' });
  expect(context.said[0]).toBe(`look 1: migrating on ${nodes.join(', ')}`);
  expect(cluster.asked).toEqual([]);
});

test('goes back to the door where one was left half done: its evidence is another one', async () => {
  const cluster = new CmsCluster();
  Object.assign(cluster.nodes[three] ?? {}, { initiator: { node: two, token: 't' } });
  const { context, result } = initialize(cluster, {}, { ...approved, digest: 'sha256:migrating' });
  await expect(result).rejects.toMatchObject({ name: 'EvidenceChanged' });
  expect(context.slept.reduce((sum, millis) => sum + millis, 0)).toBeGreaterThan(120_000);
  expect(cluster.asked).toEqual([]);
});

test('does nothing while a node does not tell what it is', async () => {
  const cluster = new CmsCluster();
  Object.assign(cluster.nodes[three] ?? {}, { isSilent: true });
  await expect(initialize(cluster).result).rejects.toMatchObject({
    name: 'CmsUnsettled',
    message: expect.stringContaining(`${three} did not tell`),
  });
  expect(cluster.asked).toEqual([]);
});

test('says that it is not known when a node falls silent behind it', async () => {
  const cluster = new CmsCluster();
  cluster.onAsked = () => {
    for (const node of nodes) Object.assign(cluster.nodes[node] ?? {}, { isSilent: true });
    return { exitCode: 0, stdout: '' };
  };
  await expect(initialize(cluster).result).rejects.toMatchObject({
    name: 'CmsUnsettled',
    parts: { changed: 'cms initialize was run' },
  });
});

test('waits for the others where one node is initialized, and then says so; it is no gate before the door', async () => {
  const cluster = new CmsCluster({ gates: { patience: '1ms', lookEvery: '1ms' } });
  cluster.members = [one];
  Object.assign(cluster.nodes[one] ?? {}, { isInitialized: true });
  await expect(initialize(cluster).result).rejects.toMatchObject({
    name: 'CmsUnsettled',
    parts: { changed: 'the CMS is initialized' },
    verdicts: [{ gate: 'cmsAgreed', open: false }],
  });
  expect(cluster.asked).toEqual([]);
});

test('does nothing with other evidence, with a gate that has shut, or without an approval', async () => {
  const cluster = new CmsCluster();
  await expect(initialize(cluster, {}, { ...approved, digest: 'sha256:b' }).result).rejects.toMatchObject({
    name: 'EvidenceChanged',
    parts: { expected: 'sha256:a', found: 'sha256:b' },
  });
  const verdicts = [shut('nothingRunning', ['a repair runs'], 'Wait for it.')];
  await expect(initialize(cluster, {}, { ...approved, verdicts }).result).rejects.toMatchObject({
    name: 'GateShut',
  });
  await expect(initialize(cluster, { evidence: null }).result).rejects.toMatchObject({
    name: 'EvidenceChanged',
    message: expect.stringContaining('its approval was used by the attempt that failed'),
  });
  expect(cluster.asked).toEqual([]);
});

test('without an approval it still finds what an attempt that failed had brought about', async () => {
  const cluster = new CmsCluster();
  cluster.initialize();
  expect(await initialize(cluster, { evidence: null }).result).toMatchObject({ outcome: 'alreadyDone' });
});

test('ignores what is down by the plan and what people left behind, each by an option, and asks them no more', async () => {
  const cluster = new CmsCluster();
  Object.assign(cluster.nodes[two] ?? {}, { isSilent: true });
  Object.assign(cluster.nodes[three] ?? {}, { isSilent: true });
  const plan = { ...cluster.plan, down: [three] };
  const task = { plan, skipped: [two], ignore: [three] };
  expect(await initialize(cluster, task).result).toMatchObject({
    says: expect.stringContaining(`${two} ${three} ignored`),
  });
  expect(cluster.asked).toEqual([`${one}: cms initialize --ignore ${two} --ignore ${three}`]);
});

const refusals = {
  'All nodes are not yet upgraded - /10.0.0.2:7000 is running NodeVersion{cassandraVersion=5.0.9, serializationVersion=-1}':
    '10.0.0.2 runs 5.0.9',
  'Got mismatching cluster metadatas. Check logs on peers ([/10.0.0.3:7000]) for details of mismatches. Aborting migration.':
    'Never force it',
  'Migration already initiated by Initiator{initiator=/10.0.0.2:7000, initToken=x}':
    'an initiation by 10.0.0.2 that was begun before',
  'Did not get response from [/10.0.0.3:7000] - not continuing with migration. Ignore down hosts with --ignore <host>':
    'no response from 10.0.0.3',
  "Can't upgrade from gossip since CMS is already initialized": 'but cms describe does not show it',
};

test.each(Object.entries(refusals))('a refusal is brought to a person: %s', async (said, words) => {
  const cluster = new CmsCluster();
  cluster.onAsked = () => ({ exitCode: 1, stdout: `nodetool: ${said}\n` });
  await expect(initialize(cluster).result).rejects.toMatchObject({
    name: 'CmsRefused',
    message: expect.stringContaining(words),
  });
  expect(initializations(cluster)).toHaveLength(1);
});

test('an answer that is not understood is no success and no failure: describe decides', async () => {
  const cluster = new CmsCluster();
  cluster.onAsked = () => {
    cluster.initialize();
    return { exitCode: 137, stdout: '' };
  };
  expect(await initialize(cluster).result).toMatchObject({ outcome: 'done' });
  const other = new CmsCluster();
  other.onAsked = () => ({ exitCode: 137, stdout: '' });
  await expect(initialize(other).result).rejects.toMatchObject({ name: 'CmsRefused' });
});

test('what it left half done is told, with what to do', async () => {
  const cluster = new CmsCluster();
  cluster.onAsked = () => {
    Object.assign(cluster.nodes[two] ?? {}, { initiator: { node: one, token: 't' } });
    return {
      exitCode: 1,
      stdout: 'nodetool: Did not get response from [/10.0.0.3:7000] - not continuing with migration.\n',
    };
  };
  await expect(initialize(cluster).result).rejects.toMatchObject({
    parts: { changed: `cms describe: migrating on ${two}` },
  });
});

test('when the initiator says under its lock that it was begun, nothing is run', async () => {
  const cluster = new CmsCluster();
  const context = cluster.context();
  const collect = async () => {
    // Begun by somebody between the looks and the lock.
    Object.assign(cluster.nodes[one] ?? {}, { initiator: { node: two, token: 't' } });
    return approved;
  };
  const task = { ...cluster.task, evidence: approved.digest, approvedBy: ['ann'] };
  await expect(initializeCms(context, task, collect)).rejects.toMatchObject({
    name: 'CmsRefused',
    message: expect.stringContaining('begun before on this node'),
  });
  expect(cluster.asked).toEqual([]);
});
