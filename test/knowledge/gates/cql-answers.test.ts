import { expect, test } from 'vitest';
import { cqlAnswers } from '../../../knowledge/gates/cql-answers.ts';
import { expectOpen, expectShut, remedyOf } from './expect-verdict.ts';
import { healthyCluster, preflightInput, spoil } from './healthy-cluster.ts';

const healthy = healthyCluster();
const judgeIt = (inventory = healthy) => cqlAnswers(preflightInput(inventory));

test('opens when every node answers', () => {
  expectOpen(judgeIt(), '3 nodes answered a CQL query');
});

test('UN is not serving: stays shut while one node does not answer, and says why', () => {
  const cql = { answers: false, readMillis: null, detail: 'connect ECONNREFUSED' };
  const verdict = judgeIt(spoil(healthy, '10.0.0.2', { cql }));
  expectShut(verdict, 'cass2 (10.0.0.2) does not answer CQL: connect ECONNREFUSED');
  expect(remedyOf(verdict)).toContain('`nodetool statusbinary` on cass2');
});

test('stays shut when a node was not asked', () => {
  expectShut(judgeIt(spoil(healthy, '10.0.0.2', { cql: null })), 'cass2 (10.0.0.2): a CQL query');
  expectShut(judgeIt({ ...healthy, nodes: [] }));
});
