import { test } from 'vitest';
import { seedsValid } from '../../../knowledge/gates/seeds-valid.ts';
import { expectOpen, expectShut } from './expect-verdict.ts';
import { healthyCluster, preflightInput, seeRow, spoil, spoilHost, withYaml } from './healthy-cluster.ts';

const healthy = healthyCluster();
const withSeeds = (seeds: string) =>
  withYaml(healthy, '10.0.0.2', `seed_provider:\n  - parameters:\n      - seeds: "${seeds}"\n`);
const judgeIt = (inventory = healthy) => seedsValid(preflightInput(inventory));

test('opens when the seeds of every node are members and up in its eyes', () => {
  expectOpen(judgeIt(), '3 nodes: seeds 10.0.0.1 are members and up');
  expectOpen(judgeIt(withSeeds('10.0.0.1:7000, 10.0.0.3')), 'seeds 10.0.0.1 and 10.0.0.3 are members and up');
});

test('a seed that is no member shuts it', () => {
  expectShut(
    judgeIt(withSeeds('10.0.0.1,10.0.0.99')),
    'cass2 (10.0.0.2): its seed 10.0.0.99 is no member of the ring',
  );
});

test('a seed that is down in the eyes of the node that names it shuts it', () => {
  const down = seeRow(healthy, '10.0.0.1', { state: 'DN' }, ['10.0.0.2']);
  expectShut(judgeIt(down), 'cass2 (10.0.0.2): its seed 10.0.0.1 is DN in its eyes');
});

test('a seed that the file allows to be down is told, beside one that is up', () => {
  const down = seeRow(withSeeds('10.0.0.1,10.0.0.3'), '10.0.0.3', { state: 'DN' });
  expectShut(judgeIt(down), 'its seed 10.0.0.3 is DN in its eyes');
  const allowed = { ...down, nodes: down.nodes.slice(0, 2), down: ['10.0.0.3'] };
  expectOpen(judgeIt(allowed), '10.0.0.3 stays down: take it out of the seeds');
});

test('names by which a node is known are placed; others are told beside one that is', () => {
  expectOpen(judgeIt(withSeeds('cass1')), 'seeds 10.0.0.1 are members');
  expectOpen(judgeIt(withSeeds('cass1,seed.example.net')), 'seed.example.net could not be placed');
  expectShut(
    judgeIt(withSeeds('seed.example.net')),
    'none of its seeds, seed.example.net, is known to be a member',
  );
});

test('no seeds, no file or no ring is not known', () => {
  expectShut(judgeIt(withSeeds('')), 'no seeds could be read');
  expectShut(judgeIt(spoilHost(healthy, '10.0.0.2', { configuration: {} })), 'no seeds could be read');
  expectShut(judgeIt(spoil(healthy, '10.0.0.2', { ring: null })), 'nodetool status');
});
