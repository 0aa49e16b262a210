/** The judge of the fault runs, judged: what it must see, and what it must not take for a violation. */
import { expect, test } from 'vitest';
import type { JournalEntry, NodeState, ProcessEventKind } from '../../lab/simulation/simulated-cluster.ts';
import { type NodeRecord, type RunRecord, violationsOf } from './invariants.ts';
import { togetherOf } from './together.ts';
import type { CommandSeen } from './world.ts';

const target = '6.0-alpha2';

/** `begin takeSnapshot`, with another fence `begin takeSnapshot 7`, with another result `end takeSnapshot 1 started`. */
function journal(...lines: string[]): JournalEntry[] {
  return lines.map((line) => {
    const [event, step = '', fence = '1', result = 'done'] = line.split(' ');
    return {
      ...{ at: '2026-07-01T12:00:00.000Z', event: event as JournalEntry['event'], step },
      ...{ result, upgrade: 'u', tag: 't', attempt: 1, fence: Number(fence) },
    };
  });
}

function events(...lines: string[]): NodeRecord['events'] {
  return lines.map((line) => {
    const [at, what] = line.split(' ');
    return { at: Number(at), what: what as ProcessEventKind, release: target };
  });
}

const ways = ['takeSnapshot', 'lockHost', 'drainNode', 'stopNode', 'makeRestorePoint', 'switchRelease'];
const whole = [...ways, 'startNode', 'unlockHost'].flatMap((step) => [`begin ${step}`, `end ${step}`]);
const up: NodeState = {
  installed: target,
  process: { pid: 1, release: target },
  storageMode: 'NONE',
  mode: 'NORMAL',
  serving: true,
  sshd: 'up',
  boots: [],
  snapshots: [],
  cmsInitializations: [],
};

function node(name: string, changes: Partial<NodeRecord> = {}): NodeRecord {
  return { name, state: up, events: events('0 serving'), journal: journal(...whole), ...changes };
}

function look(name: string, at: number): CommandSeen {
  return {
    ...{ number: at, node: name, script: 'look-host', journalStep: null, step: 'awaitGatesBefore' },
    ...{ at, endedAt: at, exitCode: 0 },
  };
}

function broken(changes: Partial<RunRecord>): string[] {
  const run = { nodes: [node('n1'), node('n2')], commands: [], approvals: 0, target, ...changes };
  return violationsOf(run).map(({ invariant }) => invariant);
}

test('a run in which all was as it should be breaks nothing', () => {
  const one = node('n1', {
    events: events('0 serving', '10 drained', '11 stopped', '12 started', '13 serving'),
  });
  const two = node('n2', {
    events: events('0 serving', '20 drained', '21 stopped', '22 started', '23 serving'),
  });
  expect(broken({ nodes: [one, two] })).toEqual([]);
});

test('a node that is drained before another serves again is two nodes down', () => {
  const one = node('n1', {
    events: events('0 serving', '10 drained', '11 stopped', '12 started', '30 serving'),
  });
  const two = node('n2', {
    events: events('0 serving', '20 drained', '21 stopped', '22 started', '23 serving'),
  });
  expect(broken({ nodes: [one, two] })).toContain('never two nodes down');
});

test('a node that was killed is an excuse only when it died after the last look at it', () => {
  const killed = node('n1', { events: events('0 serving', '15 killed', '40 started', '41 serving') });
  const two = node('n2', {
    events: events('0 serving', '20 drained', '21 stopped', '22 started', '23 serving'),
  });
  const nodes = [killed, two];
  expect(broken({ nodes, commands: [look('n1', 14)] })).toEqual([]);
  expect(broken({ nodes, commands: [look('n1', 16)] })).toContain('never two nodes down');
  expect(broken({ nodes, commands: [] })).toContain('never two nodes down');
});

test('a stop without a snapshot, a switch without a restore point', () => {
  const late = journal('begin stopNode', 'end stopNode', 'begin takeSnapshot', 'end takeSnapshot');
  expect(broken({ nodes: [node('n1', { journal: late })] })).toContain('no stop before a snapshot');
  const begun = whole.filter((line) => line !== 'end makeRestorePoint');
  expect(broken({ nodes: [node('n1', { journal: journal(...begun) })] })).toEqual([
    'no switch before the restore point',
  ]);
});

test('of restarts: a configuration is kept before it is changed, and changed while the node is stopped', () => {
  const of = (...steps: string[]) => {
    const lines = steps.flatMap((step) => [`begin ${step}`, `end ${step}`]);
    return broken({ restartsInto: 'NONE', nodes: [node('n1', { journal: journal(...lines) })] });
  };
  expect(of('keepConfiguration', 'drainNode', 'stopNode', 'changeConfiguration')).toEqual([]);
  expect(of('stopNode', 'changeConfiguration', 'keepConfiguration')).toEqual([
    'no change of what was not kept',
  ]);
  expect(of('keepConfiguration', 'changeConfiguration', 'stopNode')).toEqual(['no change of a running node']);
});

test('two actions at once on a host, and an older one after a newer', () => {
  const crossed = journal(...whole, 'begin repairNode 2', 'begin repairNode 3', 'end repairNode 2');
  expect(broken({ nodes: [node('n1', { journal: crossed })] })).toEqual(['one action at a time on a host']);
  const older = journal(
    ...whole,
    'begin repairNode 9',
    'end repairNode 9',
    'begin repairNode 8',
    'end repairNode 8',
  );
  expect(broken({ nodes: [node('n1', { journal: older })] })).toEqual(['no older attempt after a newer one']);
});

test('an attempt that was cut off has no end, and the next may begin', () => {
  const again = journal(...whole, 'begin repairNode 2', 'begin repairNode 3', 'end repairNode 3');
  expect(broken({ nodes: [node('n1', { journal: again })] })).toEqual([]);
});

test('a job is done when it ended well, and alone until then', () => {
  const started = ['begin takeSnapshot', 'end takeSnapshot 1 started'];
  const rest = whole.filter((line) => !line.includes('takeSnapshot'));
  const of = (...lines: string[]) => broken({ nodes: [node('n1', { journal: journal(...lines, ...rest) })] });
  expect(of(...started, 'jobEnded takeSnapshot 1 exit-0')).toEqual([]);
  expect(of(...started, 'jobEnded takeSnapshot 1 exit-1')).toEqual(['no stop before a snapshot']);
  expect(of(...started)).toEqual(['no stop before a snapshot', 'nothing is changed beside a job']);
});

test('of a job that a boot cut off just after its effect, the disk tells that it was done before the stop', () => {
  const noon = Date.parse('2026-07-01T12:00:00.000Z');
  const [begin, end] = journal('begin takeSnapshot', 'end takeSnapshot 1 started');
  const rest = journal(...whole.filter((line) => !line.includes('takeSnapshot'))).map((entry) => ({
    ...entry,
    at: '2026-07-01T12:01:00.000Z',
  }));
  const taken = events(
    '0 serving',
    `${noon + 60_000} drained`,
    `${noon + 61_000} stopped`,
    `${noon + 62_000} serving`,
  );
  const after = (boots: number[], madeAt: number) => {
    const state = { ...up, boots, snapshots: [{ tag: 't', at: madeAt }] };
    return broken({ nodes: [node('n1', { state, events: taken, journal: [begin!, end!, ...rest] })] });
  };
  expect(after([noon + 1_000], noon)).toEqual([]);
  expect(after([], noon)).toEqual(['nothing is changed beside a job']);
  expect(after([noon + 1_000], noon + 70_000)).toEqual(['no stop before a snapshot']);
});

test('cms initialize without an approval, or twice with one', () => {
  const asked = (...cmsInitializations: number[]) => [node('n1', { state: { ...up, cmsInitializations } })];
  expect(broken({ nodes: asked(5), approvals: 1 })).toEqual([]);
  expect(broken({ nodes: asked(5) })).toEqual(['cms initialize at most once per approval']);
  expect(broken({ nodes: asked(5, 9), approvals: 1 })).toEqual(['cms initialize at most once per approval']);
  expect(broken({ nodes: [...asked(5), node('n2')], approvals: 1 })).toEqual([]);
});

test('a node that is left down, on its old release, or locked', () => {
  const down: NodeState = { ...up, process: null, serving: false, mode: 'DOWN' };
  const old = { ...up, process: { pid: 1, release: '5.0.9' } };
  const locked = journal(...whole, 'begin lockHost', 'end lockHost');
  for (const changes of [{ state: down }, { state: old }, { journal: locked }]) {
    expect(broken({ nodes: [node('n1', changes)] })).toEqual(['every node ends on the target and serves']);
  }
});

test('a node that was restarted ends in the mode that was asked for', () => {
  const nodes = [node('n1', { state: { ...up, storageMode: 'UPGRADING' } }), node('n2')];
  expect(broken({ nodes, restartsInto: 'NONE' })).toEqual(['every node ends on the target and serves']);
  expect(broken({ nodes })).toEqual([]);
});

test('of a group each may be taken while the others are down, as long as clients keep what they need', () => {
  const places = Array.from({ length: 6 }, (_, index) => ({ rack: `rack${1 + (index % 3)}` }));
  const together = togetherOf(places);
  const taken = (name: string, from: number) =>
    node(name, {
      events: events('0 serving', `${from} drained`, `${from + 1} stopped`, '50 started', '60 serving'),
    });
  const still = (name: string) => node(name);
  const mates = [still('n1'), taken('n2', 10), still('n3'), still('n4'), taken('n5', 20), still('n6')];
  expect(broken({ nodes: mates, together })).toEqual([]);
  expect(broken({ nodes: mates })).toContain('never two nodes down');
  const strangers = [still('n1'), taken('n2', 10), taken('n3', 20), still('n4'), still('n5'), still('n6')];
  expect(broken({ nodes: strangers, together })).toContain('never more nodes down than clients can spare');
  const seeds = togetherOf(places.map((place, index) => ({ ...place, isSeed: index % 3 === 1 })));
  expect(broken({ nodes: mates, together: seeds })).toContain('never more nodes down than clients can spare');
});
