import { expect, test } from 'vitest';
import { RingliftError } from '../../../knowledge/errors.ts';
import { parseSpec, sayPath } from '../../../knowledge/spec/parse-spec.ts';
import { minimal } from './minimal.ts';

test('a good file comes back with its defaults', () => {
  expect(parseSpec(minimal)).toMatchObject({ cluster: 'prod1', ssh: { port: 22 } });
});

test('all problems are told at once, each with its path, those between settings too', () => {
  const error = refusal({
    ...minimal,
    target: 'six',
    nodes: [{ address: '10.0.0.1' }, { address: '10.0.0.1', ssh: { port: 0 } }],
    ssh: { user: 'ops' },
    approvals: { who: ['ann'], required: 2 },
    gates: { patience: 'soon' },
    trget: '6.0.0',
  });
  expect(error).toMatchObject({ name: 'InvalidSpec', parts: { where: 'the file', what: '7 problems' } });
  for (const problem of [
    'target: ',
    'nodes[1].ssh.port: ',
    'nodes[1].address: the same address as nodes[0]',
    'ssh: a way to log in is needed',
    'approvals.required: more approvals than people in "who" (1)',
    'gates.patience: a duration like',
    '(the whole): Unrecognized key: "trget"',
  ]) {
    expect(error.message).toContain(problem);
  }
  expect(error.message).toMatch(/Nothing was changed\. Correct them and start again/);
});

test('one problem is said as one', () => {
  expect(refusal({ ...minimal, target: 'six' }).parts.what).toBe('1 problem');
});

test.each([
  null,
  undefined,
  'a text',
  7,
  [],
  {},
  { nodes: [null, 7] },
  { install: 7, ssh: 'x', cql: [], approvals: null },
])('what is no file at all (%j) is refused, and nothing else happens', (input) => {
  expect(refusal(input).name).toBe('InvalidSpec');
});

test.each([
  [[], '(the whole)'],
  [['target'], 'target'],
  [['nodes', 2, 'ssh', 'port'], 'nodes[2].ssh.port'],
  [['java', '6.0'], 'java.6.0'],
])('the path %j is said as %s', (path, said) => {
  expect(sayPath(path)).toBe(said);
});

function refusal(input: unknown): RingliftError {
  try {
    parseSpec(input);
  } catch (error) {
    if (error instanceof RingliftError) return error;
    throw error;
  }
  throw new Error('it was accepted');
}
