/** docs/coverage.md against the runbooks' own list of steps, and against the code that it names. */
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { projectFolder, readDocument, tableRows } from './documents.ts';
import { gateNamesInSources, gatesInSources } from './gates-in-sources.ts';
import { specKeys } from './spec-keys.ts';
import { stepsInSources } from './steps-in-sources.ts';

interface Row {
  readonly id: string;
  readonly asked: string;
  readonly stands: string;
  readonly tests: readonly string[];
}

const runbooks = readFileSync(new URL('../../../shared/seeds/steps.md', import.meta.url), 'utf8');
const page = readDocument('docs/coverage.md');
const rows = tableRows(page).map(([id = '', asked = '', stands = '', tests = '']): Row => ({
  id,
  asked,
  stands,
  tests: codes(tests),
}));
const answered = rows.filter(({ stands }) => !/\b(left out|not yet): /.test(stands));

function codes(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, text]) => text ?? '');
}

/** `S1-10` to its words, as the list of the runbooks has them. */
function askedFor(): Map<string, string> {
  const pieces = runbooks
    .replace(/^#.*$/gm, '·')
    .replace(/\s+/g, ' ')
    .split(/(?<![\w-])(S\d-[GR]?\d+) /)
    .slice(1);
  const words = (text: string) =>
    text
      .replace(/ ?·.*$/, '')
      .replace(/ (Per node|Gates|Rollback|After|Checklist|Phase \d|Validation|Before all): *$/, '')
      .replace(/\*(\w[^*]*)\*/g, '_$1_')
      .trim();
  return new Map(
    pieces.flatMap((id, at) => (at % 2 === 0 ? [[id, words(pieces[at + 1] ?? '')] as const] : [])),
  );
}

function named(kind: string, { stands }: Row): string[] {
  return [...stands.matchAll(new RegExp(`${kind} \`([^\`]+)\``, 'g'))].map(([, name]) => name ?? '');
}

test('every step that the runbooks ask for has one row, with the words of their list', () => {
  expect(rows.map(({ id, asked }) => [id, asked])).toEqual([...askedFor()]);
});

test('every step, gate, setting and rule that a row names is there', () => {
  const steps = Object.keys(stepsInSources());
  const gates = gateNamesInSources();
  const settings = specKeys().map(({ path }) => path);
  const isThere: Record<string, (name: string) => boolean> = {
    step: (name) => steps.includes(name),
    gate: (name) => gates.includes(name),
    setting: (name) => settings.some((path) => path === name || path.startsWith(`${name}.`)),
    rule: (file) => existsSync(join(projectFolder, file)),
  };
  const missing = rows.flatMap((row) =>
    Object.entries(isThere).flatMap(([kind, known]) =>
      named(kind, row)
        .filter((name) => !known(name))
        .map((name) => `${row.id}: ${kind} ${name}`),
    ),
  );
  expect(missing).toEqual([]);
});

test('a step or a gate that says what it stands for is named in that row', () => {
  const said = [
    ...Object.entries(stepsInSources()).map(([name, standsFor]) => ({ kind: 'step', name, standsFor })),
    ...gatesInSources().map(({ name, standsFor }) => ({ kind: 'gate', name, standsFor })),
  ];
  expect(said.length).toBeGreaterThan(60);
  const missing = said.flatMap(({ kind, name, standsFor }) =>
    standsFor
      .filter((id) => !rows.some((row) => row.id === id && named(kind, row).includes(name)))
      .map((id) => `${id}: ${kind} ${name}`),
  );
  expect(missing).toEqual([]);
});

test('every row names something, and a test that speaks of it', () => {
  const problems = answered.flatMap((row) => {
    const things = ['step', 'gate', 'setting', 'rule', 'command'].flatMap((kind) => named(kind, row));
    if (things.length === 0) return [`${row.id} names nothing`];
    if (row.tests.length === 0) return [`${row.id} names no test`];
    if (row.tests.some((file) => speaksOf(file, things))) return [];
    return [`${row.id}: no test of it speaks of ${things.join(', ')}`];
  });
  expect(problems).toEqual([]);
});

test('what is left out, or not there yet, says why', () => {
  const others = rows.filter((row) => !answered.includes(row));
  for (const { id, stands } of others) expect(/(left out|not yet): .{20,}/.test(stands), id).toBe(true);
});

function speaksOf(file: string, things: readonly string[]): boolean {
  const text = `${file}\n${readDocument(file)}`;
  return things.some((thing) => spellings(thing).some((each) => text.includes(each)));
}

/** `drainNode` as file and script are called, `strategy.order` as code reads it, a command without its program. */
function spellings(thing: string): string[] {
  const last = thing.includes('/') ? basename(thing, '.ts') : (thing.split(/[. ]/).at(-1) ?? thing);
  const dashed = last
    .replace(/SSTables/g, 'Sstables')
    .replace(/([A-Z])/g, (letter) => `-${letter.toLowerCase()}`);
  return [last, dashed];
}
