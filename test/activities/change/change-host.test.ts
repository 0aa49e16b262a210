import { expect, test } from 'vitest';
import { changeHost } from '../../../activities/change/change-host.ts';
import { exitCodes } from '../../../activities/hosts/exit-codes.ts';
import type { RunOptions } from '../../../activities/hosts/host.ts';
import { healthyCluster, healthySpec, planFor } from '../../knowledge/gates/healthy-cluster.ts';
import { type Answers, fakeContext, fakeHost } from '../fake-context.ts';

const task = { spec: healthySpec(), plan: planFor(healthyCluster()), node: '10.0.0.1' };
const next = 'Mend it, then retry.';

function change(answers: Answers, context = fakeContext(), timeoutMillis = 1_000) {
  const asked = { step: 'stopNode', args: ['one', 'two words'], timeoutMillis, next };
  return changeHost(context, task, fakeHost(answers), 'stop-node', asked);
}

test('the script gets state folder, owner, fence and a journal entry before its own words', async () => {
  const seen: { script: string; options: RunOptions }[] = [];
  const { result } = await change((script, options) => {
    seen.push({ script, options });
    return { stdout: 'some output\nresult: alreadyDone\n' };
  });
  expect(result).toBe('alreadyDone');
  expect(seen).toHaveLength(1);
  const [{ script, options }] = seen as [(typeof seen)[0]];
  const [state, owner, fence, entry = '', ...own] = options.args ?? [];
  expect([script, state, owner, fence]).toEqual([
    'stop-node',
    '/var/lib/ringlift/prod1',
    'default/cassandra-upgrade/prod1',
    '7',
  ]);
  expect(own).toEqual(['one', 'two words']);
  expect(JSON.parse(entry)).toEqual({
    step: 'stopNode',
    upgrade: 'cassandra-upgrade/prod1/node/10.0.0.1',
    tag: 'ringlift-prod1',
    attempt: 2,
    fence: 7,
  });
  expect(options).toMatchObject({ timeoutMillis: 1_000, signal: expect.any(AbortSignal) });
});

test.each([
  [exitCodes.owned, 'HostLocked', /locked by another upgrade: .*found default\/other/],
  [exitCodes.fenced, 'PreconditionChanged', /a newer attempt .*found fence default\/other/],
  [exitCodes.noSpace, 'DiskFull', /writing failed in stop-node: found default\/other/],
  [exitCodes.notAsExpected, 'PreconditionChanged', /stop-node refused: found default\/other.*Mend it/],
  [exitCodes.busy, 'HostBusy', /another action of Ringlift still runs/],
  [1, 'CommandFailed', /stop-node failed with exit code 1: found default\/other.*Mend it/],
  [137, 'CommandFailed', /exit code 137/],
])('exit code %d is told as %s', async (exitCode, name, message) => {
  const answered = change(() => ({ exitCode, stderr: 'default/other\n' }), fakeContext(), -1);
  await expect(answered).rejects.toMatchObject({ name, message: expect.stringMatching(message) });
});

test('a script that ends well without saying how is not believed', async () => {
  await expect(change(() => ({ stdout: 'nothing of note\n' }))).rejects.toMatchObject({
    name: 'CommandFailed',
    message: expect.stringContaining('found nothing of note'),
  });
});

test('a refusal never passes for a result, whatever it printed', async () => {
  const answered = change(() => ({ exitCode: 1, stdout: 'result: done\n' }));
  await expect(answered).rejects.toMatchObject({ name: 'CommandFailed' });
});

test('what a tool printed is not taken for the result, which comes last', async () => {
  const { result } = await change(() => ({ stdout: 'result: fine\nresult: done\n' }));
  expect(result).toBe('done');
});

test('a busy host is tried again until the earlier action has ended', async () => {
  const context = fakeContext();
  let tries = 0;
  const { result } = await change(
    () => ((tries += 1) < 3 ? { exitCode: exitCodes.busy } : { stdout: 'result: done\n' }),
    context,
    60_000,
  );
  expect([result, tries, context.slept]).toEqual(['done', 3, [1_000, 1_000]]);
  expect(context.said[0]).toMatch(/waits until an earlier action/);
});

test('what the connection throws passes through', async () => {
  await expect(change(() => Promise.reject(new Error('lost')))).rejects.toThrow('lost');
});
