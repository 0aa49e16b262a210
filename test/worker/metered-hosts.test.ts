import { expect, test } from 'vitest';
import type { Host, RunResult } from '../../activities/hosts/host.ts';
import { RingliftError } from '../../knowledge/errors.ts';
import type { NodeSettings } from '../../knowledge/spec/node-settings.ts';
import { meteredHosts } from '../../worker/metered-hosts.ts';
import type { MetricsSink } from '../../worker/metrics.ts';

const settings = { name: 'cas-1' } as NodeSettings;

async function counted(run: () => Promise<RunResult>): Promise<string[]> {
  const seen: string[] = [];
  const sink: MetricsSink = {
    stepEnded: () => undefined,
    gateShut: () => undefined,
    sshCommandEnded: (script, outcome, seconds) => void seen.push(`${script} ${outcome} ${seconds >= 0}`),
  };
  const host: Host = { settings, run, connectThrough: () => Promise.reject(new Error('not here')) };
  const hosts = meteredHosts({ get: async () => host, close: async () => undefined }, sink);
  const metered = await hosts.get(settings);
  expect(metered.settings).toBe(settings);
  await metered.run('look', { timeoutMillis: 1 }).catch(() => undefined);
  return seen;
}

function ended(exitCode: number): RunResult {
  return { exitCode, stdout: '', stderr: '', tookMillis: 1 };
}

test('a script that ends well, one that does not and one that could not run are counted apart', async () => {
  expect(await counted(async () => ended(0))).toEqual(['look ok true']);
  expect(await counted(async () => ended(2))).toEqual(['look exitCode true']);
  const unreachable = new RingliftError('NodeUnreachable', { where: 'cas-1', what: 'gone', next: 'Look.' });
  expect(await counted(() => Promise.reject(unreachable))).toEqual(['look NodeUnreachable true']);
});

test('results and errors come through as they are', async () => {
  const result = ended(3);
  const sink: MetricsSink = {
    stepEnded: () => undefined,
    gateShut: () => undefined,
    sshCommandEnded: () => undefined,
  };
  const host = { settings, run: async () => result } as unknown as Host;
  const hosts = meteredHosts({ get: async () => host, close: async () => undefined }, sink);
  expect(await (await hosts.get(settings)).run('look', { timeoutMillis: 1 })).toBe(result);
});
