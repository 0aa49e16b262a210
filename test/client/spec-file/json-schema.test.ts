import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { exampleFile } from '../../../client/help-texts.ts';
import { describePlace, knownKeys, specJsonSchema } from '../../../client/spec-file/json-schema.ts';

// Another reader of JSON Schema than the one that checks files: what an editor would say.
const editor = z.fromJSONSchema(specJsonSchema() as Parameters<typeof z.fromJSONSchema>[0]);
const example = parse(exampleFile.replace('6.0:', '"6.0":')) as Record<string, unknown>;

test('an editor accepts the example of the help', () => {
  expect(editor.safeParse(example).error?.issues).toBeUndefined();
});

test.each([
  ['an unknown key', { ...example, trget: '6.0.0' }],
  ['a missing key', { ...example, approvals: undefined }],
  ['a word that is no duration', { ...example, gates: { patience: 'soon' } }],
  ['a kind of service that there is not', { ...example, service: { kind: 'runit' } }],
])('an editor refuses %s', (_, file) => {
  expect(editor.safeParse(JSON.parse(JSON.stringify(file))).success).toBe(false);
});

test('it has a title and a dialect, and what has a default need not be written', () => {
  expect(specJsonSchema()).toMatchObject({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: expect.stringContaining('Ringlift'),
    required: ['cluster', 'target', 'nodes', 'ssh', 'install', 'approvals'],
  });
});

test('known keys and descriptions are found through lists, free keys and alternatives', () => {
  const schema = specJsonSchema();
  expect(knownKeys(schema, ['nodes', 3, 'ssh', 'bastion'])).toEqual([
    'host',
    'port',
    'user',
    'privateKeyFile',
  ]);
  expect(knownKeys(schema, ['dataCenters', 'dc1'])).toContain('nodetool');
  expect(knownKeys(schema, ['service'])).toEqual(expect.arrayContaining(['kind', 'name', 'start', 'stop']));
  expect(describePlace(schema, ['approvals', 'expiry'])).toBe('How long an approval counts.');
});
