/**
 * Every step of an upgrade, before, during and after its effect, under every fault, on simulated hosts; judged by the
 * hosts' own journals. `script/faults --seed N` repeats one run with its log.
 */
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { findTemporal } from '../../lab/toolchain/temporal.ts';
import { nameOf } from './fault.ts';
import { figuresOf, printFigures } from './figures.ts';
import { readOptions } from './options.ts';
import { RunPool } from './run-pool.ts';
import { runScenario } from './run-scenario.ts';
import { type Scenario, scenarioOf } from './scenario.ts';
import { Stage } from './stage.ts';
import { stepsSeen } from './steps-seen.ts';

const options = readOptions(process.env);
const startedAt = Date.now();
const temporal = await findTemporal((line) => console.error(line));

/** Where the figures and the log of each run are kept. */
const folder = '.ringlift/faults';
mkdirSync(folder, { recursive: true });

/** Each run has a log, which is written as it goes. */
const sayOf = ({ seed }: Scenario) => {
  const file = `${folder}/seed-${seed}.log`;
  writeFileSync(file, '');
  return (line: string) => {
    appendFileSync(file, `${line}\n`);
    if (options.verbose) console.log(line);
  };
};

/** Of a log that says the same over and over, what tells why; the whole of it is in the folder. */
const ends = (log: readonly string[]) =>
  log.length <= 600 ? log : [...log.slice(0, 500), `... ${log.length - 600} lines ...`, ...log.slice(-100)];

const stage = await Stage.set(temporal.path);
const calm = await runScenario(stage, options.calm, sayOf(options.calm));
const steps = stepsSeen(calm.world.commands);
// What nothing was chosen for is not run.
const scenarios = options.seeds
  .map((seed) => options.chosen(scenarioOf(seed, steps)))
  .filter(({ injections }) => injections.length > 0);
const pool = new RunPool({ scenarios, first: stage, lanes: options.lanes, temporal: temporal.path, sayOf });

afterAll(async () => {
  const outcomes = await pool.end();
  const figures = figuresOf(
    outcomes,
    steps.map(({ step }) => step),
    Date.now() - startedAt,
  );
  writeFileSync(`${folder}/figures.json`, JSON.stringify(figures, null, 1));
  console.log(printFigures(figures));
});

test('without faults an upgrade ends well, and no invariant is broken', () => {
  expect(calm.violations).toEqual([]);
  expect(calm.asked).toEqual([]);
  expect(steps.length).toBeGreaterThan(15);
});

describe.each(scenarios)('seed $seed, $way', (scenario) => {
  test('it ends well and no invariant is broken', async () => {
    const { violations, log } = await pool.outcomeOf(scenario.seed);
    const said = violations.map(({ invariant, says }) => `${invariant}: ${says}`).join('\n');
    if (said !== '') console.log(`seed ${scenario.seed}\n${ends(log).join('\n')}`);
    expect(said).toBe('');
  });

  test.for(scenario.injections.map((injection) => ({ name: nameOf(injection), injection })))(
    '$name',
    async ({ injection }, { skip }) => {
      const { world, unmet } = await pool.outcomeOf(scenario.seed);
      // Another fault left it nothing to meet, such as a step that was found done.
      if (unmet.includes(injection)) skip('found no place');
      const met = world.faults.find((fault) => fault.injection === injection);
      expect(met?.at).toBeGreaterThan(world.startedAt);
    },
  );
});
