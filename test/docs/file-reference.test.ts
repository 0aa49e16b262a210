import { expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { checkSpecText } from '../../client/read-spec.ts';
import { codeBlocks, codeOf, readDocument, tableRows } from './documents.ts';
import { keysOfBlock, specKeys } from './spec-keys.ts';

const page = readDocument('docs/file.md');
const blocks = codeBlocks(page, 'yaml');
const [minimal = ''] = blocks;

function documentedKeys(): string[][] {
  return tableRows(page)
    .filter(([key, , fallback]) => codeOf(key) !== null && fallback !== undefined)
    .map(([key, type = '', fallback = '']) => [codeOf(key) ?? '', type, fallback]);
}

test('the tables name every key of the file, its type and its default, and no other', () => {
  const wanted = specKeys().map((key) => [key.path, key.type, key.default]);
  expect(wanted.length).toBeGreaterThan(80);
  expect(documentedKeys().toSorted()).toEqual(wanted.toSorted());
});

test('every key has a meaning, or a name that needs none', () => {
  const silent = tableRows(page).filter(([, , , meaning]) => meaning === '');
  expect(silent.map(([key]) => codeOf(key)).toSorted()).toEqual(
    ['gates.lookEvery', 'nodetool.port', 'cql.port', 'ssh.bastion.port', 'ssh.port'].toSorted(),
  );
});

test.each(['ssh', 'install', 'service', 'nodetool', 'cql', 'jolokia'])(
  'a data center and a node may override exactly the keys that %s has',
  (block) => {
    const keys = keysOfBlock([block]);
    expect(keys.length).toBeGreaterThan(3);
    expect(keysOfBlock(['nodes', '[]', block])).toEqual(keys);
    expect(keysOfBlock(['dataCenters', '<name>', block])).toEqual(keys);
  },
);

test('the shortest example is accepted and says nothing that need not be said', () => {
  expect(checkSpecText(minimal)).toMatchObject({ ok: true });
  const example = parse(minimal) as Record<string, Record<string, unknown>>;
  for (const key of Object.keys(example)) {
    const rest = Object.entries(example).filter(([other]) => other !== key);
    expect(checkSpecText(stringify(Object.fromEntries(rest))).ok, `without ${key}`).toBe(false);
  }
});

test.each(blocks.map((text, index) => [index + 1, text] as const))(
  'example %i is accepted, alone or with what the shortest one says besides',
  (_, text) => {
    const completed = { ...(parse(minimal) as object), ...(parse(text) as object) };
    const checked = checkSpecText(text.includes('cluster:') ? text : stringify(completed));
    expect(checked).toMatchObject({ ok: true });
  },
);

test('together the examples use every key', () => {
  const used = new Set(blocks.flatMap((text) => pathsIn(parse(text), '')));
  const unused = specKeys().filter(({ path, type }) => type !== 'block' && !used.has(path));
  const onlyInOverrides = unused.filter(({ path }) => !/^(nodes\[\]|dataCenters\.<name>)\./.test(path));
  expect(onlyInOverrides.map(({ path }) => path)).toEqual([]);
});

function pathsIn(value: unknown, path: string): string[] {
  if (Array.isArray(value)) return [path, ...value.flatMap((each) => pathsIn(each, `${path}[]`))];
  if (typeof value !== 'object' || value === null) return [path];
  const below = Object.entries(value).flatMap(([key, each]) => {
    const step = path === 'dataCenters' ? '<name>' : key;
    return pathsIn(each, path ? `${path}.${step}` : step);
  });
  return [path, ...below];
}
