import { afterEach, beforeEach, expect, test } from 'vitest';
import { countAllSSTables } from '../../../activities/observe/count-all-sstables.ts';
import type { HostView } from '../../../knowledge/host-view.ts';
import type { NodeObservation } from '../../../knowledge/observation.ts';
import { NodeBench } from '../change/node-bench.ts';
import { healthyCluster, places } from '../../knowledge/gates/healthy-cluster.ts';

let bench: NodeBench;
beforeEach(() => {
  bench = new NodeBench();
});
afterEach(() => bench.end());

function seen(folders: Partial<HostView['folders'][number]>[] | null): NodeObservation[] {
  const [node] = healthyCluster({ places: places('dc1', 1) }).nodes;
  if (!node?.host) throw new Error('a healthy node has a host');
  const plain = { role: 'data', exists: true, owner: 'cassandra', bytes: 1, isMountPoint: false };
  const host =
    folders === null
      ? null
      : {
          ...node.host,
          folders: folders.map((folder) => ({ ...plain, path: bench.path('data'), ...folder })),
        };
  return [{ ...node, host }];
}

const list = (nodes: NodeObservation[]) => countAllSSTables(bench.attempt().context, bench.task.spec, nodes);

test('live sstables of all keyspaces are counted by format', async () => {
  bench.sstable('nb-1-big-Data.db');
  bench.sstable('me-2-big-Data.db');
  bench.sstable('shop-cart-ka-3-Data.db');
  bench.sstable('nb-1-big-Data.db', 'system/local-7ad54392bcdd35a684174e047860b377');
  expect(await list(seen([{}]))).toEqual({ '10.0.0.1': { 'big-nb': 2, 'big-me': 1, unknown: 1 } });
});

test('what can not be listed whole is not known, and never none', async () => {
  bench.sstable('nb-1-big-Data.db');
  expect(await list(seen([{}, { path: bench.path('gone') }]))).toEqual({ '10.0.0.1': null });
  expect(await list(seen([{}, { exists: false }]))).toEqual({ '10.0.0.1': null });
  expect(await list(seen([]))).toEqual({ '10.0.0.1': null });
  expect(await list(seen(null))).toEqual({ '10.0.0.1': null });
});
