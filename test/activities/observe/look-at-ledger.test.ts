import { expect, test } from 'vitest';
import { RingliftError } from '../../../knowledge/errors.ts';
import { settingsOf } from '../../../knowledge/spec/node-settings.ts';
import type { Host, Hosts } from '../../../activities/hosts/host.ts';
import { lookAtLedger } from '../../../activities/observe/look-at-ledger.ts';
import { tellingWayBack } from '../../../activities/observe/telling-way-back.ts';
import {
  healthyCluster,
  healthySpec,
  planFor,
  spoil,
  spoilHost,
  withYaml,
} from '../../knowledge/gates/healthy-cluster.ts';
import { fakeContext, fakeHost, fakeHosts } from '../fake-context.ts';
import { machineText, nodetoolAnswers, section } from './told-host.ts';

const [one, two, three] = ['10.0.0.1', '10.0.0.2', '10.0.0.3'];
const all = [one, two, three];
const since = '2026-11-25T10:00:00.123Z';
const upgraded = healthyCluster({ releases: ['6.0-alpha2', '6.0-alpha2', '5.0.9'] });
const planned = planFor(healthyCluster());
const task = { spec: healthySpec(), plan: planned };
const known = { keyspaces: upgraded.keyspaces, replicaSets: { shop: [all], system_auth: [all] } };

/** What `look-formats` prints: files as the given formats, a restore point of `since`. */
function formats({ sstable = 'big-nb', commitLog = '7' } = {}): string {
  return [
    section('sstables', `  12 shop ${sstable}\n   3 system_schema big-nb\n`),
    section('metadataLog', '0\n'),
    section('commitLogs', `${commitLog}\n`),
    section('hints', ''),
    section('restorePoint', `complete ${since}\nrelease /opt/apache-cassandra-5.0.9\n`),
    section('configuration', 'cluster_name: prod1\n'),
    section('changed', '-\n'),
    section('snapshot', ''),
    section('owesRepair', ''),
  ].join('');
}

interface Asked {
  readonly node: string;
  readonly script: string;
  readonly args: readonly string[];
}

function contextOf(stdout: (node: string) => string, instead: Partial<Record<string, Host>> = {}) {
  const asked: Asked[] = [];
  const hosts = all.map((node): [string, Host] => [
    node,
    instead[node] ??
      fakeHost(
        (script, { args = [] }) => {
          asked.push({ node, script, args });
          return { stdout: script === 'look-formats' ? stdout(node) : '' };
        },
        settingsOf(healthySpec(), node),
      ),
  ]);
  return { asked, context: fakeContext({ hosts: fakeHosts(Object.fromEntries(hosts)) }) };
}

test('one round trip a node, whose folders come from the look that was made', async () => {
  const { asked, context } = contextOf(() => formats());
  const ledger = await lookAtLedger(context, task, upgraded.nodes, known);
  expect(ledger).toMatchObject({
    kind: 'systemSchema',
    says: 'change of binaries with system_schema put back on 2 nodes; nothing is lost',
    loses: null,
  });
  expect(asked.map(({ node, script }) => [node, script])).toEqual(all.map((node) => [node, 'look-formats']));
  expect(asked[0]?.args).toEqual([
    ...['/var/lib/ringlift/prod1', planned.tag, 'no'],
    ...['data', '/var/lib/cassandra/data', 'commitlog', '/var/lib/cassandra/commitlog'],
    ...['hints', '/var/lib/cassandra/hints'],
  ]);
  // The old one is only asked whether it went back before.
  expect(asked[2]?.args).toHaveLength(3);
});

test('a node that is stopped on the new release is compared with its restore point', async () => {
  const stopped = spoil(upgraded, one, { running: false, version: null });
  const { asked, context } = contextOf(() => formats());
  const { nodes } = await lookAtLedger(context, task, stopped.nodes, known);
  expect(asked[0]?.args[2]).toBe('yes');
  expect(nodes[0]).toMatchObject({ release: '6.0-alpha2', to: '5.0.9', kind: 'systemSchema' });
});

test('what is lost is told with the replica sets that are known', async () => {
  const everywhere = healthyCluster({ releases: ['6.0-alpha2'] });
  const { context } = contextOf(() => formats({ sstable: 'big-pa', commitLog: '9' }));
  const { loses } = await lookAtLedger(context, task, everywhere.nodes, known);
  expect(loses).toBe(
    'writes since 2026-11-25T10:00:00Z to keyspaces shop, system_auth (every replica of some of their ranges would be restored)',
  );
});

test('replica sets are asked for only where data would be replaced, and not known they count as lost', async () => {
  const everywhere = healthyCluster({ releases: ['6.0-alpha2'] });
  const cheap = contextOf(() => formats());
  await lookAtLedger(cheap.context, task, everywhere.nodes, { keyspaces: everywhere.keyspaces });
  expect(cheap.asked.map(({ script }) => script)).not.toContain('ask-nodetool');
  const dear = contextOf(() => formats({ sstable: 'big-pa' }));
  const { loses } = await lookAtLedger(dear.context, task, everywhere.nodes, {
    keyspaces: everywhere.keyspaces,
  });
  const question = dear.asked.find(({ script }) => script === 'ask-nodetool');
  // One of those that are replicated alike is enough.
  expect(question?.args).toContain('describering system_auth');
  expect(loses).toContain('is not known');
});

test('the mode of the configuration in use counts, also while only nb is on the disk', async () => {
  const none = withYaml(upgraded, one, 'storage_compatibility_mode: NONE\n');
  const { context } = contextOf(() => formats());
  const { nodes } = await lookAtLedger(context, task, none.nodes, known);
  expect(nodes.map(({ kind }) => kind)).toEqual(['restorePoint', 'systemSchema', 'nothing']);
});

test('a host that is lost, or answers in part, makes it dearer and fails nothing', async () => {
  const { context } = contextOf((node) => (node === one ? 'sstables 0 - -\n' : formats()));
  const hosts: Hosts = {
    ...context.hosts,
    get: async (settings) => {
      if (settings.node !== two) return context.hosts.get(settings);
      throw new RingliftError('NodeUnreachable', { where: two, what: 'it is gone', next: 'Retry.' });
    },
  };
  const { nodes, kind } = await lookAtLedger({ ...context, hosts }, task, upgraded.nodes, known);
  expect(nodes.map((node) => node.kind)).toEqual(['rebuild', 'rebuild', 'nothing']);
  expect(kind).toBe('rebuild');
});

test('a node that was not seen at all is not taken for an old one', async () => {
  const { context } = contextOf(() => formats());
  const seen = spoilHost(upgraded, three, {}).nodes.filter(({ node }) => node !== three);
  const { nodes } = await lookAtLedger(context, task, seen, known);
  expect(nodes[2]).toMatchObject({ node: three, release: null, kind: 'rebuild' });
});

test('a node that stays down by name has no line, and brings nothing back', async () => {
  const down = { ...task, plan: { ...planned, down: [three] } };
  const { context } = contextOf(() => formats({ sstable: 'big-pa' }));
  const ledger = await lookAtLedger(context, down, upgraded.nodes, known);
  expect(ledger.nodes.map(({ node }) => node)).toEqual([one, two]);
  expect(ledger.loses).toContain('shop, system_auth');
});

test('a step that fails for a person says what going back costs by then', async () => {
  const { context } = contextOf(() => formats(), {
    [one]: fakeHost((script, options) => {
      if (script === 'ask-nodetool') return { stdout: nodetoolAnswers(options, {}) };
      if (script === 'look-host') return { stdout: machineText({ running: false, lockedBy: null }) };
      return { stdout: script === 'look-formats' ? formats() : '' };
    }),
  });
  const failed = new RingliftError('StartFailed', { where: 'cass1', what: 'it is gone', next: 'Look.' });
  const work = tellingWayBack(() => Promise.reject(failed));
  await expect(work(context, { ...task, node: one })).rejects.toBe(failed);
  expect(failed).toMatchObject({
    ledger: { nodes: [{ node: one, release: '6.0-alpha2', to: '5.0.9' }, { node: two }, { node: three }] },
  });
});

test('what is tried again, or fails beside it, is told as it is', async () => {
  const lost = new RingliftError('NodeUnreachable', { where: 'cass1', what: 'it is gone', next: 'Retry.' });
  const { asked, context } = contextOf(() => formats());
  const again = tellingWayBack(() => Promise.reject(lost));
  await expect(again(context, { ...task, node: one })).rejects.toBe(lost);
  expect(asked).toEqual([]);
  const failed = new RingliftError('StartFailed', { where: 'cass1', what: 'it is gone', next: 'Look.' });
  const blind = fakeContext({ hosts: fakeHosts({}) });
  const alone = tellingWayBack(() => Promise.reject(failed));
  await expect(alone(blind, { ...task, node: one })).rejects.toBe(failed);
  expect(failed).not.toHaveProperty('ledger');
});
