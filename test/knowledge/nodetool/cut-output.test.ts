/**
 * What a parser makes of an output that was cut off.
 *
 * A cut in the middle of a line is always noticed: the end of line is missing. A cut between two lines is noticed
 * wherever a later line is bound to come; where the next line could as well be missing (a further node, keyspace or
 * message type), no reader of the text can notice it. There the view may only tell less: the same nodes in the same
 * states, fewer of them. That is why callers require exit code 0 and compare the nodes with those they expect.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CompactionView } from '../../../knowledge/observation.ts';
import { type ParserName, parsers, type WholeOutput, wholeOutputs } from './readable-outputs.ts';

type Check = (cut: never, whole: never) => void;
type ViewOf<Name extends ParserName> = ReturnType<(typeof parsers)[Name]>;

function same(cut: unknown, whole: unknown): void {
  expect(cut).toEqual(whole);
}

function beginning<Item>(cut: readonly Item[], whole: readonly Item[]): void {
  expect(cut).toEqual(whole.slice(0, cut.length));
}

/** For each parser: in what a view of a cut output may differ from that of the whole. Nothing is the default. */
const checks: Partial<Record<ParserName, Check>> = {
  // Fewer rows. The note stands last, so it may be missing.
  status: (cut: ViewOf<'status'>, whole: ViewOf<'status'>) => {
    beginning(cut.nodes, whole.nodes);
    beginning(cut.dataCenters, whole.dataCenters);
    same({ ...cut, nodes: 0, dataCenters: 0, note: whole.note }, { ...whole, nodes: 0, dataCenters: 0 });
    expect(cut.note && !whole.note).toBe(false);
  },
  // Fewer schema versions, and then nothing of what 4.0 prints below them.
  describecluster: (cut: ViewOf<'describecluster'>, whole: ViewOf<'describecluster'>) => {
    beginning(cut.schemaVersions, whole.schemaVersions);
    beginning(cut.unreachable, whole.unreachable);
    same([cut.cluster, cut.partitioner], [whole.cluster, whole.partitioner]);
    if (cut.databaseVersions !== null) return same(cut, whole);
    same([cut.live, cut.unreachableCount], [null, null]);
  },
  gossipinfo: (cut: ViewOf<'gossipinfo'>, whole: ViewOf<'gossipinfo'>) =>
    beginning(cut.endpoints, whole.endpoints),
  // Up to 4.1 the table of running compactions may be missing whole; never a part of it, never from 5.0 on.
  compactionstats: (cut: CompactionView, whole: CompactionView) => {
    expect(cut.pending).toBe(whole.pending);
    if (cut.running.length > 0) return same(cut, whole);
    same(cut.remaining, null);
    expect([{}, whole.perTable]).toContainEqual(cut.perTable);
  },
  tpstats: (cut: ViewOf<'tpstats'>, whole: ViewOf<'tpstats'>) => {
    same(cut.pools, whole.pools);
    expect(whole.dropped).toMatchObject(cut.dropped);
  },
  // Success needs its own line: a cut repair is a success only if all that it names was one.
  repair: (cut: ViewOf<'repair'>, whole: ViewOf<'repair'>) => {
    beginning(cut.progress, whole.progress);
    beginning(cut.commands, whole.commands);
    if (cut.success && cut.commands.length === whole.commands.length) same(whole.success, true);
  },
  'repair-admin-list': (cut: ViewOf<'repair-admin-list'>, whole: ViewOf<'repair-admin-list'>) =>
    beginning(cut, whole),
  'cms-describe': (cut: ViewOf<'cms-describe'>, whole: ViewOf<'cms-describe'>) => {
    const untold = { localPendingCount: null, commitsPaused: null, replicationFactor: null };
    expect(whole.isMember ? [whole] : [whole, { ...whole, ...untold }]).toContainEqual(cut);
  },
  'cms-reconfigure-status': (
    cut: ViewOf<'cms-reconfigure-status'>,
    whole: ViewOf<'cms-reconfigure-status'>,
  ) => {
    same(cut.active, whole.active);
    beginning(cut.detail, whole.detail);
  },
  'dsetool-ring': (cut: ViewOf<'dsetool-ring'>, whole: ViewOf<'dsetool-ring'>) => beginning(cut, whole),
  'dsetool-status': (cut: ViewOf<'dsetool-status'>, whole: ViewOf<'dsetool-status'>) => beginning(cut, whole),
  sstableupgrade: (cut: ViewOf<'sstableupgrade'>, whole: ViewOf<'sstableupgrade'>) => {
    same(cut.found, whole.found);
    if (cut.upgraded !== whole.upgraded) same(cut.success, false);
  },
};

const outputs = wholeOutputs();

function parse({ parser }: WholeOutput, text: string): unknown {
  return parsers[parser](text);
}

/** The view of the cut text, or null when it was refused as it must be. */
function viewOfCut(output: WholeOutput, cut: string): unknown {
  try {
    return parse(output, cut);
  } catch (error) {
    expect(error).toMatchObject({ name: 'UnreadableOutput' });
    return null;
  }
}

function expectNothingElse(output: WholeOutput, cut: string): void {
  const view = viewOfCut(output, cut);
  if (view === null) return;
  const check = (checks[output.parser] ?? same) as (cut: unknown, whole: unknown) => void;
  check(view, parse(output, output.text));
}

describe('a cut between two lines reads as less of the same, or is refused', () => {
  test.each(outputs.map((output) => [output.name, output] as const))(
    '%s',
    { timeout: 60_000 },
    (_name, output) => {
      const ends = [...output.text.matchAll(/\n/g)].map(({ index }) => index + 1);
      const tried = ends.length > 200 ? ends.filter((_, index) => index % 97 === 0) : ends;
      for (const end of tried) expectNothingElse(output, output.text.slice(0, end));
    },
  );
});

test('a cut anywhere in any output is refused unless it falls between two lines', { timeout: 60_000 }, () => {
  const short = outputs.filter(({ text }) => text.length < 20_000);
  const place = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(fc.constantFrom(...short), place, (output, share) => {
      const cut = output.text.slice(0, Math.floor(share * output.text.length));
      if (!cut.endsWith('\n')) expect(viewOfCut(output, cut)).toBeNull();
      expectNothingElse(output, cut);
    }),
    { numRuns: 2_000 },
  );
});

test('every parser has a whole output to be cut', () => {
  const cutOnes = new Set(outputs.map(({ parser }) => parser));
  expect(Object.keys(parsers).filter((name) => !cutOnes.has(name as ParserName))).toEqual([]);
});

describe('a cut that hides something of weight is noticed where the output allows it', () => {
  const refusals: [string, ParserName, (text: string) => string][] = [
    ['status in the rack of its last node', 'status', (text) => text.trimEnd().slice(0, -1)],
    ['status after the heading of a data center', 'status', (text) => text.slice(0, text.lastIndexOf('UJ '))],
    ['gossipinfo in an endpoint', 'gossipinfo', (text) => text.slice(0, text.lastIndexOf('  TOKENS'))],
    [
      'describecluster after the first release',
      'describecluster',
      (text) => text.slice(0, text.indexOf('\t5.0.9')),
    ],
  ];
  test.each(refusals)('%s', (_name, parser, cutOf) => {
    const output = outputs.find(({ name }) => name.startsWith(`sample ${parser} `)) as WholeOutput;
    const cut = cutOf(output.text);
    expect(cut.length).toBeLessThan(output.text.trimEnd().length);
    expect(viewOfCut(output, cut)).toBeNull();
  });

  test('compactionstats of 5.0 and 6.0 whose table of running compactions is missing', () => {
    for (const name of ['busy50', 'busy60']) {
      const output = outputs.find((found) => found.name === `sample compactionstats ${name}`) as WholeOutput;
      expect(viewOfCut(output, output.text.slice(0, output.text.indexOf('id  ')))).toBeNull();
    }
  });

  test('describering of which the last range is missing', () => {
    const output = outputs.find(({ parser }) => parser === 'describering') as WholeOutput;
    const lastRange = output.text.lastIndexOf('TokenRange(');
    expect(viewOfCut(output, output.text.slice(0, output.text.lastIndexOf('\n', lastRange) + 1))).toBeNull();
  });
});
