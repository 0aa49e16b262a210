import { expect, test } from 'vitest';
import { drainNode } from '../../../activities/change/drain-node.ts';
import { requireFreshGates } from '../../../activities/change/require-fresh-gates.ts';
import { gatesGoodForMillis } from '../../../knowledge/gates/gates-good-for.ts';
import { stopNode } from '../../../activities/change/stop-node.ts';
import { settingsOf } from '../../../knowledge/spec/node-settings.ts';
import { healthyCluster, healthySpec, planFor } from '../../knowledge/gates/healthy-cluster.ts';
import { recordings } from '../../knowledge/nodetool/recordings.ts';
import { fakeContext, fakeHost, fakeHosts } from '../fake-context.ts';
import { machineText, nodetoolAnswers } from '../observe/told-host.ts';

const node = '10.0.0.2';
const task = { spec: healthySpec(), plan: planFor(healthyCluster()), node };
const normal = recordings().find(
  ({ command, text }) => command === 'netstats' && text.startsWith('Mode: NORMAL'),
);
const modeOf = (mode: string) => normal?.text.replace('NORMAL', mode) ?? '';
const ago = (millis: number) => new Date(Date.now() - millis).toISOString();
const old = ago(gatesGoodForMillis + 5_000);

interface Told {
  readonly running?: boolean;
  /** Null: nodetool does not answer. */
  readonly mode?: string | null;
}

/** @returns the scripts that were run besides, or what was thrown */
async function judge(gatesSeenAt: string | null | undefined, told: Told = {}) {
  const { ran, run } = toldNode(told);
  await run((context, host) =>
    requireFreshGates(context, { ...task, ...(gatesSeenAt !== undefined && { gatesSeenAt }) }, host),
  );
  return ran;
}

function toldNode({ running = true, mode = 'NORMAL' }: Told) {
  const ran: string[] = [];
  const host = fakeHost(
    (script, options) => {
      ran.push(script);
      if (script === 'ask-nodetool')
        return { stdout: nodetoolAnswers(options, mode === null ? {} : { netstats: modeOf(mode) }) };
      return { stdout: script === 'look-host' ? machineText({ running, lockedBy: null }) : '' };
    },
    settingsOf(task.spec, node),
  );
  const context = fakeContext({ hosts: fakeHosts({ [node]: host }) });
  return {
    ran,
    context,
    run: <Out>(work: (given: typeof context, on: typeof host) => Out) => work(context, host),
  };
}

test('gates of just now are believed without another look, and steps without gates before them ask none', async () => {
  expect(await judge(ago(1_000))).toEqual([]);
  expect(await judge(undefined)).toEqual([]);
});

test.each([
  ['of long ago', old],
  ['that do not tell their time', null],
  ['of a clock that is ahead by minutes', ago(-gatesGoodForMillis - 5_000)],
  ['whose time can not be read', 'yesterday'],
])('gates %s are not believed for a node that serves', async (_, gatesSeenAt) => {
  await expect(judge(gatesSeenAt)).rejects.toMatchObject({
    name: 'GatesOutdated',
    message: expect.stringMatching(/expected a look of the last 2 minutes.* Nothing was changed/),
  });
});

test.each<[string, Told]>([
  ['is drained already', { mode: 'DRAINED' }],
  ['is being drained', { mode: 'DRAINING' }],
  ['is stopped already', { running: false, mode: null }],
])('a node that %s is not left waiting for its gates once more', async (_, told) => {
  expect(await judge(old, told)).toEqual(expect.arrayContaining(['ask-nodetool', 'look-host']));
});

test('a node that does not tell its mode is not known to be begun', async () => {
  await expect(judge(old, { mode: null })).rejects.toMatchObject({ name: 'GatesOutdated' });
});

test('with gates of long ago neither the drain nor the stop of a serving node is asked for', async () => {
  for (const step of [drainNode, stopNode]) {
    const { ran, context } = toldNode({});
    await expect(step(context, { ...task, gatesSeenAt: old })).rejects.toMatchObject({
      name: 'GatesOutdated',
    });
    expect(ran.every((script) => /^(look|ask|read)-/.test(script))).toBe(true);
  }
});
