import { expect, test } from 'vitest';
import { clientRequestsIn } from '../../../knowledge/jmx/client-requests.ts';
import { parseMxDump } from '../../../knowledge/nodetool/mxdump.ts';

/** The layout is that which nodetool of 4.0.19, 4.1.10, 5.0.9 and 6.0-alpha2 printed. */
function dump(scopes: Readonly<Record<string, number>>): string {
  const beans = Object.entries(scopes).flatMap(([scope, count]) => [
    { name: nameOf(scope, 'Latency'), modelerType: 'Bean', Count: 9, '99thPercentile': 1131.752 },
    ...['Timeouts', 'Unavailables', 'Failures'].map((name) => ({
      name: nameOf(scope, name),
      modelerType: 'Bean',
      Count: name === 'Timeouts' ? count : 0,
      OneMinuteRate: 0.0,
    })),
  ]);
  return JSON.stringify({ beans }, null, 2);
}

const nameOf = (scope: string, name: string) =>
  `org.apache.cassandra.metrics:type=ClientRequest,scope=${scope},name=${name}`;

test('reads every bean by the keys of its name', () => {
  const beans = parseMxDump(dump({ Read: 3 }));
  expect(beans).toHaveLength(4);
  expect(beans[1]).toEqual({
    keys: { type: 'ClientRequest', scope: 'Read', name: 'Timeouts' },
    attributes: { modelerType: 'Bean', Count: 3, OneMinuteRate: 0 },
  });
});

test('requests are counted once, and not by consistency level once more', () => {
  const requests = clientRequestsIn(parseMxDump(dump({ Read: 3, Write: 2, 'Read-LOCAL_QUORUM': 3 })));
  expect(requests).toEqual({
    readP99Micros: 1131.752,
    writeP99Micros: 1131.752,
    errors: { timeouts: 5, unavailables: 0, failures: 0 },
  });
});

test('a histogram that has no value yet has NaN as its mean, which nodetool prints and JSON does not know', () => {
  // Of 4.1.10, shortened; the name with the quotes is made up.
  const printed = `{
  "beans" : [ {
    "name" : "org.apache.cassandra.metrics:type=ClientRequest,scope=CASRead,name=Latency",
    "modelerType" : "NaN, \\"NaN\\" and -Infinity",
    "Min" : 0.0,
    "Mean" : NaN,
    "StdDev" : -Infinity,
    "99thPercentile" : 0.0,
    "RecentValues" : [ 0, NaN ],
    "Count" : 0
  } ]
}
`;
  expect(parseMxDump(printed)[0]?.attributes).toEqual({
    modelerType: 'NaN, "NaN" and -Infinity',
    ...{ Min: 0, Mean: null, StdDev: null, '99thPercentile': 0, RecentValues: [0, null], Count: 0 },
  });
});

test('a pattern that nothing matches is an empty list, of which nothing is concluded', () => {
  expect(parseMxDump('{\n  "beans" : [ ]\n}\n')).toEqual([]);
  expect(clientRequestsIn([])).toBeNull();
  expect(clientRequestsIn(parseMxDump(dump({ Read: 3 })))).toBeNull();
});

test.each([
  ['its help, which comes with exit 0', 'Usage: <main class> [options] [command] [command options]\n'],
  ['nothing', ''],
  ['JSON of something else', '{"error": "x"}'],
  ['a bean without a name', '{"beans": [{"Count": 1}]}'],
  ['a bean that is none', '{"beans": [null]}'],
])('refuses %s', (_, text) => {
  expect(() => parseMxDump(text)).toThrow(expect.objectContaining({ name: 'UnreadableOutput' }));
});
