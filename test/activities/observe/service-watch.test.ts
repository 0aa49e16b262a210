import { expect, test } from 'vitest';
import type { RunOptions, RunResult } from '../../../activities/hosts/host.ts';
import { ServiceWatch } from '../../../activities/observe/service-watch.ts';
import { clientErrors } from '../../../knowledge/gates/client-errors.ts';
import { hintsDelivered } from '../../../knowledge/gates/hints-delivered.ts';
import { clientRequestsCommand } from '../../../knowledge/nodetool/mxdump.ts';
import { settingsOf } from '../../../knowledge/spec/node-settings.ts';
import { NodeModel } from '../../../lab/simulation/model/node-model.ts';
import {
  printClientRequests,
  printGcStats,
  printProxyHistograms,
  printTpStats,
} from '../../../lab/simulation/nodetool/print-activity.ts';
import { expectOpen, expectShut } from '../../knowledge/gates/expect-verdict.ts';
import { healthyCluster, healthySpec, planFor, spoil } from '../../knowledge/gates/healthy-cluster.ts';
import { baseline } from '../../knowledge/gates/service-seen.ts';
import { fakeContext, fakeHost, fakeHosts } from '../fake-context.ts';
import { nodetoolAnswers } from './told-host.ts';

const inventory = healthyCluster();
const spec = healthySpec({ gates: { service: {} } });
const task = { spec, plan: planFor(inventory, spec) };
const settings = task.plan.nodes.map(({ node, name }) => ({ ...settingsOf(spec, node), name }));
/** @param errors of the first node, from look to look @param kept baselines by node @param hints on the first node */
function watching(errors: readonly number[], kept: Readonly<Record<string, string>> = {}, hints = '') {
  let looks = 0;
  const hostOf = (node: string) => {
    const model = new NodeModel(
      {
        ...{ number: 1, name: node, address: node, dataCenter: 'dc1', rack: 'rack1' },
        ...{ isSeed: false, tokens: [], hostId: '' },
      },
      '5.0.9',
    );
    const answers = (script: string, options: RunOptions): Partial<RunResult> => {
      if (script === 'read-kept') return { exitCode: 0, stdout: kept[node] ?? '', stderr: '' };
      if (script === 'look-service')
        return { stdout: `process 1/2 3600\n${node === '10.0.0.1' ? hints : ''}whole\n` };
      if (node === '10.0.0.1') model.clientErrors = errors[looks++] ?? 0;
      return {
        stdout: nodetoolAnswers(options, {
          proxyhistograms: printProxyHistograms(),
          tpstats: printTpStats(model),
          gcstats: printGcStats(model),
          [clientRequestsCommand]: printClientRequests(model),
        }),
      };
    };
    return fakeHost(
      answers,
      settings.find((each) => each.node === node),
    );
  };
  const hosts = fakeHosts(Object.fromEntries(settings.map(({ node }) => [node, hostOf(node)])));
  const context = fakeContext({ hosts });
  return { context, watch: new ServiceWatch(context, task, settings, '10s') };
}

test('the first time it looks twice, then from look to look', async () => {
  const { context, watch } = watching([7, 8, 8]);
  expectShut(
    clientErrors(await watch.look(inventory.nodes)),
    /cass1 \(10\.0\.0\.1\): [\d.]+ clients' errors a minute, .* 8 timeouts/,
  );
  expect(context.slept).toEqual([10_000]);
  expectOpen(clientErrors(await watch.look(inventory.nodes)));
  expect(context.slept).toEqual([10_000]);
});

test('what was kept of before is read from each host', async () => {
  const kept = { '10.0.0.2': JSON.stringify(baseline({ readP99Micros: 4_711 })) };
  const { nodes } = await watching([0, 0], kept).watch.look(inventory.nodes);
  expect(nodes.map(({ before }) => before?.readP99Micros ?? null)).toEqual([null, 4_711, null]);
});

test('what was kept and is no baseline is told, not taken', async () => {
  const { watch } = watching([0, 0], { '10.0.0.2': 'cut of' });
  await expect(watch.look(inventory.nodes)).rejects.toMatchObject({ name: 'UnreadableOutput' });
});

test('hints are for nodes as the node that holds them knows them', async () => {
  const hostId = '6d194555-f6eb-41d0-c000-000000000003';
  const file = `hints 90 ${hostId}-1751371200000-1.hints\n`;
  const known = spoil(inventory, '10.0.0.1', ({ ring }) => ({
    ring: ring && {
      ...ring,
      nodes: ring.nodes.map((each) => (each.address === '10.0.0.3' ? { ...each, hostId } : each)),
    },
  }));
  const input = await watching([0, 0], {}, file).watch.look(known.nodes);
  expectShut(hintsDelivered(input), 'cass1 (10.0.0.1): 90 B of hints wait for cass3, which is up');
});

test('a node whose machine was not looked at is unknown', async () => {
  const problems = [{ asked: 'ssh', problem: 'refused' }];
  const lost = spoil(inventory, '10.0.0.2', { host: null, problems });
  const input = await watching([0, 0]).watch.look(lost.nodes);
  expectShut(clientErrors(input), 'cass2 (10.0.0.2): how it serves could not be read: ssh: refused');
});
