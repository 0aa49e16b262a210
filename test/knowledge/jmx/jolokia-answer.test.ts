import { expect, test } from 'vitest';
import { bulkRead, parseBulkAnswer } from '../../../knowledge/jmx/jolokia-answer.ts';
import { serviceMetricsIn, serviceQueries } from '../../../knowledge/jmx/service-queries.ts';

const metrics = 'org.apache.cassandra.metrics:';

/** As an agent of 2.6.0 answered, but for its time stamps: keys sorted, NaN as null. */
const scopes = (name: string, attributes: Readonly<Record<string, object>>) =>
  Object.fromEntries(
    Object.entries(attributes).map(([scope, value]) => [
      `${metrics}name=${name},scope=${scope},type=ClientRequest`,
      value,
    ]),
  );
const counts = (name: string, read: number) => ({
  status: 200,
  value: scopes(name, {
    CASWrite: { Count: 0 },
    Read: { Count: read },
    'Read-LOCAL_QUORUM': { Count: read },
    Write: { Count: 0 },
  }),
});
const answer = [
  {
    status: 200,
    value: scopes('Latency', {
      Write: { '99thPercentile': null },
      Read: { '99thPercentile': 1131.752 },
      'Read-LOCAL_QUORUM': { '99thPercentile': null },
    }),
  },
  counts('Timeouts', 3),
  counts('Unavailables', 0),
  counts('Failures', 0),
  {
    status: 200,
    value: {
      [`${metrics}name=Dropped,scope=READ_REQ,type=DroppedMessage`]: { Count: 0 },
      [`${metrics}name=Dropped,scope=MUTATION_REQ,type=DroppedMessage`]: { Count: 2 },
    },
  },
  { status: 200, value: { AndResetStats: [48441.0, 26.0, 324.0, 8125.0, 3.2e9, 17.0, -1.0] } },
];

const parse = (body: unknown) => parseBulkAnswer('Jolokia of cass1', serviceQueries, JSON.stringify(body));

test('all that is asked is one request', () => {
  expect(JSON.parse(bulkRead([{ mbean: 'a:type=B,*', attributes: ['Count'] }]))).toEqual([
    { type: 'read', mbean: 'a:type=B,*', attribute: ['Count'] },
  ]);
});

test('a whole answer tells how a node serves', () => {
  expect(serviceMetricsIn(parse(answer))).toEqual({
    readP99Micros: 1131.752,
    writeP99Micros: null,
    errors: { timeouts: 3, unavailables: 0, failures: 0 },
    dropped: { MUTATION_REQ: 2 },
    gc: { intervalMillis: 48_441, longestMillis: 26, totalMillis: 324 },
  });
});

test.each([
  [0, 'ClientRequest'],
  [1, 'ClientRequest'],
  [4, 'DroppedMessage'],
  [5, 'GCInspector'],
])('a name that nothing has (query %i) is missing, and said so', (index, called) => {
  const without = answer.map((each, at) => (at === index ? { status: 404, error: 'No MBean' } : each));
  expect(serviceMetricsIn(parse(without))).toEqual(expect.stringContaining(called));
});

test('what the agent forbids is told as that', () => {
  const forbidden = answer.map((each, at) => (at === 5 ? { status: 403, error: 'no access' } : each));
  expect(() => parse(forbidden)).toThrow(
    expect.objectContaining({ name: 'PrivilegeMissing', message: expect.stringContaining('GCInspector') }),
  );
});

test.each([
  ['no JSON', () => parseBulkAnswer('x', serviceQueries, '<html>')],
  ['another number of answers', () => parse(answer.slice(1))],
  ['an error of the agent', () => parse(answer.map(() => ({ status: 500, error: 'x' })))],
  ['a value that is no object', () => parse(answer.map(() => ({ status: 200, value: 3 })))],
])('refuses %s', (_, parsing) => {
  expect(parsing).toThrow(expect.objectContaining({ name: 'UnreadableOutput' }));
});
