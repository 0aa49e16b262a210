import { expect, test } from 'vitest';
import { cmsPlacement } from '../../../knowledge/gates/cms-placement.ts';
import type { SpecInput } from '../../../knowledge/spec/spec.ts';
import { expectOpen, expectShut } from './expect-verdict.ts';
import { clusterAtTheDoor, doorInput, healthySpec, places } from './healthy-cluster.ts';
import type { Place } from './healthy-cluster.ts';

function judgeIt(given: Place[], replication?: NonNullable<SpecInput['cms']>['replication']) {
  const spec = healthySpec({ cms: replication === undefined ? {} : { replication } });
  return cmsPlacement(doorInput(clusterAtTheDoor({ places: given }), { spec }));
}

test('opens, says what will be run, and warns of nothing where racks are as many as members', () => {
  const verdict = judgeIt(places('dc1', 6, 3));
  expectOpen(verdict, 'nodetool cms reconfigure 3 will be run');
  expect(verdict.evidence.join()).not.toContain('warning');
});

test('warns of a single rack, of fewer racks than members, and of unbalanced racks, and stays open', () => {
  expectOpen(
    judgeIt(places('dc1', 4, 1)),
    'warning: all 4 nodes of dc1 are in one rack: its loss takes 3 CMS members',
  );
  expectOpen(judgeIt(places('dc1', 4, 2)), 'warning: 3 CMS members share the 2 racks of dc1');
  const heavy = [...places('dc1', 3, 3), ...places('dc1', 4, 1)];
  expectOpen(judgeIt(heavy), 'warning: rack1 holds 5 of 7 nodes of dc1: the racks are unbalanced');
});

test('warns of an even number', () => {
  expectOpen(judgeIt(places('dc1', 4), 4), 'warning: 4 CMS members is an even number');
});

test('stays shut when the cluster can not hold what the file asks for', () => {
  expectShut(judgeIt(places('dc1', 3), 5), 'expected at most 3 members there, found 5');
  expectShut(judgeIt(places('dc1', 3), { dc9: 1 }), 'more CMS members in dc9 than it has nodes');
});
