/** One run, made from its seed alone: the cluster, the order of the roll, and which faults meet it where. */
import type { SimulatedPlace } from '../../lab/simulation/simulation-options.ts';
import { type Chance, chanceOf } from './random.ts';
import { type Combination, type Injection, type StepSeen, faults, moments } from './fault.ts';

export interface Scenario {
  readonly seed: number;
  readonly places: readonly SimulatedPlace[];
  /** Names of nodes in the file's order; empty: none is given. */
  readonly order: readonly string[];
  readonly storageMode: string | null;
  readonly injections: readonly Injection[];
}

/** Faults that one run puts into each step: at several of its nodes, or one after the other. */
const perStep = 3;
const combinations = moments.length * faults.length;

/**
 * So many runs try everything once: each of them lets every step of the plan suffer a few faults at some moments, and no
 * two of them the same.
 */
export const runsForAll = combinations / perStep;

/** Which of all combinations of a step the run with this seed tries. Every `runsForAll` seeds in a row try them all. */
export function combinationsOf(step: string, seed: number): Combination[] {
  const round = Math.floor((seed - 1) / runsForAll);
  const all = moments.flatMap((moment) => faults.map((fault) => ({ step, moment, fault })));
  // Another order for each step, so that a run does not meet the same fault everywhere.
  const shuffled = chanceOf(hashOf(`${step} ${round}`)).shuffled(all);
  const from = ((seed - 1) % runsForAll) * perStep;
  return shuffled.slice(from, from + perStep);
}

export function scenarioOf(seed: number, steps: readonly StepSeen[]): Scenario {
  const chance = chanceOf(seed);
  const places = placesFrom(chance);
  const names = places.map((_, index) => `n${index + 1}`);
  const order = chance.next() < 0.5 ? [] : chance.shuffled(names).slice(0, 1 + chance.below(names.length));
  const storageMode = chance.pick(['CASSANDRA_4', 'CASSANDRA_4', null, 'NONE']);
  const injections = steps.flatMap((seen) => {
    const nodes = chance.shuffled(names);
    return combinationsOf(seen.step, seed).map((combination, index) =>
      injectionOf(seen, combination, nodes[index % nodes.length] ?? '', chance),
    );
  });
  return { seed, places, order, storageMode, injections };
}

/** A run in which nothing goes wrong: what it does is what the faults are put into. */
export function calmScenario(): Scenario {
  return { seed: 0, places: [{}, {}, {}], order: [], storageMode: 'CASSANDRA_4', injections: [] };
}

/** Three nodes mostly: more of them make a run longer and little else. */
function placesFrom(chance: Chance): SimulatedPlace[] {
  const count = chance.pick([3, 3, 3, 3, 3, 3, 3, 4, 5, 6]);
  const racks = 1 + chance.below(3);
  const centers = count >= 4 && chance.next() < 0.4 ? 2 : 1;
  return Array.from({ length: count }, (_, index) => ({
    dataCenter: `dc${(index % centers) + 1}`,
    rack: `rack${1 + chance.below(racks)}`,
    ...(index < centers ? { isSeed: true } : { isSeed: chance.next() < 0.3 }),
  }));
}

function injectionOf(
  { step, scripts, changes, nodes }: StepSeen,
  { moment, fault }: Combination,
  node: string,
  chance: Chance,
): Injection {
  const anywhere = nodes.length === 1 || !changes;
  const script = chance.pick(scripts);
  return {
    ...{ step, moment, fault },
    script: script.name,
    node: anywhere ? null : node,
    // Of a look at many nodes any command may be the one; what has an effect comes once.
    pass: changes ? 0 : chance.below(Math.min(script.count, 3)),
    size: chance.next(),
  };
}

/** @source FNV-1a, 32 bits */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash;
}
