import { afterEach, expect, test } from 'vitest';
import { readMetadataMetrics } from '../../../activities/observe/read-metadata-metrics.ts';
import { metadataMetricsCommand } from '../../../knowledge/nodetool/mxdump.ts';
import { clusterAtTheDoor, healthySpec, planFor } from '../../knowledge/gates/healthy-cluster.ts';
import { fakeContext, fakeHost, fakeHosts } from '../fake-context.ts';
import { type FakeJolokia, fakeJolokia } from '../hosts/fake-jolokia.ts';
import { nodetoolAnswers } from './told-host.ts';

let agent: FakeJolokia | null = null;

afterEach(async () => {
  await agent?.stop();
  agent = null;
});

const cluster = clusterAtTheDoor();
const [first] = cluster.nodes;
const values: Readonly<Record<string, number>> = {
  ...{ Epoch: 14, CMSSize: 3, UnreachableCMSMembers: 0, IsCMSMember: 1, NeedsCMSReconfiguration: 0 },
};
const mbean = (name: string) => `org.apache.cassandra.metrics:type=TCM,name=${name}`;
const dump = JSON.stringify({
  beans: Object.entries(values).map(([name, Value]) => ({ name: mbean(name), Value })),
});

function read(host: FakeJolokia['host'], jolokia?: object) {
  const spec = healthySpec(jolokia === undefined ? {} : { jolokia });
  const context = fakeContext({ hosts: fakeHosts({ '10.0.0.1': host }) });
  return readMetadataMetrics(context, { spec, plan: planFor(cluster) }, first ? [first] : []);
}

test('by nodetool the gauges are read beside the epoch that was described', async () => {
  const host = fakeHost((_, options) => ({
    stdout: nodetoolAnswers(options, { [metadataMetricsCommand]: dump }),
  }));
  expect(await read(host)).toMatchObject([
    {
      ...{ node: '10.0.0.1', through: 'nodetool', problem: null, describedEpoch: '-9223372036854775807' },
      metrics: { epoch: 14, cmsSize: 3 },
    },
  ]);
});

test('a nodetool that fails, or lists no such beans, leaves them unread and says why', async () => {
  const failing = fakeHost((_, options) => ({ stdout: nodetoolAnswers(options, {}) }));
  expect(await read(failing)).toMatchObject([
    { metrics: null, problem: expect.stringMatching(/failed with exit code 1/) },
  ]);
  const empty = fakeHost((_, options) => ({
    stdout: nodetoolAnswers(options, { [metadataMetricsCommand]: '{"beans": []}' }),
  }));
  expect(await read(empty)).toMatchObject([
    { metrics: null, problem: expect.stringMatching(/no MBean of type TCM tells Epoch/) },
  ]);
});

test('where the file names an agent it is asked, each metric by its whole name in one request', async () => {
  let asked: readonly { readonly mbean: string; readonly attribute: readonly string[] }[] = [];
  agent = await fakeJolokia((request, response) => {
    let body = '';
    request.on('data', (piece) => (body += String(piece)));
    request.on('end', () => {
      asked = JSON.parse(body) as typeof asked;
      const answers = asked.map(({ mbean: name }) => {
        const value = values[name.split('name=')[1] ?? ''];
        return value === undefined ? { status: 404 } : { status: 200, value: { Value: value } };
      });
      response.end(JSON.stringify(answers));
    });
  });
  const { port } = agent.host.settings.jolokia ?? { port: 0 };
  const [seen] = await read(agent.host, { port });
  expect(seen).toMatchObject({ through: 'jolokia', metrics: { epoch: 14, isMember: true } });
  expect(seen?.metrics?.absent).toContain('CommitRetries');
  expect(asked[0]).toEqual({ type: 'read', mbean: mbean('Epoch'), attribute: ['Value'] });
});
