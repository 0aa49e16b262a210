import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { renderStatus } from '../../../client/view/render-status.ts';
import { shut } from '../../../knowledge/verdict.ts';
import {
  atDoor,
  forced,
  dear,
  openGates,
  options,
  sixNodes,
  somethingWrong,
  startingNode,
  status,
  thousandNodes,
} from './sample-status.ts';

const golden = (name: string) => `../../golden/views/${name}.txt`;

test('a running upgrade shows its place, its nodes, its gates and its last events', async () => {
  const text = renderStatus(status(), { ...options, nodes: startingNode });
  await expect(text).toMatchFileSnapshot(golden('running'));
});

test('a door shows the warning, the evidence, who said yes, and what to type in three tools', async () => {
  await expect(renderStatus(atDoor, options)).toMatchFileSnapshot(golden('door'));
});

test('what going back would lose stands at the door in the words of the consent', async () => {
  const text = renderStatus({ ...atDoor, ledger: dear }, options);
  await expect(text).toMatchFileSnapshot(golden('door-with-loss'));
  expect(text.replace(/\s+/g, ' ')).toContain(`lost: ${dear.loses}`);
});

test('a door whose evidence changed, with a gate that shut, and signed approvals', async () => {
  const waiting = atDoor.waiting as Extract<NonNullable<typeof atDoor.waiting>, { for: 'approval' }>;
  const changed = {
    at: '2025-11-21T14:35:00Z',
    difference: ['- ring UN: 10.0.0.1 10.0.0.2', '+ ring DN: 10.0.0.2'],
  };
  const approvals = waiting.approvals.map((each) => ({ ...each, signedWith: `SHA256:${'x'.repeat(43)}` }));
  const verdicts = [...waiting.verdicts, shut('allUp', ['cass-02 is DN'], 'Bring cass-02 up.')];
  const door = { ...waiting, verdicts, changed, approvals, toSign: 'ringlift approval 1\n', stand: 3 };
  const text = renderStatus({ ...atDoor, waiting: door }, options);
  await expect(text).toMatchFileSnapshot(golden('door-changed'));
});

test('a look of before says as of when', () => {
  const text = renderStatus(status({ ledger: { ...dear, at: '2025-11-21T14:26:30Z' } }), options);
  expect(text).toContain('going back costs, as of 14:26: the restore point of 6 nodes put back');
});

test('before anything was looked at no cost of going back is told', () => {
  expect(renderStatus(status({ ledger: null }), options)).not.toContain('going back');
});

test('a failed step shows what was seen and changed, and what can be said now', async () => {
  await expect(renderStatus(somethingWrong, options)).toMatchFileSnapshot(golden('wrong'));
});

test('what can be said is shown as it is typed, with force, consent and a pause besides', async () => {
  await expect(renderStatus(forced, options)).toMatchFileSnapshot(golden('forced'));
});

test('an upgrade of an earlier release, which does not say what can be said, is shown what it takes', () => {
  const { waiting } = somethingWrong;
  if (waiting?.for !== 'person') throw new Error('it waits for a person');
  const { step, node, error, message, verdicts, skippable, since } = waiting;
  const before = { for: 'person', step, node, error, message, verdicts, skippable, since } as const;
  const text = renderStatus(status({ ...somethingWrong, waiting: before }), options);
  expect(text.match(/ringlift (retry|skip|abort)/g)).toEqual([
    'ringlift retry',
    'ringlift skip',
    'ringlift abort',
  ]);
});

test('a paused upgrade says how it goes on', async () => {
  await expect(renderStatus(status({ state: 'paused' }), options)).toMatchFileSnapshot(golden('paused'));
});

test('a finished upgrade shows what it took and no phase', async () => {
  const nodes = atDoor.nodes;
  const text = renderStatus(status({ state: 'done', step: null, nodes, verdicts: [] }), options);
  await expect(text).toMatchFileSnapshot(golden('done'));
});

test('a thousand nodes are counted by rack, and only those that want attention are named', async () => {
  const text = renderStatus(status({ nodes: thousandNodes() }), options);
  await expect(text).toMatchFileSnapshot(golden('thousand-nodes'));
  expect(text.split('\n').length).toBeLessThan(40);
});

test('racks of several nodes get a line each, however long the release', async () => {
  const nodes = thousandNodes().slice(396, 420);
  await expect(renderStatus(status({ nodes }), options)).toMatchFileSnapshot(golden('racks'));
});

test('a narrow terminal gets narrow lines; only a digest or a command may be wider', async () => {
  const views = [
    renderStatus(status(), { ...options, nodes: startingNode, width: 60 }),
    renderStatus(atDoor, { ...options, width: 60 }),
    renderStatus(somethingWrong, { ...options, width: 60 }),
  ];
  await expect(views.join('\n')).toMatchFileSnapshot(golden('narrow'));
  const wide = views
    .join('\n')
    .split('\n')
    .filter((line) => stringWidth(line) > 60);
  expect(wide.filter((line) => !/sha256:|--input/.test(line))).toEqual([]);
});

test('a shut gate is told in full, with what opens it', () => {
  const evidence = Array.from({ length: 9 }, (_, index) => `cass-0${index} has 12 GiB free, wants 40 GiB`);
  const verdicts = [...openGates, shut('diskHasRoom', evidence, 'Free space on the data disks.')];
  const text = renderStatus(status({ verdicts }), options);
  expect(text).toContain('5 of 6 open');
  expect(text).toContain('✗ disk has room');
  expect(text).toContain('cass-05 has 12 GiB free');
  expect(text).not.toContain('cass-06 has 12 GiB free');
  expect(text).toContain('and 3 more');
  expect(text).toContain('do: Free space on the data disks.');
});

test('before there is a plan no number of phases is told', () => {
  const phase = { number: 0, of: 0, name: 'look', title: 'Look and plan' };
  const text = renderStatus(status({ phase, nodes: [], from: [] }), options);
  expect(text).toContain('to 6.0.0   Look and plan   41m so far');
  expect(text).not.toContain('phase 0');
});

test('without a node done so far no end is promised', () => {
  const nodes = status().nodes.map(({ tookMillis: _, ...node }) => ({ ...node, state: 'waiting' as const }));
  expect(renderStatus(status({ nodes }), options)).not.toContain('last node about');
  expect(renderStatus(status(), options)).toContain('last node about 15:05');
});

test('commands name a namespace that is not the default', () => {
  const text = renderStatus(atDoor, { ...options, namespace: 'ops' });
  expect(text).toContain('temporal workflow update execute --namespace ops');
  expect(text).toContain('ringlift approve prod1 --evidence 9f2c41d2e8aa --comment "..." --namespace ops');
});

test('colour adds nothing that the plain text does not say', () => {
  const colored = renderStatus(somethingWrong, { ...options, color: true });
  expect(colored).toContain('\u001B[31m');
  // eslint-disable-next-line no-control-regex
  expect(colored.replace(/\u001B\[\d+m/g, '')).toBe(renderStatus(somethingWrong, options));
});

test('of a chain the hop stands beside the release, with what comes after it', () => {
  const hop = { number: 2, of: 4, ahead: ['5.0.9', '6.0.0'] };
  const text = renderStatus(status({ hop, ledger: { ...dear, hop: { number: 2, of: 4 } } }), options);
  expect(text).toContain('hop 2 of 4, then 5.0.9, 6.0.0');
  expect(text.replace(/\s+/g, ' ')).toMatch(/going back .*\(hop 2 of 4\): /);
});

test('outside of its windows it says so, when it goes on by itself, and how it goes on now', () => {
  const window = { opensAt: '2025-11-21T22:00:00.000Z', says: 'outside of every day 22:00 to 05:00 UTC' };
  const lines = (over: Parameters<typeof status>[0]) =>
    renderStatus(status({ state: 'paused', window, ...over }), options).replace(/\s+/g, ' ');
  expect(lines({})).toContain('◷ outside of its windows');
  expect(lines({})).toContain(
    'Nothing further is begun outside of every day 22:00 to 05:00 UTC. It goes on by itself at 22:00. Now, all the same: ringlift resume prod1',
  );
  expect(lines({ paused: { by: 'ann', at: '2025-11-21T14:40:00Z' } })).toContain(
    'ann paused it besides: then it stands still until ringlift resume prod1',
  );
});

test('of a group every node at work is shown with its own step', () => {
  const nodes = sixNodes.map((each) =>
    each.dataCenter === 'dc2' ? each : { ...each, state: 'running' as const },
  );
  const own = Object.fromEntries(
    nodes.map(({ node }) => [
      node,
      { node, step: 'drain', stepNumber: 5, stepCount: 12, stepSince: '2025-11-21T14:40:00Z' },
    ]),
  );
  const phase = {
    number: 4,
    of: 8,
    name: 'rollInGroups',
    title: 'Roll, in groups that may be down together',
  };
  const text = renderStatus(status({ nodes, phase }), { ...options, nodes: own });
  for (const name of ['cass-01', 'cass-02', 'cass-03'])
    expect(text).toContain(`${name}: drain (step 5 of 12), for 1m`);
});
