import { expect, test } from 'vitest';
import { nodesOfActor, sayActor, strangersOfActors } from '../../knowledge/actors.ts';
import { healthyCluster, healthySpec, planFor } from './gates/healthy-cluster.ts';

const plan = planFor(healthyCluster());
const spec = healthySpec({
  actors: [
    { kind: 'reaper', name: 'repairs', url: 'http://reaper:8080' },
    {
      kind: 'cron',
      name: 'nightly',
      file: '/etc/cron.d/x',
      line: 'nodetool',
      nodes: ['cass2', '10.0.0.3', 'cass9'],
    },
    { kind: 'systemdTimer', name: 'backups', unit: 'backup.timer' },
    {
      kind: 'commands',
      name: 'puppet',
      isPaused: ['is'],
      pause: ['puppet', 'agent', '--disable'],
      resume: ['go'],
    },
  ],
});
const [, cron, timer] = spec.actors;

test('an actor is on the nodes that it names, by name or address, else on all; never on one that is down for ever', () => {
  if (cron?.kind !== 'cron' || timer?.kind !== 'systemdTimer') throw new Error('not as given');
  const on = (actor: typeof cron | typeof timer, down: string[] = []) =>
    nodesOfActor(actor, { ...plan, down }).map(({ name }) => name);
  expect(on(cron)).toEqual(['cass2', 'cass3']);
  expect(on(timer)).toEqual(['cass1', 'cass2', 'cass3']);
  expect(on(timer, ['10.0.0.2'])).toEqual(['cass1', 'cass3']);
});

test('a name that is no node is found', () => {
  expect(strangersOfActors(spec.actors, plan.nodes)).toEqual([{ actor: 'nightly', name: 'cass9' }]);
});

test('each is told in one line', () => {
  expect(spec.actors.map(sayActor)).toEqual([
    'repairs: Reaper at http://reaper:8080, its repair schedules and runs of this cluster',
    'nightly: lines of /etc/cron.d/x that hold "nodetool" on cass2, 10.0.0.3, cass9',
    'backups: backup.timer on every node',
    'puppet: puppet agent --disable on every node',
  ]);
});
