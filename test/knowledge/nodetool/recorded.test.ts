/** What real nodes of 3.11 to 6.0 printed: all of it is read, and what must hold of three nodes holds. */
import { describe, expect, test } from 'vitest';
import { sameRelease } from '../../../knowledge/cassandra/release-name.ts';
import { classifyCmsInitialize } from '../../../knowledge/nodetool/cms-initialize.ts';
import { isConnectError } from '../../../knowledge/nodetool/connect-error.ts';
import { type ParserName, parserOfCommand, parsers } from './readable-outputs.ts';
import { type Recording, recordings } from './recordings.ts';
import { refusal } from './refusal.ts';

type ViewOf<Name extends ParserName> = ReturnType<(typeof parsers)[Name]>;
type Facts = { [Name in ParserName]?: (view: ViewOf<Name>, recording: Recording) => void };

const three = ['127.0.0.1', '127.0.0.2', '127.0.0.3'];
const isMixed = ({ file }: Recording): boolean => file.includes('-mixed-');

/** What must hold whatever the release, by command. */
const facts: Facts = {
  version: ({ release, dse }, recording) => {
    expect(sameRelease(release, recording.release)).toBe(true);
    expect(dse).toBeNull();
  },
  status: ({ nodes, dataCenters, layout }, { command, remark }) => {
    if (!command.includes('-r')) expect(nodes.map(({ address }) => address).sort()).toEqual(three);
    expect(layout).toBe('vnodes');
    expect(new Set(nodes.map(({ hostId }) => hostId)).size).toBe(3);
    for (const { state, dataCenter, tokenCount, load } of nodes) {
      expect(state).toMatch(/^[UD]N$/);
      expect(dataCenters).toContain(dataCenter);
      expect([tokenCount, load]).toEqual([4, expect.stringMatching(/^(\?|\d.* [KMG]iB)$/)]);
    }
    const down = nodes.filter(({ state }) => state === 'DN');
    if (/fresh/.test(remark)) expect(down).toEqual([]);
    if (/killed|stopped/.test(remark)) expect(down).toHaveLength(1);
  },
  describecluster: (view, recording) => {
    const agreeing = view.schemaVersions.flatMap(({ nodes }) => nodes);
    expect([...agreeing, ...view.unreachable].sort()).toEqual(three);
    expect(view.unreachable).toHaveLength(/killed|stopped/.test(recording.remark) ? 1 : 0);
    expect(view.partitioner).toBe('org.apache.cassandra.dht.Murmur3Partitioner');
    if (recording.release.startsWith('3.')) return expect(view.databaseVersions).toBeNull();
    expect((view.live ?? 0) + (view.unreachableCount ?? 0)).toBe(3);
    const counts = view.databaseVersions ?? {};
    expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(3);
    if (!isMixed(recording)) expect(counts).toEqual({ [recording.release]: 3 });
    if (isMixed(recording)) expect(view.schemaVersions.length).toBe(Object.keys(counts).length);
  },
  gossipinfo: ({ endpoints }, recording) => {
    expect(endpoints.map(({ address }) => address).sort()).toEqual(three);
    for (const { status, release, schema, hostId, netVersion, dataCenter, rack } of endpoints) {
      expect(status).toMatch(/^(NORMAL|shutdown)$/);
      expect([schema, hostId, dataCenter, rack]).not.toContain(null);
      expect(netVersion).toBeGreaterThanOrEqual(10);
      if (!isMixed(recording)) expect(release).toBe(recording.release);
    }
  },
  info: (view, { release }) => {
    expect([view.dataCenter, view.rack]).toEqual([
      expect.stringMatching(/^dc[12]$/),
      expect.stringMatching(/^rack[1-3]$/),
    ]);
    expect(view.tokenCount).toBe(4);
    expect(view.thriftActive === null).toBe(!release.startsWith('3.'));
    expect([view.gossipActive, view.nativeTransportActive]).toEqual([true, true]);
    expect(view.heapUsedMiB).toBeLessThan(view.heapMaxMiB ?? 0);
  },
  netstats: ({ mode, streams, idle }, { remark, text }) => {
    expect(mode).toBe(/drained node/.test(remark) ? 'DRAINED' : 'NORMAL');
    expect(streams).toBe(text.match(/^\S.* [\da-f-]{36}$/gm)?.length ?? 0);
    expect(idle).toBe(text.includes('Not sending any streams.'));
  },
  compactionstats: (view, { remark }) => {
    if (/idle/.test(remark)) expect(view).toEqual({ pending: 0, perTable: {}, running: [], remaining: null });
    for (const { keyspace, completed, total, unit } of view.running) {
      expect([keyspace, unit]).toEqual([expect.anything(), 'bytes']);
      expect(completed).toBeLessThanOrEqual(total ?? 0);
    }
    if (/is running/.test(remark)) expect(view.running).not.toEqual([]);
  },
  tpstats: ({ pools, droppedTotal }) => {
    const names = pools.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['MutationStage', 'CompactionExecutor']));
    expect(droppedTotal).toBeGreaterThanOrEqual(0);
  },
  proxyhistograms: ({ writeP99Micros }) => expect(writeP99Micros).toBeGreaterThan(0),
  listsnapshots: ({ snapshots, totalTrueDiskSpace }, { remark }) => {
    expect(snapshots.length === 0).toBe(/none/.test(remark));
    expect(totalTrueDiskSpace === null).toBe(snapshots.length === 0);
  },
  describering: ({ ranges }) => {
    expect(ranges.length).toBeGreaterThanOrEqual(12);
    for (const { endpoints } of ranges) expect(endpoints.length).toBeGreaterThanOrEqual(2);
  },
  statusbinary: (runs, { remark }) => expect(runs).toBe(remark === 'running'),
  repair: ({ success, finished, commands }, { exitCode }) => {
    expect([success, finished, commands.length]).toEqual([exitCode === 0, true, 1]);
  },
  'repair-admin-list': (sessions, { text }) => {
    if (text === 'no sessions\n') expect(sessions).toEqual([]);
    for (const { state } of sessions) expect(state).not.toBe('FINALIZED');
  },
  'cms-reconfigure-status': ({ active, detail }, { text }) => {
    expect(active).toBe(!text.startsWith('No active'));
    expect(detail.length > 0).toBe(active);
  },
  'cms-describe': (view, { remark }) => {
    expect(view.identifier === '0').toBe(view.serviceState === 'GOSSIP');
    expect(view.isMember).toBe(view.serviceState === 'LOCAL');
    expect(view.members).toHaveLength(
      view.serviceState === 'GOSSIP' ? 0 : /reconfiguration/.test(remark) ? 3 : 1,
    );
  },
};

/** Options that ask for another shape of output, which is then refused. */
const otherShape = /-F |--format|-T\b|--tokens|-V\b|--vtable/;

const all = recordings();
const readable = all.flatMap((recording) => {
  const parser = parserOfCommand(recording.command);
  return parser === null ? [] : [{ ...recording, parser }];
});
const failed = readable.filter(({ exitCode, parser }) => exitCode !== 0 && parser !== 'repair');
const shapedOtherwise = readable.filter(({ command }) => otherShape.test(command));
const refused = new Set([...failed, ...shapedOtherwise].map(({ file }) => file));

test('the recordings are there', () => {
  expect(all.length).toBeGreaterThanOrEqual(400);
  expect([...new Set(readable.map(({ parser }) => parser))].sort()).toEqual(Object.keys(facts).sort());
});

describe('a recorded output reads, and says what was the case', () => {
  const read = readable.filter(({ file }) => !refused.has(file));
  test.each(read.map((recording) => [recording.file, recording] as const))('%s', (_file, recording) => {
    const view = parsers[recording.parser](recording.text);
    const check = facts[recording.parser] as (view: unknown, recording: Recording) => void;
    check(view, recording);
  });
});

describe('a recorded failure, or an output of another shape, is refused', () => {
  const files = readable.filter(({ file }) => refused.has(file));
  test.each(files.map((recording) => [recording.file, recording] as const))('%s', (_file, recording) => {
    expect(() => parsers[recording.parser](recording.text)).toThrow(refusal);
  });
});

describe('cms initialize as real nodes answered', () => {
  const answers = all.filter(({ command }) => command.startsWith('cms initialize'));
  const told = [
    [/don't exist in the cluster/, 'refused'],
    [/Did not get response/, 'noResponse'],
    [/already initialized/, 'alreadyInitialized'],
    [/not yet upgraded/, 'notAllUpgraded'],
    [/^$/, 'initialized'],
  ] as const;
  test.each(answers.map((recording) => [recording.file, recording] as const))('%s', (_file, recording) => {
    const { answer } = classifyCmsInitialize({ ...recording, stdout: recording.text });
    expect(answer).toBe(told.find(([text]) => text.test(recording.text))?.[1]);
    expect(answer === 'initialized').toBe(recording.exitCode === 0);
  });
});

test('a refused connection is told from every other failure', () => {
  for (const { text, stderr, remark } of all) {
    expect(isConnectError(text, stderr)).toBe(/connection refused/.test(remark));
  }
});

test('a node that is drained is shutdown to its peers, with the highest heartbeat', () => {
  const found = all.filter(
    ({ remark, command }) => command === 'gossipinfo' && /node 2 is drained/.test(remark),
  );
  for (const { text } of found) {
    const node = parsers.gossipinfo(text).endpoints.find(({ address }) => address === '127.0.0.2');
    expect(node).toMatchObject({ status: 'shutdown', heartbeat: 2147483647 });
  }
  expect(found).not.toEqual([]);
});
