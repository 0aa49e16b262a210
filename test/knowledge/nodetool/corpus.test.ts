/** Every published sample against what a correct parser must conclude from it, field by field. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { nodeIdOf } from '../../../knowledge/nodetool/node-id.ts';
import { factsOf } from './corpus-facts.ts';

const corpus = new URL('../../../../shared/corpus/', import.meta.url);
const samples = readdirSync(corpus)
  .filter((file) => file.endsWith('.txt'))
  .map((file) => file.slice(0, -4));

interface Expectation extends Readonly<Record<string, unknown>> {
  readonly command: string;
}

/** Samples that are refused although the expectation tells facts, and why that is right. */
const refused: Readonly<Record<string, string>> = {
  'scylla-status-09': 'the heading of the data center was cut off; the expectation allows a refusal',
  'scylla-gossipinfo-01':
    "Scylla's states carry no version and no TOKENS line, so a cut could not be noticed",
  'scylla-netstats-01': 'cut by its publisher: a node that is not STARTING prints its message pools',
  '3.11-compactionstats-02': 'cut by its publisher: the remaining time always ends the table of a real node',
  '4.x-listsnapshots-03': 'cut by its publisher: the total always ends the list of a real node',
  '4.x-listsnapshots-04': 'cut by its publisher: the total always ends the list of a real node',
  'unknown-dsetool-status-01': 'damaged: the heading begins with "C:" instead of "DC:"',
  '2.1-tpstats-json-01': "not JSON, as the expectation says, but nodetool's complaint of a wrong option",
};

/** Fields that no parser of the text can tell. */
const beyondTheText: Readonly<Record<string, string>> = {
  exit: 'the exit code is not printed',
  comment: 'a remark about the sample',
  command: 'chooses the parser',
};

function expectationOf(sample: string): Expectation {
  return JSON.parse(readFileSync(new URL(`${sample}.expect.json`, corpus), 'utf8')) as Expectation;
}

/** Without the first line, which says where the sample was published. */
function textOf(sample: string): string {
  const text = readFileSync(new URL(`${sample}.txt`, corpus), 'utf8');
  return text.startsWith('# source:') ? text.slice(text.indexOf('\n') + 1) : text;
}

/** Ringlift's names of nodes carry no port: `-pp` output says `127.0.0.1:8100`. */
function withoutPorts(field: string, value: unknown): unknown {
  const ofNodes = field === 'unreachable' || field === 'mismatching';
  return ofNodes && Array.isArray(value) ? value.map((address) => nodeIdOf(String(address))) : value;
}

function read(sample: string): Readonly<Record<string, unknown>> {
  const facts = factsOf[expectationOf(sample).command];
  if (!facts) throw new Error(`no parser for ${sample}`);
  return facts(textOf(sample));
}

test('the corpus is there, and every exception names a sample of it', () => {
  expect(samples.length).toBeGreaterThanOrEqual(100);
  expect(Object.keys(refused).filter((sample) => !samples.includes(sample))).toEqual([]);
});

describe('a sample reads as expected', () => {
  const readable = samples.filter((sample) => !(sample in refused) && !expectationOf(sample)['unparseable']);
  test.each(readable)('%s', (sample) => {
    const facts = read(sample);
    for (const [field, value] of Object.entries(expectationOf(sample))) {
      if (field in beyondTheText) continue;
      expect(Object.keys(facts), `${sample} asks for "${field}"`).toContain(field);
      expect(facts[field], field).toEqual(withoutPorts(field, value));
    }
  });
});

describe('a sample is refused by name of the command, not misread', () => {
  const unreadable = samples.filter((sample) => sample in refused || expectationOf(sample)['unparseable']);
  test.each(unreadable)('%s', (sample) => {
    expect(() => read(sample)).toThrow(expect.objectContaining({ name: 'UnreadableOutput' }));
  });
});
