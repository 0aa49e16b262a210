import fc from 'fast-check';
import { expect, test } from 'vitest';
import { faults, moments, nameOf, type StepSeen } from './fault.ts';
import { combinationsOf, runsForAll, scenarioOf } from './scenario.ts';

const steps: StepSeen[] = ['drainNode', 'awaitServing', 'initializeCms'].map((step) => ({
  step,
  scripts: [{ name: 'look-host', count: 3 }],
  changes: step !== 'awaitServing',
  once: step === 'initializeCms',
}));
const seeds = fc.integer({ min: 1, max: 1_000_000 });

test('so many runs in a row try every fault at every moment of every step, wherever they begin', () => {
  const property = fc.property(fc.nat(50), fc.constantFrom(...steps), (round, step) => {
    const seedsInARow = Array.from({ length: runsForAll }, (_, index) => round * runsForAll + index + 1);
    const tried = seedsInARow.flatMap((seed) => combinationsOf(step, seed));
    expect(tried).toHaveLength(faults.length * moments.length);
    expect(new Set(tried.map(nameOf)).size).toBe(faults.length * moments.length);
  });
  fc.assert(property, { numRuns: 50 });
});

test('what has its effect once and for all meets one fault during or after it in each run', () => {
  const property = fc.property(seeds, (seed) => {
    const once = steps.find((step) => step.once)!;
    expect(combinationsOf(once, seed).filter(({ moment }) => moment !== 'before')).toHaveLength(1);
  });
  fc.assert(property, { numRuns: 100 });
});

test('the same seed makes the same run, and another one another', () => {
  const property = fc.property(seeds, (seed) => {
    expect(scenarioOf(seed, steps)).toEqual(scenarioOf(seed, steps));
    expect(JSON.stringify(scenarioOf(seed, steps))).not.toBe(JSON.stringify(scenarioOf(seed + 1, steps)));
  });
  fc.assert(property, { numRuns: 100 });
});

test('a run of the whole way lets every step meet faults, and the cluster is one that can be upgraded', () => {
  const property = fc.property(seeds, (seed) => {
    const { places, order, way, injections } = scenarioOf(seed, steps);
    if (way === 'whole')
      expect([...new Set(injections.map(({ step }) => step))]).toEqual(steps.map(({ step }) => step));
    const names = places.map((_, index) => `n${index + 1}`);
    expect(names.length).toBeGreaterThanOrEqual(3);
    for (const name of order) expect(names).toContain(name);
    for (const { node } of injections) if (node !== null) expect(names).toContain(node);
    const centers = new Set(places.map(({ dataCenter }) => dataCenter));
    for (const center of centers)
      expect(places.some(({ dataCenter, isSeed }) => dataCenter === center && isSeed)).toBe(true);
  });
  fc.assert(property, { numRuns: 200 });
});
