import { expect, test } from 'vitest';
import { stepsSeen } from './steps-seen.ts';
import type { CommandSeen } from './world.ts';

let number = 0;
/** `look-host n1 planNode`, of a script that changes something `lock-host n1 lockHost lockHost`: under way, in the journal. */
function commands(...lines: string[]): CommandSeen[] {
  return lines.map((line) => {
    const [script = '', node = '', step = '', journalStep = null] = line.split(' ');
    number += 1;
    return { number, node, script, step, journalStep, at: number, endedAt: number, exitCode: 0 };
  });
}

test('a step that only looks has every script that it runs, with how often', () => {
  const seen = commands('look-host n1 planNode', 'ask-nodetool n1 planNode', 'look-host n2 planNode');
  expect(stepsSeen(seen)).toEqual([
    {
      step: 'planNode',
      scripts: [
        { name: 'look-host', count: 2 },
        { name: 'ask-nodetool', count: 1 },
      ],
      changes: false,
      once: false,
    },
  ]);
});

test('of a step that changes something its own script counts, not what it writes down besides', () => {
  const seen = commands(
    'look-host n1 drainNode',
    'keep-baseline n1 drainNode baseline',
    'drain-node n1 drainNode drainNode',
    'drain-node n2 drainNode drainNode',
  );
  expect(stepsSeen(seen)).toEqual([
    { step: 'drainNode', scripts: [{ name: 'drain-node', count: 2 }], changes: true, once: false },
  ]);
});

test('a script that comes before its step is known to have begun is that of its step, not of the one before', () => {
  const seen = commands(
    'look-host n1 planNode',
    'lock-host n1 planNode lockHost',
    'lock-host n2 lockHost lockHost',
  );
  expect(stepsSeen(seen)).toEqual([
    { step: 'planNode', scripts: [{ name: 'look-host', count: 1 }], changes: false, once: false },
    { step: 'lockHost', scripts: [{ name: 'lock-host', count: 2 }], changes: true, once: false },
  ]);
});

test('what changes one node for all is done once', () => {
  const [initialize] = stepsSeen(commands('initialize-cms n2 initializeCms initializeCms'));
  expect(initialize).toMatchObject({ changes: true, once: true });
});
