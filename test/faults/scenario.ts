/** One run, made from its seed alone: the cluster, the order of the roll, and which faults meet it where. */
import type { SimulatedPlace } from '../../lab/simulation/simulation-options.ts';
import { type Chance, chanceOf } from './random.ts';
import { type Combination, type Injection, type Moment, type StepSeen, faults, moments } from './fault.ts';

export interface Scenario {
  readonly seed: number;
  /**
   * From the old release to the end; or only from where all nodes run the target; or only the rolling restarts behind the
   * upgrade, into the storage mode UPGRADING and from there into NONE.
   */
  readonly way: 'whole' | 'doorOnly' | 'restarts';
  readonly places: readonly SimulatedPlace[];
  /** Names of nodes in the file's order; empty: none is given. */
  readonly order: readonly string[];
  readonly storageMode: string | null;
  /** Racks are taken as a whole. */
  readonly together?: true;
  readonly injections: readonly Injection[];
}

/** Faults that one run puts into each step: at several of its nodes, or one after the other. */
const perStep = moments.length;

/**
 * So many runs try everything once, in half of them the whole way: each lets every step of the plan suffer a few faults
 * at some moments, and no two of them the same. What has its effect once and for all, such as `cms initialize`, can meet
 * only one fault during or after it in each run: the other half is for those alone.
 */
export const runsForAll = 2 * faults.length;

/** Which of all combinations of a step the run with this seed tries. Every `runsForAll` seeds in a row try them all. */
export function combinationsOf(step: Pick<StepSeen, 'step' | 'once'>, seed: number): Combination[] {
  const round = Math.floor((seed - 1) / runsForAll);
  const { run, way } = placeOf(seed);
  // Another order for each step, so that a run does not meet the same fault everywhere.
  const chance = chanceOf(hashOf(`${step.step} ${round}`));
  const at = (those: readonly Moment[]): Combination[] =>
    chance.shuffled(those.flatMap((moment) => faults.map((fault) => ({ step: step.step, moment, fault }))));
  if (!step.once) return way === 'whole' ? at(moments).slice(run * perStep, (run + 1) * perStep) : [];
  const [before, later] = [at(['before']), at(['during', 'after'])];
  if (way === 'doorOnly') return later.slice(faults.length + run, faults.length + run + 1);
  return [...before.slice(run, run + 1), ...later.slice(run, run + 1)];
}

function placeOf(seed: number): { readonly run: number; readonly way: Scenario['way'] } {
  const index = (seed - 1) % runsForAll;
  return { run: index % faults.length, way: index < faults.length ? 'whole' : 'doorOnly' };
}

export function scenarioOf(seed: number, steps: readonly StepSeen[]): Scenario {
  const chance = chanceOf(seed);
  const places = placesFrom(chance);
  const names = places.map((_, index) => `n${index + 1}`);
  const order = chance.next() < 0.5 ? [] : chance.shuffled(names).slice(0, 1 + chance.below(names.length));
  const injections = steps.flatMap((seen) => {
    const nodes = chance.shuffled(names);
    return combinationsOf(seen, seed).map((combination, index) =>
      injectionOf(seen, combination, nodes[index % nodes.length] ?? '', chance),
    );
  });
  return { seed, way: placeOf(seed).way, places, order, storageMode, injections };
}

/** The same faults on six nodes in three racks, which are taken a rack at a time. */
export function togetherIn(scenario: Scenario): Scenario {
  const places = Array.from({ length: 6 }, (_, index) => ({ rack: `rack${1 + (index % 3)}` }));
  return { ...scenario, places, order: [], together: true };
}

/** The same faults in rolling restarts of nodes that run the target already. */
export function restartsIn(scenario: Scenario): Scenario {
  return { ...scenario, way: 'restarts', storageMode: 'CASSANDRA_4' };
}

/** In it 6.0 writes a format of its own, so that there is something to rewrite. */
const storageMode = 'NONE';

/** A run in which nothing goes wrong: what it does is what the faults are put into. */
export function calmScenario(): Scenario {
  return { seed: 0, way: 'whole', places: [{}, {}, {}], order: [], storageMode, injections: [] };
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
  { step, scripts, changes, once }: StepSeen,
  { moment, fault }: Combination,
  node: string,
  chance: Chance,
): Injection {
  const anywhere = once || !changes;
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
