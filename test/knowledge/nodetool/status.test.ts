import { describe, expect, test } from 'vitest';
import { parseStatus } from '../../../knowledge/nodetool/status.ts';
import { refusal } from './refusal.ts';
import { status } from './samples.ts';

const heading = `Datacenter: dc1
===============
Status=Up/Down
|/ State=Normal/Leaving/Joining/Moving
--  Address    Load       Tokens  Owns (effective)  Host ID                               Rack
`;
const host = 'a269ffa3-cf95-472c-b310-d4c7c3f0bb31';

test('the two data centers of 4.0+ with a node down, one joining and one unknown', () => {
  expect(parseStatus(status.twoDataCenters)).toEqual({
    nodes: [
      {
        address: '127.0.0.1',
        state: 'UN',
        dataCenter: 'dc1',
        rack: 'rack1',
        hostId: host,
        load: '103.66 KiB',
        tokenCount: 16,
      },
      {
        address: '127.0.0.2',
        state: 'DN',
        dataCenter: 'dc1',
        rack: 'rack2',
        hostId: '86ab104a-adf4-40bf-a731-2d6bedd0bf99',
        load: '?',
        tokenCount: 16,
      },
      {
        address: '127.0.0.3',
        state: 'UJ',
        dataCenter: 'dc2',
        rack: 'rack1',
        hostId: 'ab29ecaf-8760-4857-b53b-6e3baa6deece',
        load: '210.27 KiB',
        tokenCount: 16,
      },
      {
        address: '127.0.0.4',
        state: '?N',
        dataCenter: 'dc2',
        rack: 'rack 2',
        hostId: null,
        load: '?',
        tokenCount: 16,
      },
    ],
    dataCenters: ['dc1', 'dc2'],
    layout: 'vnodes',
    effectiveOwnership: true,
    note: true,
  });
});

describe('one row', () => {
  const rows: [string, string, object][] = [
    [
      'has a decimal comma',
      `UN  10.0.0.1  156,9 KB  2  70,3%  ${host}  RAC1`,
      { load: '156,9 KB', rack: 'RAC1' },
    ],
    [
      'has a load without a unit',
      `UN  10.0.0.1  207670  256  ?  ${host}  r`,
      { load: '207670', tokenCount: 256 },
    ],
    ['has no load', `DN  10.0.0.1  ?  256  ?  ${host}  r`, { state: 'DN', load: '?' }],
    ['has a port', `UN  10.0.0.1:7000  1 KiB  16  ?  ${host}  r`, { address: '10.0.0.1' }],
    ['has an IPv6 address', `UN  2001:db8:0:0:0:0:0:1  1 KiB  16  ?  ${host}  r`, { address: '2001:db8::1' }],
    [
      'has an IPv6 address and a port',
      `UN  [0:0:0:0:0:0:0:1]:7000  1 KiB  16  ?  ${host}  r`,
      { address: '::1' },
    ],
    [
      'has null as host id',
      `?N  10.0.0.1  ?  256  ?  null                                  r`,
      { hostId: null },
    ],
    ['is of a stopped DSE node', `US  10.0.0.1  1 KiB  1  ?  ${host}  r`, { state: 'US' }],
  ];
  test.each(rows)('%s', (_what, row, part) => {
    expect(parseStatus(`${heading}${row}\n`).nodes).toEqual([expect.objectContaining(part)]);
  });
});

test('one token per node: the token is not taken for the rack', () => {
  const text = heading.replace('Tokens  Owns (effective)  Host ID ', 'Owns  Host ID  Token');
  expect(
    parseStatus(`${text}UN  10.0.0.1  215.3 KiB  ?  ${host}  -1080085985719557225  default\n`),
  ).toMatchObject({
    layout: 'single-token',
    effectiveOwnership: false,
    nodes: [{ rack: 'default', tokenCount: 1 }],
  });
});

test('two rows of one address stay two members', () => {
  const row = `UN  10.0.0.1  1 KiB  16  ?  ${host}  r\n`;
  expect(parseStatus(heading + row + row).nodes).toHaveLength(2);
});

test('a note of another kind is not the one about replication', () => {
  const row = `UN  10.0.0.1  1 KiB  16  ?  ${host}  r\n`;
  expect(parseStatus(`${heading}${row}\nNote: Something else\n`).note).toBe(false);
});

describe('refused is', () => {
  const row = `UN  10.0.0.1  1 KiB  16  ?  ${host}  r\n`;
  const texts: [string, string][] = [
    ['a state that does not exist', heading + row.replace('UN', 'XN')],
    ['a damaged host id, which would pass for a rack', heading + row.replace(host, 'a269ffa3')],
    ['a row without a rack', heading + row.replace(`${host}  r`, host)],
    ['a heading without rows', heading],
    ['a header with unknown columns', (heading + row).replace('Load', 'Weight')],
    ['another layout in the second data center', heading + row + (heading + row).replace(' (effective)', '')],
    ['rows without a heading', row],
    ['an error below the heading', `${heading}error: No nodes present in the cluster\n`],
    ['a row behind the note', `${heading}${row}Note: x\n${row}`],
    ['an output of which the last end of line is missing', (heading + row).trimEnd()],
  ];
  test.each(texts)('%s', (_what, text) => {
    expect(() => parseStatus(text)).toThrow(refusal);
  });
});
