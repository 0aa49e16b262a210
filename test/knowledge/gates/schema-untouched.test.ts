import { test } from 'vitest';
import { schemaUntouched } from '../../../knowledge/gates/schema-untouched.ts';
import { expectOpen, expectShut } from './expect-verdict.ts';
import { clusterAtTheDoor, doorInput } from './healthy-cluster.ts';

const ready = clusterAtTheDoor();

test('opens when the user schema is that of the start', () => {
  expectOpen(schemaUntouched(doorInput(ready)), 'user schema sha256:5ca1ab1e now');
});

test('stays shut when somebody changed it', () => {
  expectShut(
    schemaUntouched(doorInput(ready, { schemaDigestAtStart: 'sha256:0' })),
    'was changed since the upgrade began',
  );
});

test('stays shut when either is not known, also when both are', () => {
  expectShut(schemaUntouched(doorInput(ready, { schemaDigestAtStart: null })), 'of the start is not known');
  const silent = { ...ready, schemaDigest: null };
  expectShut(schemaUntouched(doorInput(silent, { schemaDigestAtStart: 'sha256:0' })), 'could not be read');
  expectShut(schemaUntouched(doorInput(silent, { schemaDigestAtStart: null })), 'could not be read');
});
