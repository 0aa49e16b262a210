import { expect, test } from 'vitest';
import { metadataLog } from '../../../knowledge/gates/metadata-log.ts';
import { expectOpen, expectShut, remedyOf } from './expect-verdict.ts';

const beginnings = ['PRE_INITIALIZE_CMS', 'INITIALIZE_CMS'];

test('a log that begins with the initialization is open, whatever came after', () => {
  expectOpen(metadataLog(beginnings));
  const verdict = metadataLog([...beginnings, 'TRIGGER_SNAPSHOT', 'SCHEMA_CHANGE', 'SCHEMA_CHANGE']);
  expectOpen(verdict);
  expect(verdict.evidence[0]).toContain('5 entries');
  expect(verdict.evidence[0]).toContain('TRIGGER_SNAPSHOT, SCHEMA_CHANGE');
});

test.each([[[]], [['INITIALIZE_CMS']], [['PRE_INITIALIZE_CMS']], [['TRIGGER_SNAPSHOT']]])(
  'a log of %j lacks its beginning',
  (kinds: string[]) => {
    const verdict = metadataLog(kinds);
    expectShut(verdict);
    expect(remedyOf(verdict)).toContain('dumplog');
  },
);

test('a log that nobody could be asked for is not taken for an empty one', () => {
  const verdict = metadataLog(null);
  expectShut(verdict);
  expect(verdict.evidence[0]).toContain('was not read');
});
