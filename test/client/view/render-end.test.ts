import { expect, test } from 'vitest';
import type { EndedUpgrade } from '../../../client/read-upgrade.ts';
import { renderEnd } from '../../../client/view/render-end.ts';
import { atDoor, digest, options, sixNodes } from './sample-status.ts';

const ended: EndedUpgrade = {
  kind: 'ended',
  cluster: 'prod1',
  state: 'done',
  says: 'prod1 runs 6.0.0.',
  startedAt: '2025-11-21T09:00:00Z',
  endedAt: '2025-11-21T14:20:00Z',
  result: {
    cluster: 'prod1',
    state: 'done',
    to: '6.0.0',
    nodes: atDoor.nodes,
    approvals: [
      {
        by: 'dba-lead',
        at: '2025-11-21T14:12:00Z',
        evidence: digest,
        comment: 'CHG-4711',
        through: 'update',
      },
      { by: 'dba-oncall', at: '2025-11-21T14:13:00Z', evidence: digest, comment: '', through: 'signal' },
    ],
    plan: null,
    says: 'prod1 runs 6.0.0.',
  },
};

test('an upgrade that reached its target shows its nodes, who approved and where the report is', async () => {
  await expect(renderEnd(ended, options)).toMatchFileSnapshot('../../golden/views/ended-done.txt');
});

test('an aborted one shows which nodes were not reached', async () => {
  const result = { ...ended.result!, state: 'aborted' as const, nodes: sixNodes, approvals: [] };
  const says = 'Ended by a person in phase "Roll, one node at a time".';
  const text = renderEnd({ ...ended, state: 'aborted', says, result }, options);
  await expect(text).toMatchFileSnapshot('../../golden/views/ended-aborted.txt');
});

test('one that failed without a result still says why', () => {
  const text = renderEnd(
    { ...ended, state: 'failed', says: 'Workflow execution terminated', result: null },
    options,
  );
  expect(text).toContain('✗ failed   prod1   took 5h20m   ended 14:20');
  expect(text).toContain('Workflow execution terminated');
});
