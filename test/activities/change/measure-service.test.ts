import { expect, test } from 'vitest';
import type { MeasureServiceTask } from '../../../activities/activities.ts';
import { measureService } from '../../../activities/change/measure-service.ts';
import type { RunOptions } from '../../../activities/hosts/host.ts';
import type { ServiceBaseline } from '../../../knowledge/gates/service-input.ts';
import { clientRequestsCommand } from '../../../knowledge/nodetool/mxdump.ts';
import { settingsOf } from '../../../knowledge/spec/node-settings.ts';
import { NodeModel } from '../../../lab/simulation/model/node-model.ts';
import {
  printClientRequests,
  printGcStats,
  printProxyHistograms,
  printTpStats,
} from '../../../lab/simulation/nodetool/print-activity.ts';
import { healthyCluster, healthySpec, planFor } from '../../knowledge/gates/healthy-cluster.ts';
import { baseline } from '../../knowledge/gates/service-seen.ts';
import { recordings } from '../../knowledge/nodetool/recordings.ts';
import { fakeContext, fakeHost, fakeHosts } from '../fake-context.ts';
import { machineText, nodetoolAnswers, statusText } from '../observe/told-host.ts';

const [one, two, three] = ['10.0.0.1', '10.0.0.2', '10.0.0.3'] as const;
const all = [one, two, three];
const spec = healthySpec({
  gates: { patience: '1ms', lookEvery: '1ms', service: { baselineWindow: '10s' } },
});
const plan = planFor(healthyCluster(), spec);
const version = recordings().find(
  ({ release, command }) => release === '5.0.9' && command === 'version',
)?.text;

/** @param kept what lies on the hosts of before @param errors of the second node, from look to look */
function hosts(kept: Record<string, ServiceBaseline> = {}, errors: readonly number[] = [], silent?: string) {
  const written: Record<string, ServiceBaseline> = {};
  const asked = new Set<string>();
  let looks = 0;
  const hostOf = (node: string) =>
    fakeHost(
      (script, options) => {
        asked.add(node);
        if (script === 'ask-nodetool') return { stdout: answersOf(node, options) };
        if (script === 'look-host') return { stdout: machineText({ running: true, lockedBy: null }) };
        if (script === 'look-service') {
          return node === silent
            ? { exitCode: 1, stderr: 'no such file' }
            : { stdout: 'process 1/2 3600\nwhole\n' };
        }
        if (script === 'read-kept') return { stdout: node in kept ? JSON.stringify(kept[node]) : '' };
        if (script !== 'keep-file') return {};
        written[node] = JSON.parse(String(options.input)) as ServiceBaseline;
        return { stdout: 'result: done\n' };
      },
      { ...settingsOf(spec, node), name: `cass${all.indexOf(node as typeof one) + 1}` },
    );
  const answersOf = (node: string, options: RunOptions) => {
    const position = { number: 1, name: node, address: node, dataCenter: 'dc1', rack: 'rack1' };
    const model = new NodeModel({ ...position, isSeed: false, tokens: [], hostId: '' }, '5.0.9');
    if (node === two && options.args?.includes(clientRequestsCommand))
      model.clientErrors = errors[looks++] ?? 0;
    return nodetoolAnswers(options, {
      version: version ?? '',
      status: statusText(all.map((address) => ({ address, state: 'UN' }))),
      proxyhistograms: printProxyHistograms(),
      tpstats: printTpStats(model),
      gcstats: printGcStats(model),
      [clientRequestsCommand]: printClientRequests(model),
    });
  };
  const context = fakeContext({
    hosts: fakeHosts(Object.fromEntries(all.map((node) => [node, hostOf(node)]))),
  });
  return { context, written, asked };
}

const task = (
  when: 'before' | 'after',
  changes: Partial<MeasureServiceTask['plan']> = {},
): MeasureServiceTask => ({
  ...{ spec, when, plan: { ...plan, ...changes } },
});

test('before the first change how every node serves is told, and kept on its host', async () => {
  const { context, written } = hosts({}, [3, 5]);
  const { outcome, says, service } = await measureService(context, task('before'));
  expect({ outcome, says }).toEqual({
    ...{ outcome: 'done', says: 'how 3 nodes serve is kept, to be compared with' },
  });
  expect(service).toMatchObject({
    when: 'before',
    nodes: all.map((node) => ({ node, release: '5.0.9', readP99Micros: expect.any(Number) })),
  });
  expect(Object.keys(written).toSorted()).toEqual(all);
  for (const { node, ...measured } of service?.nodes ?? []) expect(written[node]).toEqual(measured);
  expect(written[one]?.errorsPerMinute).toBe(0);
  // Two more within the window.
  expect(written[two]?.errorsPerMinute).toBeGreaterThan(0);
});

test('what an earlier run kept is measured anew as long as no node runs the target', async () => {
  const { context, written } = hosts({ [one]: baseline({ readP99Micros: 1 }) });
  const { service } = await measureService(context, task('before'));
  expect(service?.nodes[0]?.readP99Micros).not.toBe(1);
  expect(Object.keys(written)).toContain(one);
});

test('in the middle of a roll what was kept before it stays, and only what is missing is measured', async () => {
  const { context, written } = hosts({ [one]: baseline({ readP99Micros: 1 }), [two]: baseline() });
  const nodes = plan.nodes.map((each) => (each.node === one ? { ...each, release: plan.to } : each));
  const { service } = await measureService(context, task('before', { nodes }));
  expect(service?.nodes[0]).toMatchObject({ node: one, readP99Micros: 1 });
  expect(Object.keys(written)).toEqual([three]);
});

test('a node that was left half done is not asked before, and is at the end', async () => {
  const before = hosts();
  const { service } = await measureService(before.context, task('before', { inHand: [two] }));
  expect(service?.nodes.map(({ node }) => node)).toEqual([one, three]);
  expect(before.asked).not.toContain(two);
  const after = hosts(Object.fromEntries(all.map((node) => [node, baseline()])));
  const end = await measureService(after.context, task('after', { inHand: [two] }));
  expect(end.service?.nodes.map(({ node }) => node)).toEqual(all);
});

test('a node that does not tell shuts the gate, and nothing is kept of any', async () => {
  const { context, written } = hosts({}, [], three);
  await expect(measureService(context, task('before'))).rejects.toMatchObject({
    name: 'GateShut',
    message: expect.stringContaining('cass3 (10.0.0.3)'),
  });
  expect(written).toEqual({});
});

test('at the end it is judged against what was kept, and keeps nothing', async () => {
  const kept = Object.fromEntries(all.map((node) => [node, baseline({ errorsPerMinute: 0 })]));
  const well = hosts(kept);
  expect(await measureService(well.context, task('after'))).toMatchObject({
    ...{ outcome: 'done', says: '3 nodes serve as before', service: { when: 'after' } },
  });
  expect(well.written).toEqual({});
  const ill = hosts(
    kept,
    Array.from({ length: 1_000 }, (_, look) => 900 * look),
  );
  await expect(measureService(ill.context, task('after'))).rejects.toMatchObject({
    name: 'GateShut',
    message: expect.stringContaining('clientErrors: cass2 (10.0.0.2)'),
  });
});
