/** What a test can do to a simulated machine, and what is then seen of it by the product's own means. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { askNodetool, nodetool } from '../../../activities/hosts/nodetool.ts';
import { withCql } from '../../../activities/hosts/cql-connection.ts';
import { exitCodes } from '../../../activities/hosts/exit-codes.ts';
import { lookAtHost } from '../../../activities/observe/look-at-host.ts';
import { parseStatus } from '../../../knowledge/nodetool/status.ts';
import type { RemoteCommand, SimulatedCluster } from '../../../lab/simulation/simulated-cluster.ts';
import { startSimulation } from '../../../lab/simulation/start-simulation.ts';
import { type HostsOf, hostsOf } from './hosts-of.ts';

let cluster: SimulatedCluster;
let hosts: HostsOf;

beforeAll(async () => {
  cluster = await startSimulation();
  hosts = hostsOf(cluster);
});
afterAll(async () => {
  await hosts.close();
  await cluster.stop();
});

async function lock(name: string, fence: number) {
  const host = await hosts.host(name);
  const entry = { step: 'lockHost', upgrade: 'u', tag: 't', attempt: 1, fence };
  const args = [`${host.settings.stateFolder}/sim`, 'owner', String(fence), JSON.stringify(entry)];
  return host.run('lock-host', { args, timeoutMillis: 20_000 });
}

async function stepsOf(name: string): Promise<string[]> {
  return (await cluster.node(name).journal()).map(({ event, fence }) => `${event} ${fence}`);
}

async function statesSeenBy(name: string): Promise<string[]> {
  const { stdout } = await nodetool(await hosts.host(name), 'status', 5_000);
  return parseStatus(stdout).nodes.map(({ address, state }) => `${address} ${state}`);
}

test('a command is told to observers as what it is, and its journal is read', async () => {
  const seen: RemoteCommand[] = [];
  const forget = cluster.onCommand({ before: async (command) => void seen.push(command) });
  expect((await lock('n1', 1)).stdout).toContain('result: done');
  forget();
  expect(seen).toMatchObject([
    { node: 'n1', script: 'lock-host', step: 'lockHost', entry: { attempt: 1, fence: 1 } },
  ]);
  expect(await stepsOf('n1')).toEqual(['begin 1', 'end 1']);
});

test('cut before it begins, a command never runs; cut after it, only its reply is lost', async () => {
  const forgetBefore = cluster.onCommand({ before: async () => 'cut' });
  await expect(lock('n2', 1)).rejects.toMatchObject({ name: 'NodeUnreachable' });
  forgetBefore();
  expect(await stepsOf('n2')).toEqual([]);
  const forgetAfter = cluster.onCommand({ after: async () => 'cut' });
  await expect(lock('n2', 2)).rejects.toMatchObject({ name: 'NodeUnreachable' });
  forgetAfter();
  expect(await stepsOf('n2')).toEqual(['begin 2', 'end 2']);
});

test('once begun, a command stands still until its observer lets it go on', async () => {
  const steps: string[][] = [];
  const forget = cluster.onCommand({
    begun: async () => {
      await sleep(150);
      steps.push(await stepsOf('n3'));
    },
    after: async () => void steps.push(await stepsOf('n3')),
  });
  await lock('n3', 1);
  forget();
  // The shell may have been faster than the watch of the journal by a line, never by the whole of a longer script.
  expect(steps).toHaveLength(2);
  expect(steps[0]?.[0]).toBe('begin 1');
  expect(steps[1]).toEqual(['begin 1', 'end 1']);
});

test('an SSH server that is down is not reached, and is there again on the same port', async () => {
  await cluster.node('n1').setSshd('down');
  await expect(statesSeenBy('n1')).rejects.toMatchObject({ name: 'NodeUnreachable' });
  await cluster.node('n1').setSshd('up');
  expect(await statesSeenBy('n1')).toHaveLength(3);
});

test('nodetool that hangs answers nothing within its limit', async () => {
  cluster.node('n1').hangNodetool(true);
  const answers = await askNodetool(await hosts.host('n1'), ['version'], 1_000);
  cluster.node('n1').hangNodetool(false);
  expect(answers.get('version')).toMatchObject({ exitCode: 124, stdout: '' });
  expect(await statesSeenBy('n1')).toHaveLength(3);
});

test('a full disk takes no byte, and does so again once there is room', async () => {
  await cluster.node('n2').fillDisk(true);
  const full = await lock('n2', 3);
  await cluster.node('n2').fillDisk(false);
  expect(full.exitCode).toBe(exitCodes.noSpace);
  expect((await lock('n2', 4)).exitCode).toBe(0);
});

test('a clock that is set wrong is seen by whoever asks the machine', async () => {
  const host = await hosts.host('n1');
  cluster.node('n1').setClock(3_600_000);
  const wrong = await lookAtHost(host, host.settings.stateFolder);
  // On a full disk, and once more while it is wrong already.
  await cluster.node('n1').fillDisk(true);
  cluster.node('n1').setClock(7_200_000);
  await cluster.node('n1').fillDisk(false);
  const further = await lookAtHost(host, host.settings.stateFolder);
  cluster.node('n1').setClock(0);
  expect(Math.round(further.clockSkewMillis / 60_000)).toBe(-120);
  expect(Math.round(wrong.clockSkewMillis / 60_000)).toBe(-60);
  expect(Math.abs((await lookAtHost(host, host.settings.stateFolder)).clockSkewMillis)).toBeLessThan(60_000);
});

test('a killed Cassandra is missed by the others a moment later, and comes back', async () => {
  const node = cluster.node('n3');
  await node.killCassandra();
  expect(node.state()).toMatchObject({ process: null, mode: 'DOWN', serving: false });
  await expect(nodetool(await hosts.host('n3'), 'status', 5_000)).rejects.toThrow('Connection refused');
  await expect(withCql(await hosts.host('n3'), {}, async () => 1)).rejects.toMatchObject({
    name: 'NodeNotServing',
  });
  await sleep(200);
  expect(await statesSeenBy('n1')).toContain('127.0.1.3 DN');
  await node.startCassandra();
  expect(await statesSeenBy('n1')).toContain('127.0.1.3 UN');
  expect(node.events.map(({ what }) => what)).toEqual(['started', 'serving', 'killed', 'started', 'serving']);
});

test('a reboot ends every process and connection, and the machine has another boot id', async () => {
  const host = await hosts.host('n2');
  const before = await lookAtHost(host, host.settings.stateFolder);
  const running = host.run('ask-nodetool', {
    args: ['20', '-', '/bin/sleep', '1', '20'],
    timeoutMillis: 30_000,
  });
  const lost = expect(running).rejects.toMatchObject({ name: 'NodeUnreachable' });
  await sleep(300);
  await cluster.node('n2').reboot();
  await lost;
  const after = await lookAtHost(await hosts.host('n2'), host.settings.stateFolder);
  expect(after.hostName).toBe('n2');
  expect(after.bootId).not.toBe(before.bootId);
  expect(cluster.node('n2').state()).toMatchObject({ mode: 'NORMAL', serving: true });
  expect(readFileSync(join(cluster.node('n2').folder, 'boot_id'), 'utf8').trim()).toBe(after.bootId);
});
