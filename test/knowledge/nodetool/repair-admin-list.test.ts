import { expect, test } from 'vitest';
import { parseRepairAdminList } from '../../../knowledge/nodetool/repair-admin-list.ts';
import { refusal } from './refusal.ts';
import { repairAdminList } from './samples.ts';

test('only sessions that have not ended are told', () => {
  expect(parseRepairAdminList(repairAdminList)).toEqual([
    { id: '2062b290-7f3a-11e8-9358-cd941b956e60', state: 'REPAIRING' },
  ]);
});

test('no sessions', () => {
  expect(parseRepairAdminList('no sessions\n')).toEqual([]);
});

test.each([
  ['a state that does not exist', repairAdminList.replace('REPAIRING', 'DREAMING ')],
  ['a header without a session', repairAdminList.slice(0, repairAdminList.indexOf('\n') + 1)],
  [
    'the complaint of 3.11, which has no such command',
    'nodetool: Found unexpected parameters: [repair_admin]\n',
  ],
])('refused is %s', (_what, text) => {
  expect(() => parseRepairAdminList(text)).toThrow(refusal);
});
