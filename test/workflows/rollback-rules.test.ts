import { expect, test } from 'vitest';
import type { Ledger } from '../../knowledge/ledger.ts';
import type { NodeState, UpgradeStatus } from '../../knowledge/messages.ts';
import { rollbackRefusal } from '../../workflows/rollback-rules.ts';

const loses = 'Writes to shop since 2026-11-21T10:27:32Z.';
const back = { by: 'ann', reason: 'CHG-4711' };

test('all nodes go back without a word of consent where nothing is lost, and where no ledger tells of a loss yet', () => {
  expect(rollbackRefusal(statusWith(['done', 'done'], null), 'before', back)).toBeNull();
  expect(rollbackRefusal(statusWith(['done', 'done']), 'before', back)).toBeNull();
});

test('where something is lost only these very words take all nodes back, blanks around them aside', () => {
  const status = statusWith(['done', 'waiting'], loses);
  for (const consent of [undefined, '', 'whatever', `${loses} I know.`]) {
    const said = { ...back, ...(consent !== undefined && { consent }) };
    expect(rollbackRefusal(status, 'before', said)).toContain(`this would be lost: ${loses}`);
  }
  expect(rollbackRefusal(status, 'before', { ...back, consent: ` ${loses}\n` })).toBeNull();
});

test('from cms initialize on nothing goes back, and before the first node there is nothing to', () => {
  const status = statusWith(['done', 'done'], null);
  expect(rollbackRefusal(status, 'initialized', back)).toContain('the CMS is initialized');
  expect(rollbackRefusal(status, 'begun', back)).toContain('is not known: retry looks');
  expect(rollbackRefusal(statusWith(['waiting', 'skipped']), 'before', back)).toContain(
    'no node was upgraded',
  );
});

test('one node is known by name or address, was upgraded, and is not at work', () => {
  const status = statusWith(['done', 'running', 'waiting'], loses);
  const refusal = (node: string) => rollbackRefusal(status, 'before', { ...back, node });
  // What it loses is judged by its own way back, from the disks.
  expect(refusal('cass-1')).toBeNull();
  expect(refusal('10.0.0.1')).toBeNull();
  expect(refusal('cass-2')).toContain('pause first');
  expect(refusal('cass-3')).toContain('was not upgraded');
  expect(refusal('cass-9')).toContain('no node is called cass-9; known are cass-1, cass-2, cass-3');
});

function statusWith(states: readonly NodeState[], lost?: string | null): UpgradeStatus {
  const nodes = states.map((state, index) => ({
    ...{ node: `10.0.0.${index + 1}`, name: `cass-${index + 1}`, dataCenter: 'dc1', rack: 'r1' },
    ...{ state, release: '5.0.9' },
  }));
  const ledger = { loses: lost ?? null, says: '', nodes: [] } as Partial<Ledger> as Ledger;
  return { nodes, ...(lost !== undefined && { ledger }) } as Partial<UpgradeStatus> as UpgradeStatus;
}
