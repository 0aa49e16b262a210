import { afterEach, expect, test } from 'vitest';
import type { RunOptions, RunResult } from '../../../activities/hosts/host.ts';
import { lookAtService } from '../../../activities/observe/look-at-service.ts';
import { clientRequestsCommand } from '../../../knowledge/nodetool/mxdump.ts';
import type { HostView } from '../../../knowledge/host-view.ts';
import { NodeModel } from '../../../lab/simulation/model/node-model.ts';
import {
  printClientRequests,
  printGcStats,
  printProxyHistograms,
  printTpStats,
} from '../../../lab/simulation/nodetool/print-activity.ts';
import { healthyCluster } from '../../knowledge/gates/healthy-cluster.ts';
import { fakeHost } from '../fake-context.ts';
import { type FakeJolokia, fakeJolokia } from '../hosts/fake-jolokia.ts';
import { section } from './told-host.ts';

let agent: FakeJolokia | null = null;

afterEach(async () => {
  await agent?.stop();
  agent = null;
});

const machine = healthyCluster().nodes[0]?.host as HostView;
const node = new NodeModel(
  {
    ...{ number: 1, name: 'cass1', address: '10.0.0.1', dataCenter: 'dc1', rack: 'rack1' },
    ...{ isSeed: true, tokens: [], hostId: '16bee636-0ed9-49c2-bbe9-d7172be371a0' },
  },
  '5.0.9',
);
const whole: Readonly<Record<string, string>> = {
  proxyhistograms: printProxyHistograms(),
  tpstats: printTpStats(node),
  gcstats: printGcStats(node),
  [clientRequestsCommand]: printClientRequests(node),
};
const process = 'process 4711/12345 60\ncollector -XX:+UseG1GC\n';
const hint = 'hints 120 16bee636-0ed9-49c2-bbe9-d7172be371a0-1751371200000-1.hints\n';

interface Told {
  readonly nodetool?: Readonly<Record<string, string>>;
  readonly refused?: Readonly<Record<string, string>>;
  readonly service?: Partial<RunResult>;
}

function answers({ nodetool = whole, refused = {}, service = {} }: Told) {
  return (script: string, { args = [] }: RunOptions): Partial<RunResult> => {
    if (script === 'look-service') return { stdout: `${process}${hint}whole\n`, ...service };
    const commands = args.slice(4, 4 + Number(args[3]));
    const lines = commands.map((command, index) =>
      section(String(index + 1), nodetool[command] ?? refused[command] ?? '', command in nodetool ? 0 : 1),
    );
    return { stdout: lines.join('') };
  };
}

const look = (told: Told = {}) => lookAtService(fakeHost(answers(told)), machine);

test('by nodetool and the machine it is known how a node serves', async () => {
  const { view, problem } = await look();
  expect(problem).toBeNull();
  expect(view).toMatchObject({
    through: 'nodetool',
    process: '4711/12345',
    processSeconds: 60,
    readP99Micros: 2299,
    errors: { timeouts: 0, unavailables: 0, failures: 0 },
    dropped: {},
    gc: { longestMillis: 26 },
    countsPauses: true,
    hints: [{ files: 1, bytes: 120 }],
  });
});

test('a release whose nodetool knows no sjk tells no errors of clients', async () => {
  const without = Object.fromEntries(Object.entries(whole).filter(([key]) => key !== clientRequestsCommand));
  const said = "nodetool: Found unexpected parameters: [sjk, mxdump]\nSee 'nodetool help'\n";
  const { view } = await look({ nodetool: without, refused: { [clientRequestsCommand]: said } });
  expect(view).toMatchObject({ errors: null });
});

test.each(Object.keys(whole))('nothing is known when nodetool fails at %s', async (command) => {
  const nodetool = Object.fromEntries(Object.entries(whole).filter(([key]) => key !== command));
  const { view, problem } = await look({ nodetool, refused: { [command]: 'nodetool: Failed to connect' } });
  expect(view).toBeNull();
  expect(problem).toContain('Failed to connect');
});

test.each([
  [
    'sjk prints its help',
    { nodetool: { ...whole, [clientRequestsCommand]: 'Usage: <main class>' } },
    'sjk mxdump',
  ],
  [
    'sjk finds no such beans',
    { nodetool: { ...whole, [clientRequestsCommand]: '{"beans":[]}' } },
    'ClientRequest',
  ],
  [
    'its folder of hints is not there',
    { service: { exitCode: 78, stderr: 'no folder of hints' } },
    'no folder',
  ],
  ['the script was cut off', { service: { stdout: process } }, 'look-service'],
  ['it has no process', { service: { stdout: 'whole\n' } }, '0 processes'],
  ['it has two', { service: { stdout: `${process}${process}whole\n` } }, '2 processes'],
  [
    'a file of hints is strange',
    { service: { stdout: `${process}hints 1 x.hints\nwhole\n` } },
    'no known way',
  ],
])('nothing is known when %s', async (_, told, said) => {
  const { view, problem } = await look(told);
  expect(view).toBeNull();
  expect(problem).toContain(said);
});

test('ZGC and Shenandoah count no pauses', async () => {
  const collected = (flag: string) => ({ stdout: `process 1/2 3\ncollector ${flag}\nwhole\n` });
  for (const flag of ['-XX:+UseZGC', '-XX:+UseShenandoahGC'])
    expect((await look({ service: collected(flag) })).view).toMatchObject({ countsPauses: false });
});

test('a node that was not looked at is not known', async () => {
  expect(await lookAtService(fakeHost(answers({})), null)).toMatchObject({ view: null });
});

const metrics = 'org.apache.cassandra.metrics:';
const both = (name: string, value: object) => ({
  status: 200,
  value: Object.fromEntries(
    ['Read', 'Write'].map((scope) => [`${metrics}name=${name},scope=${scope},type=ClientRequest`, value]),
  ),
});
const fromAgent = JSON.stringify([
  both('Latency', { '99thPercentile': 777 }),
  ...['Timeouts', 'Unavailables', 'Failures'].map((name) => both(name, { Count: 1 })),
  { status: 200, value: { [`${metrics}name=Dropped,scope=READ_REQ,type=DroppedMessage`]: { Count: 5 } } },
  { status: 200, value: { AndResetStats: [10, 2, 3, 4, 5, 6, -1] } },
]);

test('with an agent nodetool is not asked', async () => {
  agent = await fakeJolokia((_, response) => response.end(fromAgent), {}, answers({ nodetool: {} }));
  expect((await lookAtService(agent.host, machine)).view).toMatchObject({
    through: 'jolokia',
    readP99Micros: 777,
    errors: { timeouts: 2, unavailables: 2, failures: 2 },
    dropped: { READ_REQ: 5 },
    gc: { longestMillis: 2 },
  });
});

test('an agent that does not answer is no reason to ask nodetool', async () => {
  agent = await fakeJolokia((_, response) => void response.writeHead(404).end(), {}, answers({}));
  const { view, problem } = await lookAtService(agent.host, machine);
  expect(view).toBeNull();
  expect(problem).toContain('no Jolokia agent answers');
});
