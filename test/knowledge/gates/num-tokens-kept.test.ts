import { expect, test } from 'vitest';
import { numTokensKept } from '../../../knowledge/gates/num-tokens-kept.ts';
import { expectOpen, expectShut, remedyOf } from './expect-verdict.ts';
import { healthyCluster, preflightInput, spoil, withYaml } from './healthy-cluster.ts';

const healthy = healthyCluster();
const judgeIt = (inventory = healthy) => numTokensKept(preflightInput(inventory));
const single = healthyCluster({ tokenCount: 1 });

test('opens when num_tokens is what every node owns', () => {
  expectOpen(judgeIt(), 'num_tokens as owned: 16');
});

test('stays shut when a node owns another number, and gives the line to write', () => {
  const verdict = judgeIt(withYaml(healthy, '10.0.0.2', 'num_tokens: 256\n'));
  expectShut(
    verdict,
    'cass2 (10.0.0.2): cassandra.yaml sets 256 tokens (num_tokens, initial_token), it owns 16',
  );
  expect(remedyOf(verdict)).toContain('`num_tokens: 16` in the cassandra.yaml of cass2');
});

test('without the key it is one token', () => {
  expectShut(judgeIt(withYaml(healthy, '10.0.0.2', 'cluster_name: prod1\n')), 'sets 1 tokens');
  expectOpen(judgeIt(withYaml(single, '10.0.0.2', 'cluster_name: prod1\n')), 'num_tokens as owned: 1');
});

test('initial_token counts its words, and must not contradict num_tokens', () => {
  const sixteen = Array.from({ length: 16 }, (_, index) => index * 100).join(',');
  expectOpen(judgeIt(withYaml(healthy, '10.0.0.2', `initial_token: "${sixteen}"\n`)));
  expectOpen(judgeIt(withYaml(single, '10.0.0.2', 'initial_token: -9223372036854775808\n')));
  expectShut(
    judgeIt(withYaml(healthy, '10.0.0.2', 'num_tokens: 16\ninitial_token: 5\n')),
    'sets contradictory tokens',
  );
});

test('stays shut when cassandra.yaml was not read or is not YAML', () => {
  expectShut(
    judgeIt(withYaml(healthy, '10.0.0.2', undefined)),
    'cass2 (10.0.0.2): its cassandra.yaml was not read',
  );
  expectShut(judgeIt(withYaml(healthy, '10.0.0.2', 'a: [1\nb: }')), 'can not be understood');
  expectShut(judgeIt(withYaml(healthy, '10.0.0.2', '# nothing\n')), 'holds no keys');
});

test('stays shut when the tokens of a node were not told', () => {
  expectShut(judgeIt(spoil(healthy, '10.0.0.2', { ring: null })), 'cass2 (10.0.0.2): nodetool status');
  expectShut(judgeIt(spoil(healthy, '10.0.0.2', { host: null })), 'cass2 (10.0.0.2): the machine');
  const absent = spoil(healthy, '10.0.0.2', ({ ring }) => ({ ring: ring && { ...ring, nodes: [] } }));
  expectShut(judgeIt(absent), 'cass2 (10.0.0.2) does not show itself');
  expectShut(judgeIt({ ...healthy, nodes: [] }));
});
