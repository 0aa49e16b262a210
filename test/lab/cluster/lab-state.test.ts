import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { labStore, readLabState, writeLabState, type LabState } from '../../../lab/cluster/lab-state.ts';

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'lab-state-'))));
afterEach(() => rm(folder, { recursive: true }));

const state: LabState = {
  ...{ mode: 'processes', clusterName: 'lab', release: '5.0.9', slot: { index: 0, lock: '/nowhere' } },
  ...{ nodes: [], running: {} },
};

test('nodes that come up at the same time are all noted', async () => {
  await writeLabState(folder, state);
  const names = ['cass-01', 'cass-02', 'cass-03'];
  await Promise.all(
    names.map((name, pid) => labStore(folder).setRunning(name, { pid: pid + 1, startTicks: '7' })),
  );
  expect(Object.keys((await readLabState(folder)).running).sort()).toEqual(names);
  await labStore(folder).setRunning('cass-02', undefined);
  expect(Object.keys((await readLabState(folder)).running).sort()).toEqual(['cass-01', 'cass-03']);
});

test('a folder without a lab, and one whose lab.json is not of a lab, are refused', async () => {
  await expect(readLabState(folder)).rejects.toThrow('no lab is here');
  await writeFile(join(folder, 'lab.json'), '{"mode": "boats"}');
  await expect(readLabState(folder)).rejects.toThrow('mode');
});
