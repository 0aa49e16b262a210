import { test } from 'vitest';
import type { NodeBaseline } from '../../../knowledge/gates/gate-input.ts';
import { servesClients } from '../../../knowledge/gates/serves-clients.ts';
import type { NodeObservation } from '../../../knowledge/observation.ts';
import { expectOpen, expectShut } from './expect-verdict.ts';
import { healthyBaseline, healthyCluster, healthySpec, nodeGateInput, spoil } from './healthy-cluster.ts';

const healthy = healthyCluster();

function judgeIt(
  change: Partial<NodeObservation> | ((seen: NodeObservation) => Partial<NodeObservation>) = {},
  before: Partial<NodeBaseline> | null = {},
  spec = healthySpec(),
) {
  const inventory = spoil(healthy, '10.0.0.1', change);
  return servesClients(
    nodeGateInput(
      inventory,
      '10.0.0.1',
      { before: before && { ...healthyBaseline(), ...before }, spec },
      healthy,
    ),
  );
}

const read = (readMillis: number | null) => ({ cql: { answers: true, readMillis, detail: 'no user table' } });
const dropped = (types: Record<string, number>) => ({
  threadPools: { pools: [], dropped: types, droppedTotal: 1 },
});

test('opens when it answers about as fast as before and drops nothing', () => {
  expectOpen(
    judgeIt(),
    'a light read took 5.0ms, 4.0ms before',
    'p99 of reads is 60ms, 50ms before',
    '0 reads and writes dropped',
  );
});

test('stays shut while it does not answer CQL, or says that its native transport is off', () => {
  const cql = { answers: false, readMillis: null, detail: 'refused' };
  expectShut(judgeIt({ cql }), 'cass1 (10.0.0.1) does not answer CQL: refused');
  const off =
    (nativeTransportActive: boolean | null) =>
    ({ info }: NodeObservation) => ({ info: info && { ...info, nativeTransportActive } });
  expectShut(judgeIt(off(false)), 'cass1 (10.0.0.1): its native transport is off');
  expectShut(judgeIt(off(null)), 'its native transport is untold');
});

test('a read below the floor is never too slow, however fast it was before', () => {
  expectOpen(judgeIt(read(99), { readMillis: 0.5 }), 'at most 100ms');
});

test('stays shut when a read takes more than the allowed factor of before', () => {
  expectOpen(judgeIt(read(300), { readMillis: 100 }));
  expectShut(judgeIt(read(301), { readMillis: 100 }), 'a light read took 301ms, 100ms before, at most 300ms');
});

test('stays shut when p99 of reads or writes is too high', () => {
  expectShut(
    judgeIt({ latency: { readP99Micros: 151_000, writeP99Micros: null } }),
    'p99 of reads is 151ms, 50ms before, at most 150ms',
  );
  expectShut(
    judgeIt({ latency: { readP99Micros: null, writeP99Micros: 101_000 } }),
    'p99 of writes is 101ms',
  );
});

test('factor and floor are those of the file', () => {
  const spec = healthySpec({ gates: { maxLatencyFactor: 10, latencyFloor: '1s' } });
  expectOpen(judgeIt(read(900), {}, spec), 'at most 1000ms');
});

test('without a measure of before it is judged by the floor alone', () => {
  expectOpen(judgeIt(read(50), null), 'a light read took 50ms, not measured before, at most 100ms');
  expectShut(judgeIt(read(150), null), 'not measured before, at most 100ms');
});

test('no user’s table to read and no requests coordinated yet is said, and does not shut it', () => {
  const verdict = judgeIt({ ...read(null), latency: { readP99Micros: null, writeP99Micros: null } });
  expectOpen(verdict, 'no light read was timed: no user table', 'no reads coordinated since its start');
});

test.each(['READ', 'READ_REQ', 'MUTATION_RSP', 'COUNTER_MUTATION_REQ', 'RANGE_REQ'])(
  'stays shut when it dropped %s',
  (type) => {
    expectShut(
      judgeIt(dropped({ [type]: 3 })),
      `3 reads and writes dropped since its start, at most 0 allowed (${type} 3)`,
    );
  },
);

test('drops below the limit or of messages that carry no client’s request do not shut it', () => {
  expectOpen(judgeIt(dropped({ HINT_REQ: 5, _TRACE: 9, GOSSIP_DIGEST_SYN: 1 })));
  const spec = healthySpec({ gates: { maxDroppedMessages: 3 } });
  expectOpen(judgeIt(dropped({ READ_REQ: 3 }), {}, spec));
  expectShut(judgeIt(dropped({ READ_REQ: 3, MUTATION_REQ: 1 }), {}, spec), '4 reads and writes dropped');
});

test.each([
  ['cql', 'a CQL query'],
  ['info', 'nodetool info'],
  ['threadPools', 'nodetool tpstats'],
  ['latency', 'nodetool proxyhistograms'],
] as const)('stays shut when the node did not tell its %s', (view, called) => {
  expectShut(judgeIt({ [view]: null }), `cass1 (10.0.0.1): ${called}`);
});

test('stays shut when the node was not looked at', () => {
  expectShut(
    servesClients(nodeGateInput(healthy, '10.0.0.1', { observations: [] })),
    'cass1 (10.0.0.1) was not looked at',
  );
});
