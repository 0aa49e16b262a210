import { test } from 'vitest';
import { accordOff } from '../../../knowledge/gates/accord-off.ts';
import { expectOpen, expectShut } from './expect-verdict.ts';
import { addYaml, healthyCluster, preflightInput, withYaml } from './healthy-cluster.ts';

const healthy = healthyCluster();
const judgeWith = (lines: string) => accordOff(preflightInput(addYaml(healthy, '10.0.0.2', lines)));

test.each(['', 'accord:\n  enabled: false', 'accord:\n  shard_count: 1'])('opens with %j', (lines) => {
  expectOpen(judgeWith(lines), '3 nodes: accord is off');
});

test.each([
  ['accord:\n  enabled: true', 'true'],
  ['accord.enabled: true', 'true'],
  ['accord:\n  enabled: maybe', '"maybe"'],
])('stays shut with %j', (lines, said) => {
  expectShut(judgeWith(lines), `cass2 (10.0.0.2): accord.enabled in its cassandra.yaml is ${said}`);
});

test('a file that was not read is not known to leave it off', () => {
  expectShut(accordOff(preflightInput(withYaml(healthy, '10.0.0.2', undefined))), 'was not read');
});
